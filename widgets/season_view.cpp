// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/season_view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "widgets/number_text.h"
#include "widgets/plot_theme.h"
#include "widgets/qcp.h"
#include "widgets/replot.h"

namespace ropescope {

namespace {

/// Lag 0 is 1 by definition and would press the rest flat, so curves begin at lag 1.
void setCurve(QCPGraph* graph, const std::vector<double>& values)
{
    graph->data()->clear();
    for (std::size_t lag = 1; lag < values.size(); ++lag)
        graph->addData(static_cast<double>(lag), values[lag]);
}

} // namespace

SeasonView::SeasonView(QWidget* parent)
    : PlotPage(QStringLiteral("season"), tr("Season of queries and keys"), parent)
    , m_plot(addPlot(QStringLiteral("seasonPlot"), 3))
    , m_detuning(addPlot(QStringLiteral("detuningPlot"), 2))
    , m_query(m_plot->addGraph())
    , m_key(m_plot->addGraph())
    , m_mark(new QCPItemStraightLine(m_plot))
    , m_bars(new QCPBars(m_detuning->xAxis, m_detuning->yAxis))
{
    setUpCurvePlot(*m_plot, tr("lag (tokens)"), tr("autocorrelation"));
    setUpCurvePlot(*m_detuning, tr("channel pair"), tr("L θ from 2π (rad)"));
    m_plot->setToolTip(tr("How alike the content of queries, and of keys, is that many tokens "
                          "apart: raw vectors less their mean"));
    m_detuning->setToolTip(
        tr("How far the season L turns each pair from a multiple of 2π: 0 is resonance"));
    m_detuning->yAxis->setRange(0.0, std::numbers::pi);
    m_detuning->yAxis->setTicker(makePiTicker());
    setTheme(theme());
    setPlaceholder(tr("No head is shown yet."));
}

void SeasonView::setContent(SeasonContent content)
{
    m_content = std::move(content);
    setPlaceholder(m_content.query.empty() && m_content.key.empty()
                       ? tr("Queries and keys do not vary here, so nothing can repeat.")
                       : QString());
    setCurve(m_query, m_content.query);
    setCurve(m_key, m_content.key);
    m_plot->rescaleAxes();
    m_plot->yAxis->scaleRange(1.15);
    const auto& season = m_content.season;
    m_mark->setVisible(season.has_value());
    m_bars->data()->clear();
    m_detuning->setVisible(season && !season->detuning.empty());
    if (season) {
        m_mark->point1->setCoords(season->period, 0.0);
        m_mark->point2->setCoords(season->period, 1.0);
        for (std::size_t m = 0; m < season->detuning.size(); ++m)
            m_bars->addData(static_cast<double>(m), season->detuning[m]);
        m_detuning->xAxis->setRange(-0.7, static_cast<double>(season->detuning.size()) - 0.3);
    }
    endHover();
    paintCurves();
}

void SeasonView::paintCurves()
{
    m_query->setPen(QPen(theme().measured, 1.3));
    m_key->setPen(QPen(theme().opposed, 1.3));
    m_mark->setPen(QPen(theme().predicted, 1.2, Qt::DashLine));
    m_bars->setPen(Qt::NoPen);
    m_bars->setBrush(restingColour(theme()));
    QList<QPair<QColor, QString>> legend { { theme().measured, tr("queries") },
                                           { theme().opposed, tr("keys") } };
    if (const auto& season = m_content.season)
        legend << qMakePair(theme().predicted, tr("L = %1 tokens").arg(season->period));
    setLegend(legend);
    for (QCustomPlot* const plot : { m_plot, m_detuning })
        replotSoon(*plot);
}

void SeasonView::hover(QCustomPlot* plot, const QPointF& position)
{
    const auto place = static_cast<std::size_t>(
        std::max(0L, std::lround(plot->xAxis->pixelToCoord(position.x()))));
    const auto& season = m_content.season;
    if (plot == m_detuning) {
        if (season && place < season->detuning.size())
            setReadout(tr("pair %1 · L θ is %2 rad from a multiple of 2π")
                           .arg(place)
                           .arg(fixedText(season->detuning[place], 2)));
    } else if (place < std::min(m_content.query.size(), m_content.key.size())) {
        setReadout(
            tr("lag %1 · queries %2 · keys %3")
                .arg(place)
                .arg(fixedText(m_content.query[place], 3), fixedText(m_content.key[place], 3)));
    }
}

void SeasonView::endHover()
{
    const auto& season = m_content.season;
    setReadout(season ? tr("season of %1 tokens · strength %2 · resonance %3")
                            .arg(season->period)
                            .arg(season->strength, 0, 'f', 2)
                            .arg(fixedText(season->resonance, 2))
                      : tr("no season: queries and keys do not repeat together"));
}

} // namespace ropescope
