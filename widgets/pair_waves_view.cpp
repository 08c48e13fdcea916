// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pair_waves_view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <QKeyEvent>

#include "widgets/number_text.h"
#include "widgets/plot_theme.h"
#include "widgets/qcp.h"
#include "widgets/replot.h"

namespace ropescope {

namespace {

constexpr double kWavesAtFirst = 6.0; ///< periods of the selected pair
constexpr double kLeastLags = 32.0;

QVector<double> counted(std::size_t size)
{
    QVector<double> places(static_cast<int>(size));
    for (int i = 0; i < places.size(); ++i)
        places[i] = i;
    return places;
}

void setCurve(QCPGraph* graph, const std::vector<double>& values)
{
    graph->setData(counted(values.size()), QVector<double>(values.begin(), values.end()), true);
}

} // namespace

PairWavesView::PairWavesView(QWidget* parent)
    : PlotPage(QStringLiteral("pairs"), tr("Waves of the channel pairs"), parent)
    , m_pairs(addPlot(QStringLiteral("pairPlot"), 1))
    , m_waves(addPlot(QStringLiteral("wavePlot"), 1))
{
    setUpCurvePlot(*m_pairs, {}, tr("A"));
    setUpCurvePlot(*m_waves, tr("lag t − i (tokens)"), tr("logit"));
    m_pairs->setToolTip(tr("Amplitude A and phase φ of each pair's wave A cos(φ + lag θ): click a "
                           "pair to see it over the lag"));
    auto* const phases = new QCPAxisRect(m_pairs);
    m_pairs->plotLayout()->addElement(1, 0, phases);
    m_pairs->plotLayout()->setRowStretchFactor(0, 1.4);
    m_pairs->plotLayout()->setRowSpacing(0);
    auto* const sides = new QCPMarginGroup(m_pairs);
    for (QCPAxisRect* const rect : m_pairs->axisRects()) {
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, sides);
        rect->setMinimumMargins(QMargins(4, 4, 8, 2));
        QCPAxis* const axis = rect->axis(QCPAxis::atBottom);
        axis->setScaleType(QCPAxis::stLogarithmic);
        axis->setSubTicks(false);
        axis->setTickLength(0, 3);
        axis->grid()->setVisible(false);
    }
    m_pairs->axisRect(0)->axis(QCPAxis::atBottom)->setTickLabels(false);
    phases->axis(QCPAxis::atBottom)->setLabel(tr("wavelength 2π/θ (tokens)"));
    phases->axis(QCPAxis::atBottom)->setLabelPadding(5);
    QCPAxis* const angle = phases->axis(QCPAxis::atLeft);
    angle->setLabel(tr("φ"));
    angle->setSubTicks(false);
    angle->setTickLength(0, 3);
    angle->setRange(-1.15 * std::numbers::pi, 1.15 * std::numbers::pi);
    angle->grid()->setZeroLinePen(Qt::NoPen);
    angle->setTicker(makePiTicker());
    angle->ticker()->setTickCount(2);
    m_amplitudes = m_pairs->addGraph();
    m_selectedAmplitude = m_pairs->addGraph();
    m_phases = m_pairs->addGraph(phases->axis(QCPAxis::atBottom), angle);
    m_selectedPhase = m_pairs->addGraph(phases->axis(QCPAxis::atBottom), angle);
    for (QCPGraph* const graph : { m_amplitudes, m_selectedAmplitude })
        graph->setLineStyle(QCPGraph::lsImpulse);
    for (QCPGraph* const graph : { m_phases, m_selectedPhase })
        graph->setLineStyle(QCPGraph::lsNone);
    m_sum = m_waves->addGraph();
    m_wave = m_waves->addGraph();
    setTheme(theme());
    setPlaceholder(tr("No head is shown yet."));
}

void PairWavesView::setContent(PairWavesContent content)
{
    m_content = std::move(content);
    setPlaceholder({});
    QVector<double> places, amplitudes, angles;
    double last = 10.0;
    for (const double wavelength : m_content.wavelengths) {
        if (std::isfinite(wavelength))
            last = std::max(last, wavelength);
    }
    double highest = 0.0;
    for (std::size_t m = 0; m < m_content.phasors.size(); ++m) {
        const double wavelength = m_content.wavelengths[m];
        places << (std::isfinite(wavelength) ? wavelength : last * 10.0);
        amplitudes << m_content.phasors[m].amplitude;
        angles << m_content.phasors[m].phase;
        highest = std::max(highest, amplitudes.back());
    }
    m_amplitudes->setData(places, amplitudes);
    m_phases->setData(places, angles);
    const int selected = m_content.selected;
    const bool chosen = selected >= 0 && selected < places.size();
    for (const auto& [graph, values] : { std::pair { m_selectedAmplitude, &amplitudes },
                                         std::pair { m_selectedPhase, &angles } }) {
        graph->data()->clear();
        if (chosen)
            graph->addData(places[selected], (*values)[selected]);
    }
    if (!places.isEmpty()) {
        const auto [least, most] = std::ranges::minmax(places);
        for (QCPAxisRect* const rect : m_pairs->axisRects()) {
            QCPAxis* const axis = rect->axis(QCPAxis::atBottom);
            axis->setRange(least / 1.4, most * 1.4);
            setLogTicks(*axis, least / 1.4, most * 1.4);
        }
    }
    m_pairs->yAxis->setRange(0.0, highest > 0.0 ? 1.12 * highest : 1.0);

    setCurve(m_sum, m_content.predicted);
    setCurve(m_wave, m_content.wave);
    const auto lags = static_cast<double>(m_content.predicted.size());
    const double wanted
        = chosen ? kWavesAtFirst * m_content.wavelengths[static_cast<std::size_t>(selected)] : lags;
    m_waves->xAxis->setRange(0.0, std::clamp(wanted, std::min(kLeastLags, lags), lags));
    bool found = false;
    QCPRange values = m_sum->getValueRange(found, QCP::sdBoth, m_waves->xAxis->range());
    const QCPRange own = m_wave->getValueRange(found, QCP::sdBoth, m_waves->xAxis->range());
    if (found)
        values.expand(own);
    const double pad = std::max(0.08 * values.size(), 1e-6);
    m_waves->yAxis->setRange(values.lower - pad, values.upper + pad);
    setReadout(chosen ? describe(selected) : tr("Choose a pair to see its own wave"));
    paintCurves();
}

QString PairWavesView::describe(int pair) const
{
    const auto at = static_cast<std::size_t>(pair);
    return tr("pair %1 · T %2 · amplitude %3 · phase %4 rad")
        .arg(pair)
        .arg(wavelengthText(m_content.wavelengths[at]))
        .arg(m_content.phasors[at].amplitude, 0, 'f', 3)
        .arg(fixedText(m_content.phasors[at].phase, 2));
}

void PairWavesView::paintCurves()
{
    const auto dot = [](const QColor& colour, double size) {
        return QCPScatterStyle(QCPScatterStyle::ssDisc, colour, colour, size);
    };
    m_amplitudes->setPen(QPen(restingColour(theme()), 1.2));
    m_amplitudes->setScatterStyle(dot(theme().measured, 5.0));
    m_phases->setScatterStyle(dot(theme().measured, 5.0));
    m_selectedAmplitude->setPen(QPen(theme().predicted, 2.0));
    m_selectedAmplitude->setScatterStyle(dot(theme().predicted, 7.0));
    m_selectedPhase->setScatterStyle(dot(theme().predicted, 7.0));
    m_sum->setPen(QPen(theme().mutedText, 1.0));
    m_wave->setPen(QPen(theme().predicted, 1.6));
    QList<QPair<QColor, QString>> legend { { theme().mutedText,
                                             tr("all pairs: predicted profile") } };
    if (m_content.selected >= 0)
        legend << qMakePair(theme().predicted, tr("pair %1 alone").arg(m_content.selected));
    setLegend(legend);
    for (QCustomPlot* const plot : { m_pairs, m_waves })
        replotSoon(*plot);
}

int PairWavesView::pairAt(double pixelX) const
{
    int nearest = -1;
    double least = 12.0; // pixels
    for (int pair = 0; pair < m_amplitudes->dataCount(); ++pair) {
        const auto at = static_cast<std::size_t>(pair);
        const double distance
            = std::abs(m_pairs->xAxis->coordToPixel(m_content.wavelengths[at]) - pixelX);
        if (distance < least) {
            least = distance;
            nearest = pair;
        }
    }
    return nearest;
}

void PairWavesView::hover(QCustomPlot* plot, const QPointF& position)
{
    const int pair = plot == m_pairs ? pairAt(position.x()) : -1;
    if (pair >= 0)
        setReadout(describe(pair));
    else
        endHover();
}

void PairWavesView::endHover()
{
    if (m_content.selected >= 0 && m_content.selected < m_amplitudes->dataCount())
        setReadout(describe(m_content.selected));
}

void PairWavesView::press(QCustomPlot* plot, const QPointF& position)
{
    if (const int pair = plot == m_pairs ? pairAt(position.x()) : -1; pair >= 0)
        emit pairSelected(pair);
}

void PairWavesView::keyPressEvent(QKeyEvent* event)
{
    const int count = static_cast<int>(m_content.phasors.size());
    if (event->key() == Qt::Key_Left && m_content.selected > 0)
        emit pairSelected(m_content.selected - 1);
    else if (event->key() == Qt::Key_Right && m_content.selected + 1 < count)
        emit pairSelected(m_content.selected + 1);
    else
        PlotPage::keyPressEvent(event);
}

} // namespace ropescope
