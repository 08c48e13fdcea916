// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QWidget>

#include "core/base/ids.h"
#include "widgets/chart_page.h"

class QCheckBox;
class QComboBox;

namespace ropescope {

class ScoreLegend;
class ScoreMap;

/// What compressing the key-value cache costs: curves of all methods over budgets, by one of
/// several measures; one method and budget is chosen, and the heads show what they lose by it.
class CompressionView : public ChartPage {
    Q_OBJECT

public:
    explicit CompressionView(QWidget* parent = nullptr);

    /// One chart a measure; the measure that is shown stays where it can.
    void setCharts(std::vector<CurveChart> charts);
    [[nodiscard]] const std::vector<CurveChart>& charts() const { return m_charts; }
    /// The method and budget that map and heads speak of; emits nothing.
    void setChosen(const QString& curve, int budget);
    /// Attention mass lost by each head under the choice, [layers * heads]; empty: not known.
    void setLosses(int layers, int heads, std::vector<double> losses);
    void setSelected(HeadId id);
    void setMarksShown(bool shown);

    [[nodiscard]] ScoreMap* losses() const { return m_losses; }

signals:
    void headPicked(ropescope::HeadId id);
    void marksToggled(bool shown);

protected:
    void paintCurves() override;

private:
    void showMeasure();

    std::vector<CurveChart> m_charts;
    QComboBox* m_measure;
    QComboBox* m_budget;
    QCheckBox* m_marks;
    QWidget* m_side;
    ScoreMap* m_losses;
    ScoreLegend* m_legend;
};

} // namespace ropescope
