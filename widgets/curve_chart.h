// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include <QPointF>
#include <QString>

namespace ropescope {

/// One method of several in a chart.
struct ChartCurve {
    QString name;
    int look = 0;                ///< of curveLook(): the same method looks the same in every chart
    std::vector<QPointF> points; ///< by rising x
};

/// Curves of methods over what they spend, with what nothing spent gives as a line across.
struct CurveChart {
    QString title;
    QString xLabel;
    QString yLabel;
    bool xIsLog = false;
    bool yIsLog = false;
    std::vector<double> xTicks; ///< empty: round values
    std::vector<ChartCurve> curves;
    std::optional<double> reference; ///< a value of y
    QString referenceName;
};

/// An interval of an axis.
struct ChartRange {
    double low = 0.0;
    double high = 1.0;
};

struct ChartTick {
    double value = 0.0;
    QString label;
};

/// All points and the reference with a little room around; on logarithmic axes what is not above 0
/// is left out. [0, 1] or [1, 10] where there is nothing.
[[nodiscard]] ChartRange xRange(const CurveChart& chart);
[[nodiscard]] ChartRange yRange(const CurveChart& chart);

/// The chart's own ticks of x, else round values: on logarithmic axes 1, 2 and 5 times powers of
/// ten, of more than three decades the powers alone.
[[nodiscard]] std::vector<ChartTick> xTicks(const CurveChart& chart);
[[nodiscard]] std::vector<ChartTick> yTicks(const CurveChart& chart);

} // namespace ropescope
