// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/row_profile_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QKeyEvent>
#include <QMouseEvent>

#include "widgets/number_text.h"
#include "widgets/plot_theme.h"
#include "widgets/qcp.h"
#include "widgets/replot.h"
#include "widgets/segment_switch.h"
#include "widgets/small_font.h"
#include "widgets/token_text.h"
#include "widgets/token_ticker.h"

namespace ropescope {

namespace {

constexpr double kLeastKeys = 8.0; ///< the closest zoom
constexpr double kZoomStep = 1.25;
constexpr int kPieceRoom = 72; ///< pixels for a piece under the axis
constexpr double kPixelsPerKeyForSteps = 2.0;

void setValues(QCPGraph* graph, int firstKey, const std::vector<double>& values)
{
    QVector<double> places(static_cast<int>(values.size()));
    for (int i = 0; i < places.size(); ++i)
        places[i] = firstKey + i + 0.5; // the middle of the key's cell
    graph->setData(places, QVector<double>(values.begin(), values.end()), true);
}

} // namespace

RowProfileView::RowProfileView(QWidget* parent)
    : PlotPage(QStringLiteral("row"), tr("Query row"), parent)
    , m_unit(new SegmentSwitch(QStringLiteral("rowUnit"), { tr("probability"), tr("logit") },
                               { tr("Softmax over the keys that the query sees"),
                                 tr("The scaled product before the softmax") }))
    , m_plot(addPlot(QStringLiteral("rowPlot"), 1))
    , m_shown(m_plot->addGraph())
    , m_original(m_plot->addGraph())
    , m_cursor(new QCPItemStraightLine(m_plot))
{
    setUpCurvePlot(*m_plot, tr("key (token attended to)"), {});
    m_plot->setToolTip(tr("Wheel: zoom · drag: move · double click: all keys"));
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->axisRect()->setRangeDrag(Qt::Horizontal);
    m_plot->axisRect()->setRangeZoom(Qt::Horizontal);
    m_plot->axisRect()->setRangeZoomFactor(1.0 / kZoomStep);
    m_cursor->setLayer(QStringLiteral("overlay"));
    m_cursor->setVisible(false);
    addControl(m_unit);
    connect(m_unit, &SegmentSwitch::chosen, this, &RowProfileView::showValues);
    connect(m_plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            &RowProfileView::showRange);
    setTheme(theme());
    setPlaceholder(tr("Point at a cell of the map."));
}

bool RowProfileView::showsLogits() const { return m_unit->current() == 1; }

const std::vector<double>& RowProfileView::values(const RowValues& row) const
{
    return showsLogits() ? row.logits : row.probabilities;
}

void RowProfileView::setRow(RowProfileContent content)
{
    const bool sameQuery = m_content.shown.query == content.shown.query && m_shown->dataCount() > 0;
    m_content = std::move(content);
    setPlaceholder({});
    if (!sameQuery)
        m_plot->xAxis->setRange(m_content.shown.keys.begin, m_content.shown.keys.end);
    showValues();
}

void RowProfileView::showValues()
{
    const RowValues& row = m_content.shown;
    setValues(m_shown, row.keys.begin, values(row));
    m_original->setVisible(m_content.original.has_value());
    if (m_content.original)
        setValues(m_original, m_content.original->keys.begin, values(*m_content.original));
    m_plot->yAxis->setLabel(showsLogits() ? tr("logit") : tr("probability"));
    QString tip = tr("Query %1 over the %2 keys that it sees").arg(row.query).arg(row.keys.size());
    if (m_content.leaveOutSink)
        tip += tr(". The sink, key 0, plays no part in the range");
    QList<QPair<QColor, QString>> legend;
    const QString& reference = m_content.reference;
    if (m_content.original)
        legend << qMakePair(theme().measured, reference.isEmpty() ? tr("original") : reference)
               << qMakePair(theme().predicted, reference.isEmpty() ? tr("edited") : tr("this"));
    else
        legend << qMakePair(theme().measured, tr("query %1").arg(row.query));
    setLegend(legend, tip);
    paintCurves();
    showRange();
    markKey(m_marked);
}

/// Keeps the range inside the row, and fits the values to the keys that are visible.
void RowProfileView::showRange()
{
    const RowValues& row = m_content.shown;
    if (row.keys.size() <= 0)
        return;
    QCPRange range = m_plot->xAxis->range();
    const double size = std::clamp(range.size(), std::min<double>(kLeastKeys, row.keys.size()),
                                   static_cast<double>(row.keys.size()));
    range = { range.center() - 0.5 * size, range.center() + 0.5 * size };
    range = range.bounded(row.keys.begin, row.keys.end);
    {
        const QSignalBlocker quiet(m_plot->xAxis);
        m_plot->xAxis->setRange(range);
    }
    double low = showsLogits() ? std::numeric_limits<double>::max() : 0.0;
    double high = std::numeric_limits<double>::lowest();
    const auto take = [&](const RowValues& shown) {
        const int begin = std::max(
            { shown.keys.begin, static_cast<int>(range.lower), m_content.leaveOutSink ? 1 : 0 });
        const int end = std::min(shown.keys.end, static_cast<int>(std::ceil(range.upper)));
        for (int key = begin; key < end; ++key) {
            const double value = values(shown)[static_cast<std::size_t>(key - shown.keys.begin)];
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
    };
    take(row);
    if (m_content.original)
        take(*m_content.original);
    if (low > high)
        low = high = 0.0;
    const double pad = std::max(0.06 * (high - low), 1e-9);
    m_plot->yAxis->setRange(showsLogits() ? low - pad : 0.0, high + pad);

    const double keyPixels = m_plot->axisRect()->width() / range.size();
    for (QCPGraph* const graph : { m_shown, m_original }) {
        const bool steps = keyPixels >= kPixelsPerKeyForSteps;
        graph->setLineStyle(steps ? QCPGraph::lsStepCenter : QCPGraph::lsLine);
        graph->setAntialiased(!steps);
    }
    const QFont small = smallFont(font());
    auto ticker = QSharedPointer<TokenTicker>::create(row.keys.end, m_pieces, QFontMetricsF(small));
    ticker->setRoom(keyPixels, kPieceRoom);
    m_plot->xAxis->setTicker(ticker);
    m_plot->xAxis->setTickLabelRotation(ticker->showsPieces() ? -90.0 : 0.0);
    replotSoon(*m_plot);
}

void RowProfileView::paintCurves()
{
    const bool edited = m_content.original.has_value();
    const QColor colour = edited ? theme().predicted : theme().measured;
    m_shown->setPen(QPen(colour, 1.2));
    QColor fill = edited ? theme().measured : colour;
    fill.setAlphaF(0.16F);
    m_shown->setBrush(edited || showsLogits() ? QBrush(Qt::NoBrush) : QBrush(fill));
    m_original->setPen(QPen(theme().measured, 1.2));
    m_original->setBrush(showsLogits() ? QBrush(Qt::NoBrush) : QBrush(fill));
    m_cursor->setPen(QPen(theme().mutedText, 1.0, Qt::DashLine));
    replotSoon(*m_plot);
}

QString RowProfileView::describe(int key) const
{
    const RowValues& row = m_content.shown;
    const auto at = static_cast<std::size_t>(key - row.keys.begin);
    QString text = tr("key %1 %2 · p %3")
                       .arg(key)
                       .arg(key < m_pieces.size() ? quotedPiece(m_pieces[key], key) : QString())
                       .arg(row.probabilities[at], 0, 'g', 3);
    if (const auto& original = m_content.original;
        original && key >= original->keys.begin && key < original->keys.end) {
        const double before
            = original->probabilities[static_cast<std::size_t>(key - original->keys.begin)];
        text += (m_content.reference.isEmpty() ? tr(", originally %1") : tr(", reference %1"))
                    .arg(before, 0, 'g', 3);
    }
    text += tr(" · logit %1 · lag %2").arg(fixedText(row.logits[at], 2)).arg(row.query - key);
    return text.simplified();
}

void RowProfileView::markKey(int key)
{
    m_marked = key;
    const TokenRange keys = m_content.shown.keys;
    const bool there = key >= keys.begin && key < keys.end;
    m_cursor->setVisible(there);
    setReadout(there ? describe(key) : QString());
    if (there) {
        m_cursor->point1->setCoords(key + 0.5, 0.0);
        m_cursor->point2->setCoords(key + 0.5, 1.0);
    }
    m_plot->layer(QStringLiteral("overlay"))->replot();
}

void RowProfileView::point(int key)
{
    const TokenRange keys = m_content.shown.keys;
    if (key < keys.begin || key >= keys.end || key == m_marked)
        return;
    markKey(key);
    emit keyPointed(m_content.shown.query, key);
}

void RowProfileView::hover(QCustomPlot* plot, const QPointF& position)
{
    if (plot->axisRect()->rect().contains(position.toPoint()))
        point(static_cast<int>(std::floor(plot->xAxis->pixelToCoord(position.x()))));
}

void RowProfileView::showAllKeys()
{
    m_plot->xAxis->setRange(m_content.shown.keys.begin, m_content.shown.keys.end);
}

void RowProfileView::zoom(double factor)
{
    const TokenRange keys = m_content.shown.keys;
    const bool marked = m_marked >= keys.begin && m_marked < keys.end;
    m_plot->xAxis->scaleRange(factor, marked ? m_marked + 0.5 : m_plot->xAxis->range().center());
}

bool RowProfileView::eventFilter(QObject* object, QEvent* event)
{
    if (object == m_plot && event->type() == QEvent::MouseButtonDblClick)
        showAllKeys();
    return PlotPage::eventFilter(object, event);
}

void RowProfileView::keyPressEvent(QKeyEvent* event)
{
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    const TokenRange keys = m_content.shown.keys;
    switch (event->key()) {
    case Qt::Key_Left:
        return point(std::max(keys.begin, m_marked - step));
    case Qt::Key_Right:
        return point(std::min(keys.end - 1, m_marked + step));
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(1.0 / kZoomStep);
    case Qt::Key_Minus:
        return zoom(kZoomStep);
    case Qt::Key_F:
    case Qt::Key_Home:
        return showAllKeys();
    default:
        PlotPage::keyPressEvent(event);
    }
}

void RowProfileView::resizeEvent(QResizeEvent* event)
{
    PlotPage::resizeEvent(event);
    showRange();
}

} // namespace ropescope
