// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/report/compress_report.h"

#include <cmath>
#include <functional>

#include <fmt/core.h>

#include "app/report/csv_table.h"
#include "core/cache/compression_measure.h"

namespace ropescope {
namespace {

using Json = nlohmann::ordered_json;

/// A column of measures; nothing where a text has none.
struct Column {
    std::string name;
    std::function<std::optional<double>(const CompressionStudy&, const CompressionOutcome&)> of;
};

Column columnOf(std::string_view name)
{
    const CompressionMeasure& measure = *findCompressionMeasure(name);
    return { std::string(name), [&measure](const CompressionStudy&, const CompressionOutcome& o) {
                return measure.of(o.loss);
            } };
}

Column fullColumnOf(std::string_view name)
{
    const CompressionMeasure& measure = *findCompressionMeasure(name);
    return { "full_" + std::string(name),
             [&measure](const CompressionStudy& s, const CompressionOutcome&) {
                 return measure.full(s);
             } };
}

const std::vector<Column>& columns()
{
    static const std::vector<Column> all {
        { "kept_entries",
          [](const CompressionStudy&, const CompressionOutcome& o) { return meanKept(o.kept); } },
        columnOf("attention_mass"),
        columnOf("output_error"),
        columnOf("kl"),
        columnOf("perplexity"),
        fullColumnOf("perplexity"),
        columnOf("accuracy"),
        fullColumnOf("accuracy"),
    };
    return all;
}

Json orNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

/// What a row is about. TAPPA's alpha is part of the method.
Json rowHead(const char* statistic, const std::string& text, const CompressionRequest& request,
             const CompressionOutcome& outcome)
{
    Json alpha = nullptr;
    if (outcome.method.policy->name == "tappa") {
        const double value = outcome.method.settings.alpha;
        alpha = std::isinf(value) ? Json("inf") : Json(value);
    }
    return { { "statistic", statistic },
             { "text", text },
             { "task", std::string(taskName(request.task)) },
             { "method", std::string(outcome.method.policy->name) },
             { "alpha", alpha },
             { "budget", outcome.budget } };
}

struct Spread {
    std::optional<double> mean;
    std::optional<double> deviation; ///< of several texts
};

/// Over texts, of one method and budget.
Spread spread(const std::vector<StudiedText>& texts, std::size_t outcome, const Column& column)
{
    const auto count = static_cast<double>(texts.size());
    std::vector<double> values;
    double mean = 0.0;
    for (const StudiedText& text : texts) {
        const auto value = column.of(text.study, text.study.outcomes[outcome]);
        if (!value)
            return {};
        values.push_back(*value);
        mean += *value / count;
    }
    double squares = 0.0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    Spread result { .mean = mean, .deviation = std::nullopt };
    if (texts.size() > 1)
        result.deviation = std::sqrt(squares / (count - 1.0));
    return result;
}

std::string cell(const std::optional<double>& value, int digits)
{
    return value ? fmt::format("{:.{}f}", *value, digits) : std::string("-");
}

} // namespace

std::string compressionCsv(const std::vector<StudiedText>& texts, const CompressionRequest& request)
{
    std::vector<Json> rows;
    for (const StudiedText& text : texts) {
        for (const CompressionOutcome& outcome : text.study.outcomes) {
            Json row = rowHead("value", text.name, request, outcome);
            row["prompt_tokens"] = text.study.promptTokens;
            row["continuation_tokens"] = text.study.continuationTokens;
            for (const Column& column : columns())
                row[column.name] = orNull(column.of(text.study, outcome));
            rows.push_back(std::move(row));
        }
    }
    if (texts.size() < 2)
        return csvTable(rows);
    const std::string count = fmt::format("{} texts", texts.size());
    const std::vector<CompressionOutcome>& outcomes = texts.front().study.outcomes;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        Json mean = rowHead("mean", count, request, outcomes[i]);
        Json deviation = rowHead("sd", count, request, outcomes[i]);
        for (const Column& column : columns()) {
            const Spread values = spread(texts, i, column);
            mean[column.name] = orNull(values.mean);
            deviation[column.name] = orNull(values.deviation);
        }
        rows.push_back(std::move(mean));
        rows.push_back(std::move(deviation));
    }
    return csvTable(rows);
}

std::string headQualityCsv(const std::vector<StudiedText>& texts, const CompressionRequest& request)
{
    std::vector<Json> rows;
    for (const StudiedText& text : texts) {
        for (const CompressionOutcome& outcome : text.study.outcomes) {
            for (const HeadQuality& head : outcome.loss.heads) {
                Json row = rowHead("value", text.name, request, outcome);
                row["layer"] = head.id.layer.value;
                row["head"] = head.id.head.value;
                row["kept_entries"] = head.kept;
                row["attention_mass"] = head.attentionMass;
                row["output_error"] = orNull(head.outputError);
                rows.push_back(std::move(row));
            }
        }
    }
    return csvTable(rows);
}

std::string keptJson(const CompressionStudy& study)
{
    Json all = Json::object();
    for (const CompressionOutcome& outcome : study.outcomes) {
        Json& layers
            = all[std::string(outcome.method.policy->name)][std::to_string(outcome.budget)];
        for (const KeptLayer& layer : outcome.kept) {
            Json& heads = layers[std::to_string(layer.layer.value)];
            for (std::size_t head = 0; head < layer.keyHeads.size(); ++head)
                heads[std::to_string(head)] = layer.keyHeads[head];
        }
    }
    return all.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

std::string compressionSummary(const std::vector<StudiedText>& texts,
                               const CompressionRequest& request)
{
    std::string text = fmt::format("{:<22}{:>7}{:>9}{:>9}{:>9}{:>12}{:>10}\n", "method", "budget",
                                   "mass", "error", "KL", "perplexity", "accuracy");
    const std::vector<CompressionOutcome>& outcomes = texts.front().study.outcomes;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto mean = [&](const char* name) {
            for (const Column& column : columns()) {
                if (column.name == name)
                    return spread(texts, i, column).mean;
            }
            return std::optional<double>();
        };
        text += fmt::format("{:<22}{:>7}{:>9}{:>9}{:>9}{:>12}{:>10}\n", outcomes[i].method.name(),
                            outcomes[i].budget, cell(mean("attention_mass"), 3),
                            cell(mean("output_error"), 3), cell(mean("kl"), 3),
                            cell(mean("perplexity"), 2), cell(mean("accuracy"), 3));
    }
    if (const auto& full = texts.front().study.full; full && texts.size() == 1) {
        text += fmt::format("Full cache: perplexity {:.2f}, accuracy {:.3f}.\n", full->perplexity(),
                            full->accuracy);
    }
    if (texts.size() > 1)
        text
            += fmt::format("Means over {} texts, task {}.\n", texts.size(), taskName(request.task));
    return text;
}

} // namespace ropescope
