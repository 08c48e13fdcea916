// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include "core/theory/relocation_experiment.h"
#include "widgets/plot_page.h"

class QCheckBox;
class QCPGraph;
class QLineEdit;
class QPushButton;

namespace ropescope {

class BusyBar;

/// Theorem 5.3 put to the test: where the period of the lag profile lies against 2 pi / theta,
/// after moving a pair to other slots under other bases. Left, both on log axes with the line where
/// they are equal; right, the difference in percent. Click a point to see that edit. Keys: Left and
/// Right step through the points, Return takes the one that is marked.
class ExperimentView final : public PlotPage {
    Q_OBJECT

public:
    explicit ExperimentView(QWidget* parent = nullptr);

    /// What the lists hold at first for a head: slots 2, 3 and 5, and bases 1e4 to 1e6 with the
    /// model's own. A sentence in `reason` says why there is nothing to measure. The rows stay.
    void setHead(int pairCount, double modelBase, const QString& reason);
    void setRows(std::vector<HeadRelocations> heads);
    /// 0 .. 1 while it is measured, nothing afterwards.
    void setBusy(std::optional<double> progress);

    /// The lists as they are; nothing while they cannot be used (the field then says why).
    [[nodiscard]] std::optional<RelocationPlan> plan() const;
    [[nodiscard]] const std::vector<HeadRelocations>& heads() const { return m_heads; }
    /// Pixel of a point in the left plot; row counts over all heads.
    [[nodiscard]] QPointF pointAt(int row) const;

signals:
    void runRequested(const ropescope::RelocationPlan& plan, bool allHeads);
    void cancelRequested();
    void exportRequested();
    /// A point was clicked: show this head under the edit of this row.
    void pointChosen(ropescope::HeadId id, const ropescope::Relocation& row);

protected:
    void paintCurves() override;
    void hover(QCustomPlot* plot, const QPointF& position) override;
    void press(QCustomPlot* plot, const QPointF& position) override;
    void endHover() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Point {
        HeadId id;
        Relocation row;
    };
    void showPoints();
    void showCurrent();
    void choose(int index);
    void checkLists();
    void run();
    [[nodiscard]] int nearest(QCustomPlot* plot, const QPointF& position) const;
    [[nodiscard]] QString describe(const Point& point) const;
    [[nodiscard]] QString summary() const;

    std::vector<HeadRelocations> m_heads;
    std::vector<Point> m_points; ///< all rows, in order
    int m_current = -1;          ///< index of the point that is pointed at
    int m_pairCount = 0;
    double m_modelBase = 0.0;
    QString m_reason;
    bool m_busy = false;
    QCustomPlot* m_plot;
    QCustomPlot* m_residualPlot;
    QCPGraph* m_identity;
    QCPGraph* m_measured;
    QCPGraph* m_missing; ///< hollow, on the line
    QCPGraph* m_residuals;
    QCPGraph* m_zero;
    QCPGraph* m_mark;
    QLineEdit* m_slots;
    QLineEdit* m_bases;
    QCheckBox* m_all;
    QPushButton* m_run;
    QPushButton* m_export;
    BusyBar* m_progress;
};

} // namespace ropescope
