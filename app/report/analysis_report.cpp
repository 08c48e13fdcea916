// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/report/analysis_report.h"

#include <array>
#include <cmath>

#include <fmt/core.h>

#include "app/report/csv_table.h"
#include "core/base/counted.h"
#include "core/base/parse_number.h"

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

Report seasonReport(const Season& season, int dominantPair)
{
    Report report { { "period", season.period },
                    { "strength", season.strength },
                    { "resonance", season.resonance },
                    { "dominant_detuning", nullptr } };
    if (dominantPair >= 0)
        report["dominant_detuning"] = season.detuning[static_cast<std::size_t>(dominantPair)];
    return report;
}

Report phasorReport(const std::vector<PairPhasor>& phasors, double PairPhasor::*part)
{
    Report list = Report::array();
    for (const PairPhasor& phasor : phasors)
        list.push_back(phasor.*part);
    return list;
}

/// What is known of queries and keys; every key is there, so that all heads have the same.
void addVectors(Report& report, const VectorTheory& vectors, const TheoryOptions& options)
{
    const int pair = vectors.energy.dominantPair;
    report["q_similarity"] = similarityReport(vectors.query);
    report["k_similarity"] = similarityReport(vectors.key);
    report["dominant_pair"] = pair >= 0 ? Report(pair) : Report(nullptr);
    report["dominant_share"] = pair >= 0 ? Report(vectors.energy.dominantShare()) : Report(nullptr);
    report["pair_energy"] = vectors.energy.energy;
    report["pair_amplitude"] = phasorReport(vectors.phasors, &PairPhasor::amplitude);
    report["pair_phase"] = phasorReport(vectors.phasors, &PairPhasor::phase);
    report["predicted_period"] = orNull(vectors.predictedPeriod);
    report["measured_period"]
        = vectors.measuredPeriod ? Report(vectors.measuredPeriod->tokens) : Report(nullptr);
    report["period_strength"]
        = vectors.measuredPeriod ? Report(vectors.measuredPeriod->strength) : Report(nullptr);
    report["period_pair"] = orNull(vectors.periodPair);
    report["season"] = vectors.season ? seasonReport(*vectors.season, pair) : Report(nullptr);
    if (options.withSpectra) {
        report["q_singular_values"] = vectors.querySpectrum;
        report["k_singular_values"] = vectors.keySpectrum;
    }
    if (vectors.bounds)
        report["bounds"] = boundsReport(*vectors.bounds);
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
    const AttentionScores& scores = head.scores;
    const int stripe = scores.stripeKey();
    report["sink_mass"] = orNull(scores.sinkMass());
    report["previous_token_mass"] = orNull(scores.previousTokenMass());
    report["entropy"] = scores.entropy;
    report["entropy_fraction"] = orNull(scores.entropyFraction);
    report["temporal_consistency"] = orNull(scores.consistency);
    report["temporal_consistency_shifted"] = orNull(scores.consistencyShifted);
    report["slash_lag"] = scores.slashLag();
    report["slash_score"] = scores.slash[static_cast<std::size_t>(scores.slashLag())];
    report["stripe_key"] = stripe >= 0 ? Report(stripe) : Report(nullptr);
    report["stripe_mass"]
        = stripe >= 0 ? Report(scores.stripes[static_cast<std::size_t>(stripe)]) : Report(nullptr);
    report["induction_score"] = orNull(scores.induction);
    report["retrieval_score"] = orNull(head.retrieval);
    report["retrieval_reason"] = retrievalReason(head);
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
    Report report { { "layer", head.id.layer.value },
                    { "head", head.id.head.value },
                    { "pattern", patternName(head.pattern) },
                    { "pattern_reason", nullptr },
                    { "pattern_scores",
                      { { "re-access", head.evidence.reAccess },
                        { "sequential", head.evidence.sequential },
                        { "periodic", head.evidence.periodic },
                        { "seasonal", head.evidence.seasonal } } } };
    if (const std::string_view reason = patternReason(head.evidence); !reason.empty())
        report["pattern_reason"] = reason;
    if (head.vectors) {
        addVectors(report, *head.vectors, options);
    } else {
        // A stored map: nothing is known of queries and keys.
        for (const char* key : { "q_similarity", "k_similarity", "dominant_pair", "dominant_share",
                                 "pair_energy", "pair_amplitude", "pair_phase", "predicted_period",
                                 "measured_period", "period_strength", "period_pair", "season" })
            report[key] = nullptr;
    }
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
