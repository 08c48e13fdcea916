// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/chart_page.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/busy_bar.h"
#include "widgets/card.h"
#include "widgets/chart_text.h"
#include "widgets/curve_list.h"
#include "widgets/plot_theme.h"
#include "widgets/qcp.h"

namespace ropescope {

namespace {

constexpr int kLegendWidth = 23; ///< characters

} // namespace

ChartPage::ChartPage(const QString& objectName, const QString& accessibleName, QWidget* parent)
    : PlotPage(objectName, accessibleName, parent)
    , m_plot(addPlot(objectName + QStringLiteral("Plot"), 3))
    , m_drawn(std::make_unique<ChartPlot>(m_plot))
    , m_hint(makeLabel("chartHint", "muted"))
    , m_list(new CurveList)
    , m_run(new QPushButton)
    , m_table(new QPushButton(tr("CSV…")))
    , m_figure(new QPushButton(tr("Figure…")))
    , m_progress(new BusyBar)
{
    setUpCurvePlot(*m_plot, {}, {});
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    addView(m_hint, 3);
    giveReadoutALine();
    connect(m_list, &CurveList::shownChanged, this, &ChartPage::showChart);
}

void ChartPage::addButtons(const QString& run, const QString& runTip)
{
    m_run->setText(run);
    m_run->setToolTip(runTip);
    m_run->setObjectName(objectName() + QStringLiteral("Run"));
    m_table->setObjectName(objectName() + QStringLiteral("Table"));
    m_table->setToolTip(tr("All numbers of this page as a table"));
    m_figure->setObjectName(objectName() + QStringLiteral("Figure"));
    m_figure->setToolTip(tr("These curves as a figure: SVG, PDF or PNG"));
    m_progress->setText(tr("Measuring…"));
    for (QWidget* const control :
         std::initializer_list<QWidget*> { m_run, m_progress, m_table, m_figure })
        addControl(control);
    connect(m_run, &QPushButton::clicked, this, &ChartPage::runRequested);
    connect(m_table, &QPushButton::clicked, this, &ChartPage::tableRequested);
    connect(m_figure, &QPushButton::clicked, this, &ChartPage::figureRequested);
    connect(m_progress, &BusyBar::cancelRequested, this, &ChartPage::cancelRequested);
    setBusy(std::nullopt);
    setChart({});
}

QWidget* ChartPage::addLegend(QWidget* below)
{
    auto* const side = new QWidget;
    side->setFixedWidth(fontMetrics().averageCharWidth() * kLegendWidth);
    auto* const column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_list, 1);
    if (below != nullptr)
        column->addWidget(below);
    addView(side, 0);
    return side;
}

void ChartPage::setChart(CurveChart chart)
{
    m_chart = std::move(chart);
    m_list->setCurves(m_chart.curves);
    showChart();
}

CurveChart ChartPage::shownChart() const
{
    CurveChart shown = m_chart;
    std::erase_if(shown.curves,
                  [this](const ChartCurve& curve) { return !m_list->isShown(curve.name); });
    return shown;
}

void ChartPage::showChart()
{
    m_shown = shownChart();
    const bool isThere = !m_chart.curves.empty();
    m_plot->setVisible(isThere);
    m_list->setVisible(isThere);
    m_hint->setVisible(!isThere);
    m_table->setEnabled(isThere);
    m_figure->setEnabled(isThere);
    m_drawn->setChart(m_shown);
    m_drawn->setMark(m_markedCurve, m_markedX);
    m_drawn->paint(theme());
    endHover();
}

void ChartPage::setHint(const QString& text)
{
    m_hint->setText(text);
    setAccessibleDescription(text);
}

QString ChartPage::hint() const { return m_hint->text(); }

void ChartPage::setRunnable(bool runnable)
{
    m_runnable = runnable;
    m_run->setVisible(m_runnable && !m_busy);
}

void ChartPage::setBusy(std::optional<double> progress)
{
    m_busy = progress.has_value();
    m_progress->setVisible(m_busy);
    m_run->setVisible(m_runnable && !m_busy);
    if (progress)
        m_progress->setProgress(*progress);
}

void ChartPage::setMark(const QString& curve, double x)
{
    m_markedCurve = curve;
    m_markedX = x;
    m_list->setChosen(curve);
    m_drawn->setMark(curve, x);
    m_drawn->paint(theme());
    endHover();
}

void ChartPage::setSummary(const QString& text)
{
    m_summary = text;
    endHover();
}

void ChartPage::paintCurves()
{
    m_list->setTheme(theme());
    m_drawn->paint(theme());
}

QString ChartPage::describe(ChartPoint point) const
{
    const ChartCurve& curve = m_shown.curves[point.curve];
    const QPointF value = curve.points[point.point];
    return tr("%1 · %2 %3 · %4 %5")
        .arg(chartText(curve.name), chartText(m_shown.xLabel).section(QStringLiteral(" ("), 0, 0))
        .arg(value.x())
        .arg(chartText(m_shown.yLabel))
        .arg(value.y(), 0, 'g', 4);
}

void ChartPage::hover(QCustomPlot* /*plot*/, const QPointF& position)
{
    const auto point = m_drawn->nearest(position);
    m_plot->setCursor(point ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (point)
        setReadout(describe(*point));
    else
        endHover();
}

void ChartPage::endHover() { setReadout(m_summary); }

void ChartPage::press(QCustomPlot* /*plot*/, const QPointF& position)
{
    if (const auto point = m_drawn->nearest(position)) {
        const ChartCurve& curve = m_shown.curves[point->curve];
        emit pointChosen(curve.name, curve.points[point->point].x());
    }
}

/// Left and right along the chosen curve.
void ChartPage::keyPressEvent(QKeyEvent* event)
{
    const auto curve = std::ranges::find(m_shown.curves, m_markedCurve, &ChartCurve::name);
    const bool isStep = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (!isStep || curve == m_shown.curves.end()) {
        PlotPage::keyPressEvent(event);
        return;
    }
    const auto& points = curve->points;
    const auto at = std::ranges::find(points, m_markedX, &QPointF::x);
    const auto next = (at - points.begin()) + (event->key() == Qt::Key_Right ? 1 : -1);
    if (next >= 0 && next < static_cast<std::ptrdiff_t>(points.size())) {
        const QString name = curve->name; // the owner may answer with another chart
        emit pointChosen(name, points[static_cast<std::size_t>(next)].x());
    }
}

} // namespace ropescope
