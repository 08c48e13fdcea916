// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/report/analysis_report.h"

#include <array>
#include <cmath>
#include <initializer_list>

#include <fmt/core.h>

#include "app/report/csv_table.h"
#include "core/base/counted.h"
#include "core/theory/head_number.h"

namespace ropescope {
namespace {

template <class T> Report orNull(const std::optional<T>& value)
{
    return value ? Report(*value) : Report(nullptr);
}

Report similarityReport(const TokenSimilarity& similarity)
{
    return { { "pairwise", orNull(similarity.pairwise) },
             { "pairwise_window", orNull(similarity.pairwiseWindow) },
             { "consecutive", orNull(similarity.consecutive) } };
}

Report shiftReport(const ShiftBound& bound)
{
    return { { "shift", { bound.shift.query, bound.shift.key } },
             { "cells", bound.cells },
             { "bound_mean", bound.boundMean },
             { "bound_max", bound.boundMax },
             { "change_mean", bound.changeMean },
             { "change_max", bound.changeMax },
             { "tightness", bound.tightness },
             { "tightest", bound.tightest },
             { "violations", bound.violations } };
}

Report shiftReport(const std::optional<ShiftBound>& bound)
{
    return bound ? shiftReport(*bound) : Report(nullptr);
}

/// Whether the head has a single cell or query that a bound speaks of.
bool measuresAny(const TheoremBounds& bounds)
{
    std::int64_t cells = bounds.reAccess.cells + bounds.sequential.cells;
    for (const auto* shift : { &bounds.periodicKey, &bounds.periodicQuery, &bounds.seasonalQuery,
                               &bounds.seasonalKey, &bounds.seasonalBoth })
        cells += *shift ? (*shift)->cells : 0;
    return cells > 0 || !bounds.jump.jumps.empty();
}

Report boundsReport(const TheoremBounds& bounds)
{
    return { { "rows", bounds.rows },
             { "violations", measuresAny(bounds) ? Report(bounds.violations()) : Report(nullptr) },
             { "re_access", shiftReport(bounds.reAccess) },
             { "sequential", shiftReport(bounds.sequential) },
             { "periodic_key", shiftReport(bounds.periodicKey) },
             { "periodic_query", shiftReport(bounds.periodicQuery) },
             { "seasonal_query", shiftReport(bounds.seasonalQuery) },
             { "seasonal_key", shiftReport(bounds.seasonalKey) },
             { "seasonal_both", shiftReport(bounds.seasonalBoth) },
             { "query_jump",
               { { "rows", bounds.jump.jumps.size() },
                 { "floor_mean", bounds.jump.floorMean },
                 { "change_mean", bounds.jump.changeMean },
                 { "tightness", bounds.jump.tightness },
                 { "share_above_zero", bounds.jump.saying },
                 { "violations", bounds.jump.violations } } } };
}

Report valueOf(const HeadNumber& number, const HeadTheory& head)
{
    const std::optional<double> value = number.of(head);
    if (!value)
        return nullptr;
    return number.isWhole ? Report(static_cast<std::int64_t>(*value)) : Report(*value);
}

/// Numbers of headNumbers(), in the order given; a dot leads into an object.
void addColumns(Report& report, const HeadTheory& head,
                std::initializer_list<std::string_view> columns)
{
    for (const std::string_view column : columns) {
        const std::size_t dot = column.find('.');
        Report& place = dot == std::string_view::npos
            ? report[std::string(column)]
            : report[std::string(column.substr(0, dot))][std::string(column.substr(dot + 1))];
        place = valueOf(*findHeadColumn(column), head);
    }
}

Report phasorReport(const std::vector<PairPhasor>& phasors, double PairPhasor::*part)
{
    Report list = Report::array();
    for (const PairPhasor& phasor : phasors)
        list.push_back(phasor.*part);
    return list;
}

void addSeason(Report& report, const HeadTheory& head)
{
    report["season"] = nullptr;
    if (!head.vectors || !head.vectors->season)
        return;
    addColumns(report, head, { "season.period", "season.strength", "season.resonance" });
    const int pair = head.vectors->energy.dominantPair;
    report["season"]["dominant_detuning"] = pair >= 0
        ? Report(head.vectors->season->detuning[static_cast<std::size_t>(pair)])
        : Report(nullptr);
}

/// What is known of queries and keys, all null for a stored map; every key is there, so that all
/// heads have the same.
void addVectors(Report& report, const HeadTheory& head, const TheoryOptions& options)
{
    const auto& vectors = head.vectors;
    const auto orNone = [&](const auto& of) { return vectors ? Report(of()) : Report(nullptr); };
    report["q_similarity"] = orNone([&] { return similarityReport(vectors->query); });
    report["k_similarity"] = orNone([&] { return similarityReport(vectors->key); });
    addColumns(report, head, { "dominant_pair", "dominant_share" });
    report["pair_energy"] = orNone([&] { return vectors->energy.energy; });
    report["pair_amplitude"]
        = orNone([&] { return phasorReport(vectors->phasors, &PairPhasor::amplitude); });
    report["pair_phase"]
        = orNone([&] { return phasorReport(vectors->phasors, &PairPhasor::phase); });
    addColumns(report, head,
               { "predicted_period", "measured_period", "period_strength", "period_pair" });
    if (report["measured_period"].is_null())
        report["period_strength"] = nullptr; // it is 0 where heads are ranked
    addSeason(report, head);
    if (vectors && options.withSpectra) {
        report["q_singular_values"] = vectors->querySpectrum;
        report["k_singular_values"] = vectors->keySpectrum;
    }
    if (vectors && vectors->bounds)
        report["bounds"] = boundsReport(*vectors->bounds);
}

/// Why there is no retrieval score, or null.
Report retrievalReason(const HeadTheory& head)
{
    if (head.retrieval)
        return nullptr;
    return head.scores.induction ? "the sequence that comes twice holds one token only"
                                 : "no sequence comes twice";
}

void addScores(Report& report, const HeadTheory& head)
{
    addColumns(report, head,
               { "sink_mass", "previous_token_mass", "entropy", "entropy_fraction",
                 "temporal_consistency", "temporal_consistency_shifted", "slash_lag", "slash_score",
                 "stripe_key", "stripe_mass", "induction_score", "retrieval_score" });
    report["retrieval_reason"] = retrievalReason(head);
    for (const HeadNumber& number : headNumbers()) { // those without a place of their own
        const bool isNested = number.column.find('.') != std::string_view::npos;
        if (!isNested && !report.contains(std::string(number.column)))
            addColumns(report, head, { number.column });
    }
}

/// The two numbers of the window beside the other definitions.
void addWindow(Report& report, const WindowSimilarity& window)
{
    if (report["q_similarity"].is_null())
        return; // a stored map
    report["q_similarity"]["window"] = orNull(window.query);
    report["k_similarity"]["window"] = orNull(window.key);
}

Report headReport(const HeadTheory& head, const TheoryOptions& options)
{
    Report report;
    addColumns(report, head, { "layer", "head" });
    report["pattern"] = patternName(head.pattern);
    report["pattern_reason"] = nullptr;
    if (const std::string_view reason = patternReason(head.evidence); !reason.empty())
        report["pattern_reason"] = reason;
    addColumns(report, head,
               { "pattern_scores.re-access", "pattern_scores.sequential", "pattern_scores.periodic",
                 "pattern_scores.seasonal" });
    addVectors(report, head, options);
    addScores(report, head);
    return report;
}

Report traceFacts(const AnalyzedTrace& analyzed)
{
    Report report { { "path", analyzed.path } };
    report.update(traceReport(*analyzed.trace));
    for (const char* perLayerOrToken : { "layers", "inv_freq", "token_ids", "tokens" })
        report.erase(perLayerOrToken);
    const auto& repeat = analyzed.theory.repeat;
    report["repeat"] = repeat ? Report { { "first", repeat->first }, { "length", repeat->length } }
                              : Report(nullptr);
    return report;
}

std::array<int, 5> patternCounts(const TraceTheory& theory)
{
    std::array<int, 5> counts {};
    for (const HeadTheory& head : theory.heads)
        ++counts[static_cast<std::size_t>(head.pattern)];
    return counts;
}

/// Nothing where no bound was measured: bounds left out, stored maps, a single token.
std::optional<std::int64_t> violations(const TraceTheory& theory)
{
    std::optional<std::int64_t> sum;
    for (const HeadTheory& head : theory.heads) {
        if (head.vectors && head.vectors->bounds && measuresAny(*head.vectors->bounds))
            sum = sum.value_or(0) + head.vectors->bounds->violations();
    }
    return sum;
}

/// A layer of the trace, or all heads where none is given.
WindowSimilarity meanWindow(const AnalyzedTrace& analyzed, std::optional<LayerIndex> layer)
{
    std::vector<TokenSimilarity> queries;
    std::vector<TokenSimilarity> keys;
    for (std::size_t i = 0; i < analyzed.windows.size(); ++i) {
        if (layer && analyzed.theory.heads[i].id.layer != *layer)
            continue;
        queries.push_back({ .pairwise = analyzed.windows[i].query });
        keys.push_back({ .pairwise = analyzed.windows[i].key });
    }
    return { meanSimilarity(queries).pairwise, meanSimilarity(keys).pairwise };
}

Report modelSummary(const AnalyzedTrace& analyzed, const TheoryOptions& options)
{
    const TraceTheory& theory = analyzed.theory;
    Report patterns = Report::object();
    const std::array<int, 5> counts = patternCounts(theory);
    for (std::size_t p = 0; p < counts.size(); ++p)
        patterns[std::string(patternName(static_cast<Pattern>(p)))] = counts[p];
    Report report { { "q_similarity", similarityReport(theory.query) },
                    { "k_similarity", similarityReport(theory.key) },
                    { "patterns", std::move(patterns) } };
    if (!analyzed.windows.empty())
        addWindow(report, meanWindow(analyzed, std::nullopt));
    if (options.withBounds)
        report["bound_violations"] = orNull(violations(theory));
    return report;
}

Report headReport(const AnalyzedTrace& analyzed, std::size_t head, const TheoryOptions& options)
{
    Report report = headReport(analyzed.theory.heads[head], options);
    if (!analyzed.windows.empty())
        addWindow(report, analyzed.windows[head]);
    return report;
}

void addTrace(Report& report, const AnalyzedTrace& analyzed, const TheoryOptions& options)
{
    report["trace"] = traceFacts(analyzed);
    report["model"] = modelSummary(analyzed, options);
    report["heads"] = Report::array();
    for (std::size_t head = 0; head < analyzed.theory.heads.size(); ++head)
        report["heads"].push_back(headReport(analyzed, head, options));
    report["layers"] = Report::array();
    for (const LayerTheory& layer : analyzed.theory.layers) {
        Report its { { "layer", layer.layer.value },
                     { "q_similarity", similarityReport(layer.query) },
                     { "k_similarity", similarityReport(layer.key) },
                     { "block_influence", orNull(layer.blockInfluence) } };
        if (!analyzed.windows.empty())
            addWindow(its, meanWindow(analyzed, layer.layer));
        report["layers"].push_back(std::move(its));
    }
}

Report rankReport(const RankAgreement& agreement)
{
    Report report { { "mean", orNull(agreement.mean) }, { "pairs", Report::array() } };
    for (const RankAgreement::Pair& pair : agreement.pairs) {
        report["pairs"].push_back(
            { { "traces", { pair.first, pair.second } }, { "spearman", orNull(pair.spearman) } });
    }
    return report;
}

Report agreementReport(const std::vector<SimilarityAgreement>& agreement)
{
    Report report = Report::object();
    for (const SimilarityAgreement& entry : agreement) {
        report[std::string(entry.of)][std::string(entry.definition)]
            = { { "heads", rankReport(entry.heads) }, { "layers", rankReport(entry.layers) } };
    }
    return report;
}

} // namespace

std::vector<NamedTheory> namedTheories(const std::vector<AnalyzedTrace>& traces)
{
    std::vector<NamedTheory> named;
    for (const AnalyzedTrace& analyzed : traces)
        named.push_back({ analyzed.path, analyzed.trace->info(), analyzed.theory });
    return named;
}

Report analysisReport(const std::vector<AnalyzedTrace>& traces, const AnalysisSettings& settings,
                      const std::vector<SimilarityAgreement>& agreement)
{
    Report report { { "format", "ropescope-analysis" },
                    { "version", 1 },
                    { "program", ROPESCOPE_VERSION },
                    { "settings", settingsReport(settings) } };
    if (traces.size() == 1) {
        addTrace(report, traces.front(), settings.theory);
        return report;
    }
    report["traces"] = Report::array();
    for (const AnalyzedTrace& trace : traces) {
        report["traces"].push_back(Report::object());
        addTrace(report["traces"].back(), trace, settings.theory);
    }
    report["agreement"] = agreementReport(agreement);
    const std::string note = modelsDiffer(namedTheories(traces));
    report["agreement_note"] = note.empty() ? Report(nullptr) : Report(note);
    return report;
}

std::string analysisCsv(const std::vector<AnalyzedTrace>& traces, const AnalysisSettings& settings)
{
    Report settingsOfAll = settingsReport(settings);
    // An object of no gains has no columns, and one of some would have a column a pair.
    Report& gain = settingsOfAll["rope_edit"]["gain"];
    gain = gain.empty() ? Report(nullptr) : Report(gain.dump());
    std::vector<Report> rows;
    for (const AnalyzedTrace& trace : traces) {
        for (std::size_t head = 0; head < trace.theory.heads.size(); ++head) {
            Report row { { "trace", trace.path } };
            row.update(headReport(trace, head, settings.theory));
            row["settings"] = settingsOfAll;
            rows.push_back(std::move(row));
        }
    }
    return csvTable(rows);
}

std::string analysisSummary(const std::vector<AnalyzedTrace>& traces,
                            const AnalysisSettings& settings,
                            const std::vector<SimilarityAgreement>& agreement)
{
    const SimilarityMeasure measure = settings.theory.measure;
    const std::string measured = fmt::format(
        "q-{}{}", isDistance(measure) ? "distance" : "similarity",
        measure == SimilarityMeasure::Cosine ? std::string()
                                             : fmt::format(" ({})", similarityName(measure)));
    const auto number = [](const std::optional<double>& value) {
        return value ? fmt::format("{:.3f}", *value) : std::string("none");
    };
    std::string text;
    for (const AnalyzedTrace& trace : traces) {
        text += fmt::format("{}: {}", trace.path,
                            counted(static_cast<std::int64_t>(trace.theory.heads.size()), "head"));
        const std::array<int, 5> counts = patternCounts(trace.theory);
        for (std::size_t p = 0; p < counts.size(); ++p) {
            if (counts[p] > 0)
                text += fmt::format(", {} {}", counts[p], patternName(static_cast<Pattern>(p)));
        }
        text += fmt::format("; {} {}", measured, number(trace.theory.query.pairwise));
        if (settings.window) {
            text
                += fmt::format(", in the window {}", number(meanWindow(trace, std::nullopt).query));
        }
        if (settings.theory.withBounds) {
            const auto broken = violations(trace.theory);
            text += broken ? fmt::format("; {} broken", counted(*broken, "bound"))
                           : std::string("; no bound measured");
        }
        text += ".\n";
    }
    if (const std::string note = modelsDiffer(namedTheories(traces)); !note.empty())
        text += note + '\n';
    for (const SimilarityAgreement& entry : agreement) {
        text += fmt::format("Mean rank correlation by {}.{}: heads {}, layers {}.\n", entry.of,
                            entry.definition, number(entry.heads.mean), number(entry.layers.mean));
    }
    return text;
}

} // namespace ropescope
