// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <optional>

#include "widgets/chart_plot.h"
#include "widgets/plot_page.h"

class QPushButton;
class QLabel;

namespace ropescope {

class BusyBar;
class CurveList;

/// A page of one chart that takes a while to measure: the chart with its legend, the buttons that
/// measure and export, and while there is no chart, words that say how to get one.
class ChartPage : public PlotPage {
    Q_OBJECT

public:
    /// Without curves the hint stands in its place.
    void setChart(CurveChart chart);
    [[nodiscard]] const CurveChart& chart() const { return m_chart; }
    /// Without the curves that are ticked off.
    [[nodiscard]] CurveChart shownChart() const;
    /// What to do while there is no chart.
    void setHint(const QString& text);
    [[nodiscard]] QString hint() const;
    /// Is there anything to measure that is not measured yet?
    void setRunnable(bool runnable);
    /// 0 .. 1 while it is measured, below 0 when not known, nothing afterwards.
    void setBusy(std::optional<double> progress);
    /// The point that is looked at; emits nothing.
    void setMark(const QString& curve, double x);

    [[nodiscard]] CurveList* list() const { return m_list; }
    [[nodiscard]] QCustomPlot* plot() const { return m_plot; }

signals:
    void runRequested();
    void cancelRequested();
    void tableRequested();
    void figureRequested();
    void pointChosen(const QString& curve, double x);

protected:
    ChartPage(const QString& objectName, const QString& accessibleName, QWidget* parent);

    /// Behind the subclass's own controls.
    void addButtons(const QString& run, const QString& runTip);
    /// Right of the plot: the legend, and below it what the subclass wants.
    QWidget* addLegend(QWidget* below);
    [[nodiscard]] const QString& markedCurve() const { return m_markedCurve; }
    /// What the readout says while nothing is pointed at.
    void setSummary(const QString& text);

    void paintCurves() override;
    void hover(QCustomPlot* plot, const QPointF& position) override;
    void press(QCustomPlot* plot, const QPointF& position) override;
    void endHover() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showChart();
    [[nodiscard]] QString describe(ChartPoint point) const;

    CurveChart m_chart;
    CurveChart m_shown;
    QString m_markedCurve;
    double m_markedX = 0.0;
    QString m_summary;
    bool m_busy = false;
    bool m_runnable = false;

    QCustomPlot* m_plot;
    std::unique_ptr<ChartPlot> m_drawn;
    QLabel* m_hint;
    CurveList* m_list;
    QPushButton* m_run;
    QPushButton* m_table;
    QPushButton* m_figure;
    BusyBar* m_progress;
};

} // namespace ropescope
