// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include "core/theory/season.h"
#include "widgets/plot_page.h"

class QCPBars;
class QCPGraph;
class QCPItemStraightLine;

namespace ropescope {

/// Whether queries and keys repeat, and what the rotation makes of it.
struct SeasonContent {
    std::vector<double> query; ///< autocorrelation over the lag, 1 at lag 0
    std::vector<double> key;
    std::optional<Season> season;
};

/// Left: both autocorrelations with the season L. Right: how far L turns each pair from where it
/// was.
class SeasonView : public PlotPage {
    Q_OBJECT

public:
    explicit SeasonView(QWidget* parent = nullptr);

    void setContent(SeasonContent content);
    [[nodiscard]] QCustomPlot* plot() const { return m_plot; }
    [[nodiscard]] QCustomPlot* detuningPlot() const { return m_detuning; }

protected:
    void paintCurves() override;
    void hover(QCustomPlot* plot, const QPointF& position) override;
    void endHover() override;

private:
    SeasonContent m_content;
    QCustomPlot* m_plot;
    QCustomPlot* m_detuning;
    QCPGraph* m_query; ///< the plots own graphs, bars and items
    QCPGraph* m_key;
    QCPItemStraightLine* m_mark;
    QCPBars* m_bars;
};

} // namespace ropescope
