// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/curve_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QLocale>

#include "widgets/qcp.h"

namespace ropescope {

namespace {

constexpr double kRoom = 0.05; ///< of the range, at either end
constexpr double kManyDecades = 1000.0;
constexpr double kMostPowers = 6.0;
constexpr int kWantedTicks = 4;

ChartRange rangeOf(const std::vector<double>& values, bool isLog)
{
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    for (const double value : values) {
        if (!std::isfinite(value) || (isLog && value <= 0.0))
            continue;
        low = std::min(low, isLog ? std::log10(value) : value);
        high = std::max(high, isLog ? std::log10(value) : value);
    }
    if (low > high)
        return isLog ? ChartRange { 1.0, 10.0 } : ChartRange { 0.0, 1.0 };
    const double room = high > low ? kRoom * (high - low) : std::max(kRoom, kRoom * std::abs(high));
    low -= room;
    high += room;
    return isLog ? ChartRange { std::pow(10.0, low), std::pow(10.0, high) }
                 : ChartRange { low, high };
}

/// As few digits as tell it from its neighbours.
QString labelOf(double value)
{
    return QString::number(std::abs(value) < 1e-12 ? 0.0 : value, 'g', 4);
}

std::vector<ChartTick> roundTicks(const ChartRange& range, bool isLog)
{
    std::vector<ChartTick> ticks;
    const auto add = [&](double value) {
        if (value >= range.low && value <= range.high)
            ticks.push_back({ value, labelOf(value) });
    };
    if (isLog) {
        const bool powersAlone = range.high / range.low >= kManyDecades;
        const auto first = static_cast<int>(std::floor(std::log10(range.low)));
        const auto last = static_cast<int>(std::floor(std::log10(range.high)));
        const double decades = std::log10(range.high) - first;
        const int stride = std::max(1, static_cast<int>(std::ceil(decades / kMostPowers)));
        for (int exponent = first; exponent <= last; exponent += stride) {
            const double power = std::pow(10.0, exponent);
            add(power);
            for (const int step : { 2, 5 }) {
                if (!powersAlone)
                    add(step * power);
            }
        }
        if (ticks.size() > 1)
            return ticks;
        ticks.clear(); // less than a factor of two: round values stand close enough
    }
    QCPAxisTicker ticker;
    ticker.setTickCount(kWantedTicks);
    QVector<double> values;
    ticker.generate({ range.low, range.high }, QLocale::c(), u'g', 6, values, nullptr, nullptr);
    std::ranges::for_each(values, add);
    return ticks;
}

} // namespace

ChartRange xRange(const CurveChart& chart)
{
    std::vector<double> values;
    for (const ChartCurve& curve : chart.curves) {
        for (const QPointF& point : curve.points)
            values.push_back(point.x());
    }
    return rangeOf(values, chart.xIsLog);
}

ChartRange yRange(const CurveChart& chart)
{
    std::vector<double> values;
    for (const ChartCurve& curve : chart.curves) {
        for (const QPointF& point : curve.points)
            values.push_back(point.y());
    }
    if (chart.reference)
        values.push_back(*chart.reference);
    return rangeOf(values, chart.yIsLog);
}

std::vector<ChartTick> xTicks(const CurveChart& chart)
{
    if (chart.xTicks.empty())
        return roundTicks(xRange(chart), chart.xIsLog);
    std::vector<ChartTick> ticks;
    for (const double value : chart.xTicks)
        ticks.push_back({ value, labelOf(value) });
    return ticks;
}

std::vector<ChartTick> yTicks(const CurveChart& chart)
{
    return roundTicks(yRange(chart), chart.yIsLog);
}

} // namespace ropescope
