// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/compression_chart.h"

#include <algorithm>
#include <array>

#include "widgets/curve_look.h"

namespace ropescope {

namespace {

constexpr int kFiniteAlphaLook = 8; ///< and the one behind it, in turns

/// Nothing where a text lacks it.
std::optional<double> meanOf(std::span<const StudiedText> texts, std::size_t outcome,
                             const CompressionMeasure& measure)
{
    double sum = 0.0;
    for (const StudiedText& text : texts) {
        const auto value = measure.of(text.study.outcomes[outcome].loss);
        if (!value)
            return std::nullopt;
        sum += *value;
    }
    return sum / static_cast<double>(texts.size());
}

std::optional<double> meanOfFull(std::span<const StudiedText> texts,
                                 const CompressionMeasure& measure)
{
    double sum = 0.0;
    for (const StudiedText& text : texts) {
        const auto value = measure.full(text.study);
        if (!value)
            return std::nullopt;
        sum += *value;
    }
    return sum / static_cast<double>(texts.size());
}

/// Perplexity and KL span decades; shares and errors do not.
bool isLogarithmic(const CompressionMeasure& measure)
{
    return measure.name == "kl" || measure.name == "perplexity";
}

} // namespace

int lookOf(const CacheMethod& method)
{
    constexpr std::array<std::string_view, 8> kNames {
        "streaming-llm", "streaming-llm-prefix", "h2o",  "snapkv", "pyramidkv",
        "cake",          "expected-attention",   "tappa"
    };
    if (method.hasFiniteAlpha())
        return kFiniteAlphaLook;
    const auto found = std::ranges::find(kNames, method.policy->name);
    return found == kNames.end() ? kCurveLooks - 1 : static_cast<int>(found - kNames.begin());
}

QString titleOf(const CacheMethod& method)
{
    const QString name = QString::fromStdString(std::string(method.policy->name));
    return method.hasFiniteAlpha()
        ? QStringLiteral("%1 α = %2").arg(name).arg(method.settings.alpha)
        : name;
}

CurveChart compressionChart(std::span<const StudiedText> texts, const CompressionMeasure& measure)
{
    CurveChart chart;
    chart.yLabel
        = QString::fromUtf8(measure.title.data(), static_cast<qsizetype>(measure.title.size()));
    chart.title = chart.yLabel;
    chart.xLabel
        = QStringLiteral(QT_TRANSLATE_NOOP("Charts", "budget (entries a layer and key head)"));
    chart.xIsLog = true;
    chart.yIsLog = isLogarithmic(measure);
    chart.reference = meanOfFull(texts, measure);
    if (chart.reference && chart.yIsLog && *chart.reference < 1e-6)
        chart.reference.reset(); // no KL at all has no place on a logarithmic axis
    chart.referenceName = QStringLiteral(QT_TRANSLATE_NOOP("Charts", "full cache"));
    const std::vector<CompressionOutcome>& outcomes = texts.front().study.outcomes;
    const bool hasLarger = std::ranges::any_of(outcomes, [](const CompressionOutcome& outcome) {
        return outcome.budget > kObservationWindow;
    });
    int finiteAlphas = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const CompressionOutcome& outcome = outcomes[i];
        const auto value = meanOf(texts, i, measure);
        if (!value || outcome.method.policy->name == "full"
            || (hasLarger && outcome.budget <= kObservationWindow))
            continue;
        if (std::ranges::find(chart.xTicks, outcome.budget) == chart.xTicks.end())
            chart.xTicks.push_back(outcome.budget);
        const QString name = titleOf(outcome.method);
        if (chart.curves.empty() || chart.curves.back().name != name) {
            const int turn = outcome.method.hasFiniteAlpha() ? finiteAlphas++ % 2 : 0;
            chart.curves.push_back({ name, lookOf(outcome.method) + turn, {} });
        }
        chart.curves.back().points.emplace_back(outcome.budget, *value);
    }
    std::ranges::sort(chart.xTicks);
    for (ChartCurve& curve : chart.curves)
        std::ranges::sort(curve.points, {}, &QPointF::x);
    return chart;
}

std::vector<CurveChart> compressionCharts(std::span<const StudiedText> texts, ContinuationTask task)
{
    std::vector<CurveChart> charts;
    const std::vector<const char*> names = task == ContinuationTask::Text
        ? std::vector { "kl", "perplexity", "output_error", "attention_mass" }
        : std::vector { "accuracy", "kl" };
    for (const char* const name : names) {
        CurveChart chart = compressionChart(texts, *findCompressionMeasure(name));
        if (!chart.curves.empty())
            charts.push_back(std::move(chart));
    }
    return charts;
}

} // namespace ropescope
