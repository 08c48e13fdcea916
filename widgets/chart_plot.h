// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QList>

#include "widgets/curve_chart.h"
#include "widgets/theme.h"

class QCPGraph;
class QCPItemStraightLine;
class QCustomPlot;

namespace ropescope {

/// A point of a chart.
struct ChartPoint {
    std::size_t curve = 0;
    std::size_t point = 0;
    bool operator==(const ChartPoint&) const = default;
};

/// Shows a CurveChart on a plot of curves (setUpCurvePlot), which owns what is drawn and must
/// outlive this.
class ChartPlot {
public:
    explicit ChartPlot(QCustomPlot* plot);
    ChartPlot(const ChartPlot&) = delete; ///< two would move the same items
    ChartPlot& operator=(const ChartPlot&) = delete;

    /// Ranges and ticks are those of the chart. paint() shows it.
    void setChart(CurveChart chart);
    /// A ring around that point of the curve of that name; none where there is no such point.
    void setMark(const QString& curve, double x);
    void paint(const Theme& theme);

    /// Within a short way of the pixel.
    [[nodiscard]] std::optional<ChartPoint> nearest(QPointF pixel) const;
    [[nodiscard]] QPointF pixelOf(ChartPoint point) const;

private:
    [[nodiscard]] QPointF valueOf(ChartPoint point) const;

    QCustomPlot* m_plot;
    CurveChart m_chart;
    QList<QCPGraph*> m_curves;
    QCPGraph* m_mark;
    QCPItemStraightLine* m_reference;
};

} // namespace ropescope
