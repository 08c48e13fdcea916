// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/lag_profile_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QVBoxLayout>

#include "widgets/card.h"
#include "widgets/number_text.h"
#include "widgets/period_markers.h"
#include "widgets/plot_theme.h"
#include "widgets/qcp.h"
#include "widgets/replot.h"

namespace ropescope {

namespace {

constexpr double kPeriodsAtFirst = 9.0;
constexpr double kLeastLags = 8.0; ///< the closest zoom
constexpr double kPixelsPerLagForDashes = 1.5;
constexpr double kZoomStep = 1.25;

QVector<double> lagsOf(const std::vector<double>& values)
{
    QVector<double> lags(static_cast<int>(values.size()));
    for (int lag = 0; lag < lags.size(); ++lag)
        lags[lag] = lag;
    return lags;
}

void setValues(QCPGraph* graph, const std::vector<double>& values)
{
    graph->setData(lagsOf(values), QVector<double>(values.begin(), values.end()), true);
}

} // namespace

LagProfileView::LagProfileView(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot)
    , m_measured(m_plot->addGraph())
    , m_predicted(m_plot->addGraph())
    , m_markers(new PeriodMarkers(m_plot))
    , m_cursor(new QCPItemStraightLine(m_plot))
    , m_readout(makeLabel("lagReadout", "muted"))
    , m_legend(makeLabel("lagLegend", "muted"))
{
    setObjectName("lagProfileView");
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Lag profile"));
    m_plot->setObjectName("lagPlot");
    m_plot->setToolTip(tr("Wheel: zoom · drag: move · double click: all lags"));
    setUpCurvePlot(*m_plot, tr("lag t − i (tokens)"), tr("mean logit"));
    m_plot->installEventFilter(this);
    m_plot->setMinimumHeight(110);
    m_markers->setLayer("grid");
    m_cursor->setLayer("overlay");
    m_cursor->setVisible(false);
    m_legend->setTextFormat(Qt::RichText);

    auto* const head = new QHBoxLayout;
    head->setContentsMargins(4, 0, 8, 0);
    head->addWidget(m_readout, 1);
    head->addWidget(m_legend);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_plot, 1);
    setTheme(m_theme);
    clear();
}

void LagProfileView::setTheme(const Theme& theme)
{
    m_theme = theme;
    QPalette behind = palette();
    behind.setColor(QPalette::Window, theme.window);
    setPalette(behind); // the legend's row stands on the plot's colour
    setAutoFillBackground(true);
    paintCurvePlot(*m_plot, theme, font());
    choosePens();
    m_markers->setColours(mixed(theme.window, theme.predicted, 0.38), theme.predicted);
    m_cursor->setPen(QPen(theme.mutedText, 1.0, Qt::DashLine));
    showLegend();
    replotSoon(*m_plot);
}

void LagProfileView::setProfile(LagProfileContent content)
{
    const bool sameLags = content.measured.size() == m_content.measured.size();
    m_content = std::move(content);
    setValues(m_measured, m_content.measured);
    setValues(m_predicted, m_content.predicted);
    m_markers->setPeriod(m_content.predictedPeriod);
    m_hoveredLag = -1;
    m_readout->clear();
    m_cursor->setVisible(false);
    showLegend();
    if (m_userRange && sameLags)
        setRange(m_plot->xAxis->range().lower, m_plot->xAxis->range().upper);
    else
        showFirstPeriods();
}

void LagProfileView::clear()
{
    m_userRange = false;
    setProfile({});
}

double LagProfileView::lastLag() const
{
    return std::max(kLeastLags, static_cast<double>(m_content.measured.size()) - 1.0);
}

void LagProfileView::showAllLags()
{
    m_userRange = true;
    setRange(0.0, lastLag());
}

void LagProfileView::showFirstPeriods()
{
    m_userRange = false;
    const double wanted = kPeriodsAtFirst * m_content.predictedPeriod;
    setRange(0.0, wanted > 0.0 ? std::min(wanted, lastLag()) : lastLag());
}

void LagProfileView::setRange(double lower, double upper)
{
    const double size = std::clamp(upper - lower, kLeastLags, lastLag());
    lower = std::clamp(lower, 0.0, lastLag() - size);
    m_plot->xAxis->setRange(lower, lower + size);
    choosePens();
    rescaleValues();
    replotSoon(*m_plot);
}

void LagProfileView::choosePens()
{
    // Dashes and smooth edges cost seconds where a curve crosses each pixel column many times, and
    // nobody could see them there.
    const double pixelsPerLag = m_plot->width() / m_plot->xAxis->range().size();
    const bool sparse = pixelsPerLag >= kPixelsPerLagForDashes;
    const double width = sparse ? 1.5 : 1.0;
    QColor predicted = m_theme.predicted;
    predicted.setAlphaF(sparse ? 1.0F : 0.6F);
    QPen pen(predicted, width);
    if (sparse)
        pen.setDashPattern({ 4.0, 3.0 });
    m_predicted->setPen(pen);
    m_measured->setPen(QPen(m_theme.measured, width));
    for (QCPGraph* const graph : { m_measured, m_predicted })
        graph->setAntialiased(sparse);
}

void LagProfileView::rescaleValues()
{
    const QCPRange range = m_plot->xAxis->range();
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    for (const auto* const values : { &m_content.measured, &m_content.predicted }) {
        const auto last = std::min(values->size(), static_cast<std::size_t>(range.upper) + 2);
        for (auto lag = static_cast<std::size_t>(range.lower); lag < last; ++lag) {
            if (std::isfinite((*values)[lag])) {
                low = std::min(low, (*values)[lag]);
                high = std::max(high, (*values)[lag]);
            }
        }
    }
    if (low > high)
        low = high = 0.0;
    const double pad = std::max(0.08 * (high - low), 1e-6 + 1e-3 * std::abs(high));
    m_plot->yAxis->setRange(low - pad, high + 2.5 * pad); // markers have their labels at the top
}

void LagProfileView::zoom(double factor, double around)
{
    const QCPRange range = m_plot->xAxis->range();
    m_userRange = true;
    setRange(around + (range.lower - around) * factor, around + (range.upper - around) * factor);
}

QString LagProfileView::legendText() const
{
    if (m_content.measured.empty())
        return tr("no lag profile yet");
    QString text = m_content.measuredPeriod
        ? tr("measured %1").arg(wavelengthText(m_content.measuredPeriod->tokens))
        : tr("measured: no period");
    if (m_content.predictedPeriod > 0.0)
        text += tr("   predicted 2π/θ = %1 tokens").arg(wavelengthText(m_content.predictedPeriod));
    return text;
}

std::vector<int> LagProfileView::markedMultiples() const { return m_markers->visibleMultiples(); }

void LagProfileView::showLegend()
{
    const QStringList parts = legendText().split("   ");
    const auto coloured = [](const QColor& colour, const QString& sample, const QString& text) {
        return QStringLiteral("<span style='color:%1'>%2&nbsp;%3</span>")
            .arg(colour.name(), sample, text.toHtmlEscaped());
    };
    if (m_content.measured.empty())
        m_legend->setText(parts.first());
    else if (parts.size() == 1)
        m_legend->setText(coloured(m_theme.measured, "—", parts[0]));
    else
        m_legend->setText(coloured(m_theme.measured, "—", parts[0]) + "&nbsp;&nbsp;&nbsp;"
                          + coloured(m_theme.predicted, "- -", parts[1]));
    QString help;
    if (m_content.dominantPair >= 0)
        help = tr("pair %1 holds %2 of the energy")
                   .arg(m_content.dominantPair)
                   .arg(shareText(m_content.dominantShare));
    if (m_content.measuredPeriod)
        help += tr("\nthe measured period holds %1 of the profile's power")
                    .arg(shareText(m_content.measuredPeriod->strength));
    m_legend->setToolTip(help.trimmed());
    setAccessibleDescription(legendText());
}

void LagProfileView::hover(double pixelX)
{
    const auto lag = static_cast<int>(std::lround(m_plot->xAxis->pixelToCoord(pixelX)));
    if (lag != m_hoveredLag && showLag(lag))
        emit lagHovered(lag);
}

void LagProfileView::markLag(int lag)
{
    if (lag != m_hoveredLag)
        (void)showLag(lag);
}

/// False where there is no such lag to see.
bool LagProfileView::showLag(int lag)
{
    const auto index = static_cast<std::size_t>(lag);
    if (lag < 0 || index >= m_content.measured.size() || !m_plot->xAxis->range().contains(lag)) {
        endHover();
        return false;
    }
    m_hoveredLag = lag;
    QString text = tr("lag %1 · measured %2").arg(lag).arg(fixedText(m_content.measured[index], 3));
    if (index < m_content.predicted.size())
        text += tr(" · predicted %1").arg(fixedText(m_content.predicted[index], 3));
    m_readout->setText(text);
    m_cursor->point1->setCoords(lag, 0.0);
    m_cursor->point2->setCoords(lag, 1.0);
    m_cursor->setVisible(true);
    m_plot->layer("overlay")->replot();
    return true;
}

void LagProfileView::endHover()
{
    if (m_hoveredLag < 0)
        return;
    m_hoveredLag = -1;
    m_readout->clear();
    m_cursor->setVisible(false);
    m_plot->layer("overlay")->replot();
    emit lagHovered(-1);
}

bool LagProfileView::eventFilter(QObject* object, QEvent* event)
{
    if (object != m_plot)
        return QWidget::eventFilter(object, event);
    const auto lagUnder
        = [this](const QPointF& position) { return m_plot->xAxis->pixelToCoord(position.x()); };
    switch (event->type()) {
    case QEvent::Wheel: {
        auto* const wheel = static_cast<QWheelEvent*>(event);
        zoom(std::pow(kZoomStep, -wheel->angleDelta().y() / 120.0), lagUnder(wheel->position()));
        return true;
    }
    case QEvent::MouseButtonPress:
        setFocus(Qt::MouseFocusReason);
        m_panFrom = lagUnder(static_cast<QMouseEvent*>(event)->position());
        return true;
    case QEvent::MouseButtonRelease:
        m_panFrom.reset();
        return true;
    case QEvent::MouseButtonDblClick:
        showAllLags();
        return true;
    case QEvent::MouseMove: {
        const QPointF position = static_cast<QMouseEvent*>(event)->position();
        if (m_panFrom) {
            const double step = *m_panFrom - lagUnder(position);
            const QCPRange range = m_plot->xAxis->range();
            m_userRange = true;
            setRange(range.lower + step, range.upper + step);
        }
        hover(position.x());
        return true;
    }
    case QEvent::Leave:
        endHover();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(object, event);
}

void LagProfileView::keyPressEvent(QKeyEvent* event)
{
    const QCPRange range = m_plot->xAxis->range();
    const double step = 0.15 * range.size();
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(1.0 / kZoomStep, range.center());
        break;
    case Qt::Key_Minus:
        zoom(kZoomStep, range.center());
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
        m_userRange = true;
        if (event->key() == Qt::Key_Left)
            setRange(range.lower - step, range.upper - step);
        else
            setRange(range.lower + step, range.upper + step);
        break;
    case Qt::Key_F:
        showFirstPeriods();
        break;
    case Qt::Key_A:
    case Qt::Key_Home:
        showAllLags();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void LagProfileView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setTheme(m_theme);
}

} // namespace ropescope
