// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/scaling_view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "widgets/number_text.h"
#include "widgets/plot_theme.h"
#include "widgets/qcp.h"
#include "widgets/replot.h"
#include "widgets/scaling_text.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr double kRoom = 1.4; ///< above and below the wavelengths, as a factor

std::vector<double> wavelengths(const std::vector<double>& theta)
{
    std::vector<double> result;
    for (const double frequency : theta)
        result.push_back(2.0 * std::numbers::pi / frequency);
    return result;
}

void setPoints(QCPGraph* graph, const std::vector<double>& values)
{
    graph->data()->clear();
    for (std::size_t m = 0; m < values.size(); ++m) {
        const bool turns = std::isfinite(values[m]) && values[m] > 0.0;
        graph->addData(static_cast<double>(m), turns ? values[m] : qQNaN());
    }
}

} // namespace

ScalingView::ScalingView(QWidget* parent)
    : PlotPage(QStringLiteral("scalingView"), tr("Scaling of the frequencies"), parent)
    , m_plot(addPlot(QStringLiteral("scalingPlot"), 1))
    , m_before(m_plot->addGraph())
    , m_after(m_plot->addGraph())
    , m_under(m_plot->addGraph())
    , m_shown(addLength(0.0))
    , m_original(addLength(1.0))
    , m_context(addLength(0.8))
{
    setUpCurvePlot(*m_plot, tr("channel pair"), tr("T = 2π/θ (tokens)"));
    m_plot->yAxis->setScaleType(QCPAxis::stLogarithmic);
    m_plot->setToolTip(tr("Pairs above a line turn less than once within that many tokens"));
    m_under->setLineStyle(QCPGraph::lsNone);
    setTheme(theme());
    clear();
}

ScalingView::Length ScalingView::addLength(double place)
{
    auto* const line = new QCPItemLine(m_plot);
    auto* const name = new QCPItemText(m_plot);
    for (QCPItemPosition* const end : { line->start, line->end, name->position }) {
        end->setTypeX(QCPItemPosition::ptAxisRectRatio);
        end->setTypeY(QCPItemPosition::ptPlotCoords);
    }
    line->start->setCoords(0.0, 1.0);
    line->end->setCoords(1.0, 1.0);
    name->position->setCoords(place, 1.0);
    name->setPositionAlignment((place > 0.0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignBottom);
    name->setPadding(QMargins(4, 0, 4, 1));
    return { line, name };
}

void ScalingView::clear()
{
    m_content = {};
    m_unscaled = m_scaled = m_edited = {};
    setPlaceholder(tr("No head is shown yet."));
}

void ScalingView::setContent(ScalingContent content)
{
    m_content = std::move(content);
    const RopeConfig& config = m_content.config;
    setPlaceholder(config.rotates() ? QString()
                                    : tr("This head does not rotate, so nothing is scaled."));
    m_unscaled = wavelengths(defaultTheta(config.base, config.rotaryDim));
    m_scaled = wavelengths(config.theta);
    m_edited = m_content.isEdited ? wavelengths(m_content.table.theta) : std::vector<double> {};
    for (std::size_t m = 0; m < m_edited.size(); ++m) {
        if (m_content.table.gain[m] == 0.0) // taken out of the logit: no wavelength is left
            m_edited[m] = qQNaN();
    }
    setPoints(m_before, m_unscaled);
    setPoints(m_after, m_scaled);
    setPoints(m_under, m_edited);
    showLength(m_shown, m_content.tokens, tr("%1 on show").arg(tokensText(m_content.tokens)));
    const int original = config.scaling.originalPositions;
    showLength(m_original, original, tr("original context %1").arg(original));
    showLength(m_context, m_content.context == original ? 0 : m_content.context,
               tr("context %1").arg(m_content.context));

    double low = std::max(1, m_content.tokens);
    double high
        = std::max({ low, static_cast<double>(original), static_cast<double>(m_content.context) });
    for (const auto* const values : { &m_unscaled, &m_scaled, &m_edited }) {
        for (const double value : *values) {
            if (std::isfinite(value) && value > 0.0) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
    }
    m_plot->xAxis->setRange(-0.7, std::max(1.0, static_cast<double>(m_scaled.size())) - 0.3);
    m_plot->yAxis->setRange(low / kRoom, high * kRoom);
    setLogTicks(*m_plot->yAxis, low / kRoom, high * kRoom, 4);
    endHover();
    paintCurves();
}

void ScalingView::showLength(const Length& length, int tokens, const QString& name)
{
    length.line->setVisible(tokens > 0);
    length.name->setVisible(tokens > 0);
    for (QCPItemPosition* const end :
         { length.line->start, length.line->end, length.name->position })
        end->setCoords(end->coords().x(), std::max(1, tokens));
    length.name->setText(name);
}

void ScalingView::paintCurves()
{
    using Style = QCPScatterStyle;
    m_before->setPen(QPen(theme().mutedText, 1.0, Qt::DashLine));
    m_after->setPen(QPen(theme().measured, 1.5));
    m_after->setScatterStyle(
        Style(Style::ssDisc, QPen(theme().measured), QBrush(theme().measured), 4.0));
    m_under->setScatterStyle(
        Style(Style::ssDiamond, QPen(theme().predicted, 1.4), Qt::NoBrush, 8.0));
    for (const Length& length : { m_shown, m_original, m_context }) {
        const QColor colour = length.line == m_shown.line ? theme().text : theme().good;
        length.line->setPen(QPen(mixed(colour, theme().window, 0.35), 1.0, Qt::DotLine));
        length.name->setColor(colour);
        length.name->setFont(smallFont(font()));
    }
    const bool scales = !m_unscaled.empty() && !sameFrequencies(m_unscaled, m_scaled);
    QList<QPair<QColor, QString>> legend;
    if (scales)
        legend << qMakePair(theme().mutedText, tr("unscaled"));
    legend << qMakePair(theme().measured,
                        scales ? tr("scaled, as the model runs") : tr("the model"));
    if (!m_edited.empty())
        legend << qMakePair(theme().predicted, tr("edited"));
    if (const double factor = m_content.config.attentionFactor; factor != 1.0)
        legend << qMakePair(QColor(), tr("attention factor %1").arg(factor, 0, 'g', 4));
    setLegend(legend, describeScaling(m_content.config));
    m_before->setVisible(scales);
    replotSoon(*m_plot);
}

void ScalingView::hover(QCustomPlot* /*plot*/, const QPointF& position)
{
    const auto pair = static_cast<int>(std::lround(m_plot->xAxis->pixelToCoord(position.x())));
    if (pair < 0 || pair >= static_cast<int>(m_scaled.size()))
        return endHover();
    const auto m = static_cast<std::size_t>(pair);
    QString text = tr("pair %1 · T %2").arg(pair).arg(wavelengthText(m_unscaled[m]));
    if (m_before->visible())
        text += tr(" · scaled %1 (× %2)")
                    .arg(wavelengthText(m_scaled[m]))
                    .arg(m_scaled[m] / m_unscaled[m], 0, 'g', 4);
    if (!m_edited.empty())
        text += std::isnan(m_edited[m]) ? tr(" · removed")
                                        : tr(" · edited %1").arg(wavelengthText(m_edited[m]));
    setReadout(text);
}

void ScalingView::endHover()
{
    setReadout(m_scaled.empty() ? QString() : describeScaling(m_content.config));
}

} // namespace ropescope
