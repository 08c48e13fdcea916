// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/prune_chart.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ropescope {

namespace {

struct Mean {
    double sum = 0.0;
    int count = 0;

    void add(double value)
    {
        sum += value;
        ++count;
    }
    [[nodiscard]] double perplexity() const { return std::exp(sum / count); }
};

/// Of one method and beta; the mean at each number removed.
struct Line {
    QString name;
    int look = 0;
    std::map<int, Mean> means;
};

QString nameOf(const RemovalStep& step)
{
    const std::string& method = step.method;
    if (method == "shortgpt")
        return QStringLiteral("ShortGPT");
    if (method == "tappa")
        return QStringLiteral("TAPPA, β = %1").arg(step.beta.value_or(0.0));
    if (method == "heads-highest-q")
        return QStringLiteral(QT_TRANSLATE_NOOP("Charts", "highest q-similarity first"));
    if (method == "heads-lowest-q")
        return QStringLiteral(QT_TRANSLATE_NOOP("Charts", "lowest q-similarity first"));
    if (method == "random" || method == "heads-random")
        return QStringLiteral(QT_TRANSLATE_NOOP("Charts", "random"));
    return QString::fromStdString(method);
}

/// Orders that only betas tell apart, and those of files, take what is left.
int lookOf(const RemovalStep& step, int others)
{
    static const std::map<std::string, int, std::less<>> kLooks {
        { "shortgpt", 5 },     { "tappa", 7 },           { "random", 1 },
        { "heads-random", 1 }, { "heads-highest-q", 2 }, { "heads-lowest-q", 3 },
    };
    const auto found = kLooks.find(step.method);
    if (found == kLooks.end() || (step.method == "tappa" && others > 0))
        return 8 + others;
    return found->second;
}

} // namespace

PrunedPart partOf(const RemovalStep& step)
{
    return step.method.starts_with("heads-") ? PrunedPart::Heads : PrunedPart::Layers;
}

CurveChart pruneChart(std::span<const PrunedText> texts, PrunedPart part)
{
    const bool layers = part == PrunedPart::Layers;
    std::vector<Line> lines;
    Mean whole;
    int betas = 0;
    for (const PrunedText& text : texts) {
        for (std::size_t i = 0; i < text.steps.size(); ++i) {
            const RemovalStep& step = text.steps[i];
            if (partOf(step) != part)
                continue;
            const double nll = text.measured[i].nll;
            if (step.count == 0)
                whole.add(nll);
            const QString name = nameOf(step);
            auto line = std::ranges::find(lines, name, &Line::name);
            if (line == lines.end()) {
                const int others = step.method == "tappa" ? betas++ : 0;
                lines.push_back({ name, lookOf(step, others), {} });
                line = lines.end() - 1;
            }
            line->means[step.count].add(nll);
        }
    }
    CurveChart chart;
    chart.title = layers ? QStringLiteral(QT_TRANSLATE_NOOP("Charts", "layers skipped"))
                         : QStringLiteral(QT_TRANSLATE_NOOP("Charts", "heads masked"));
    chart.xLabel = layers ? QStringLiteral(QT_TRANSLATE_NOOP("Charts", "layers skipped"))
                          : QStringLiteral(QT_TRANSLATE_NOOP("Charts", "heads masked"));
    chart.yLabel = QStringLiteral(QT_TRANSLATE_NOOP("Charts", "perplexity"));
    chart.yIsLog = true;
    if (whole.count > 0)
        chart.reference = whole.perplexity();
    chart.referenceName = QStringLiteral(QT_TRANSLATE_NOOP("Charts", "whole model"));
    for (const Line& line : lines) {
        ChartCurve& curve = chart.curves.emplace_back(ChartCurve { line.name, line.look, {} });
        for (const auto& [count, mean] : line.means)
            curve.points.emplace_back(count, mean.perplexity());
    }
    return chart;
}

std::vector<CurveChart> pruneCharts(std::span<const PrunedText> texts)
{
    std::vector<CurveChart> charts;
    for (const PrunedPart part : { PrunedPart::Layers, PrunedPart::Heads }) {
        CurveChart chart = pruneChart(texts, part);
        if (!chart.curves.empty())
            charts.push_back(std::move(chart));
    }
    return charts;
}

} // namespace ropescope
