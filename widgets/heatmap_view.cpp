// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/heatmap_view.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <QWheelEvent>

#include "widgets/image_plottable.h"
#include "widgets/qcp.h"
#include "widgets/token_axes.h"
#include "widgets/token_text.h"

namespace ropescope {

namespace {

constexpr int kRightMargin = 12;
constexpr int kSideGap = 18;
constexpr std::chrono::milliseconds kBusyDelay { 150 };
constexpr double kKeyZoom = 1.5;
constexpr double kWheelZoom = 1.25; ///< a notch
constexpr double kWheelNotch = 120.0;

QStringList headlines(const QStringList& pieces, Cell cell)
{
    const int lag = cell.query - cell.key;
    const QString lagText = lag < 0 ? QChar(0x2212) + QString::number(-lag) : QString::number(lag);
    QStringList lines {
        QStringLiteral("%1 → %2").arg(quotedPiece(pieces.value(cell.query), cell.query),
                                      quotedPiece(pieces.value(cell.key), cell.key)),
        HeatmapView::tr("%1 → %2, lag %3").arg(cell.query).arg(cell.key).arg(lagText)
    };
    if (lag < 0)
        lines << HeatmapView::tr("a query sees no later key");
    return lines;
}

/// "2 × 2 tokens a pixel" where a picture pools cells, else nothing: stripes closer than its pixels
/// beat against them.
QString poolingText(const MapRegion& region)
{
    constexpr double kNoticeable = 1.05;
    if (region.width <= 0 || region.height <= 0)
        return {};
    const double queries = static_cast<double>(region.rows.size()) / region.height;
    const double keys = static_cast<double>(region.columns.size()) / region.width;
    if (std::max(queries, keys) < kNoticeable)
        return {};
    const auto number = [](double n) {
        return n < 10.0 ? QString::number(n, 'g', 2) : QString::number(n, 'f', 0);
    };
    return HeatmapView::tr("%1 × %2 tokens a pixel").arg(number(queries), number(keys));
}

} // namespace

HeatmapView::HeatmapView(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_image(new ImagePlottable(m_plot->xAxis, m_plot->yAxis))
    , m_overlay(new MapOverlay(this))
{
    setObjectName("heatmapView");
    setAccessibleName(tr("Attention map"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);

    m_plot->setObjectName("heatmapPlot");
    m_plot->setPlottingHint(QCP::phImmediateRefresh, false);
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->setFocusPolicy(Qt::NoFocus);
    setUpTokenAxes(*m_plot);
    m_overlay->setObjectName("heatmapOverlay");

    m_busyDelay.setSingleShot(true);
    m_busyDelay.setInterval(kBusyDelay);
    connect(&m_busyDelay, &QTimer::timeout, this, [this] {
        m_shown.busy = true;
        decorate();
    });
    setTheme(m_theme);
}

HeatmapView::~HeatmapView() = default;

void HeatmapView::setTokens(const QStringList& pieces)
{
    m_pieces = pieces;
    setTokenCount(static_cast<int>(pieces.size()));
    updateAxes();
}

void HeatmapView::setTokenCount(int count)
{
    if (m_pieces.size() != count)
        m_pieces.clear();
    if (count == m_shown.mapping.tokenCount())
        return;
    m_picture = {};
    m_shown.kept.reset();
    showPicture();
    m_region = {};
    moveCrosshair(std::nullopt);
    setMapping(CellMapping(count, {}));
}

void HeatmapView::setPicture(const HeatmapPicture& picture)
{
    setTokenCount(picture.tokenCount);
    m_picture = picture;
    showPicture();
    if (m_shown.crosshair) // its values may have changed with the picture
        emit cellHovered(m_shown.crosshair->query, m_shown.crosshair->key);
}

void HeatmapView::showPicture()
{
    const MapRegion& region = m_picture.region;
    m_image->setImage(m_picture.image, QCPRange(region.columns.begin, region.columns.end),
                      QCPRange(region.rows.begin, region.rows.end));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    m_shown.pooling = poolingText(region);
    decorate();
}

void HeatmapView::setTitle(const QString& title, const QString& subtitle)
{
    m_shown.title = title;
    m_shown.subtitle = subtitle;
    setAccessibleDescription(subtitle.isEmpty() ? title : title + QStringLiteral(", ") + subtitle);
    decorate();
}

void HeatmapView::setTheme(const Theme& theme)
{
    m_theme = theme;
    paintTokenAxes(*m_plot, theme);
    m_overlay->setTheme(theme);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void HeatmapView::setCellCard(const CellCard& card)
{
    const Cell cell { card.query, card.key };
    if (m_shown.crosshair != cell)
        return;
    m_shown.card = headlines(m_pieces, cell) + card.lines;
    decorate();
}

void HeatmapView::setPeriodMarker(std::optional<double> tokens)
{
    m_shown.period = tokens;
    decorate();
}

void HeatmapView::setKeptMarks(const KeptMarksPtr& marks)
{
    if (marks == m_shown.kept)
        return;
    m_shown.kept = marks;
    decorate();
}

void HeatmapView::setPlaceholder(const QString& text)
{
    m_shown.placeholder = text;
    m_image->setVisible(text.isEmpty());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    decorate();
}

void HeatmapView::setBusy(bool busy)
{
    if (busy) {
        if (!m_busyDelay.isActive() && !m_shown.busy)
            m_busyDelay.start();
        return;
    }
    m_busyDelay.stop();
    m_shown.busy = false;
    decorate();
}

void HeatmapView::setSideWidget(QWidget* widget)
{
    m_side = widget;
    if (widget) {
        widget->setParent(this);
        widget->show();
    }
    setMapping(m_shown.mapping);
}

QSize HeatmapView::sizeHint() const { return { 560 + sideWidth(), 560 }; }

QSize HeatmapView::minimumSizeHint() const { return { 240 + sideWidth(), 240 }; }

void HeatmapView::fit() { setMapping(m_shown.mapping.fitted()); }

void HeatmapView::showCells(CellSpan rows, CellSpan columns)
{
    setMapping(m_shown.mapping.withVisible(rows, columns));
}

void HeatmapView::zoom(double factor)
{
    const CellMapping& mapping = m_shown.mapping;
    setMapping(mapping.zoomed(m_shown.crosshair ? mapping.centreOf(*m_shown.crosshair)
                                                : mapping.area().center(),
                              factor));
}

int HeatmapView::sideWidth() const
{
    return m_side ? std::max(m_side->sizeHint().width(), m_side->minimumWidth()) + kSideGap : 0;
}

/// The map is square when what it shows is, else it takes all the room. With the bar beside it, it
/// stands in the middle.
QRectF HeatmapView::areaFor(const CellMapping& mapping) const
{
    const QSize room(width() - MapOverlay::kLeftMargin - kRightMargin - sideWidth(),
                     height() - MapOverlay::kTitleHeight - MapOverlay::kBottomMargin);
    if (room.width() < 1 || room.height() < 1)
        return {};
    const double rows = mapping.rows().size();
    const bool square = std::abs(rows - mapping.columns().size()) <= 1e-6 * rows;
    const int shorter = std::min(room.width(), room.height());
    const QSize size = square ? QSize(shorter, shorter) : room;
    const int beside = (room.width() - size.width()) / 2;
    return { QPointF(MapOverlay::kLeftMargin + beside, MapOverlay::kTitleHeight), size };
}

void HeatmapView::setMapping(const CellMapping& mapping)
{
    m_shown.mapping = mapping.withArea(areaFor(mapping));
    const QRect area = m_shown.mapping.area().toRect();
    m_plot->setGeometry(rect());
    m_overlay->setGeometry(rect());
    m_overlay->raise();
    if (m_side) {
        const QMargins around = m_side->contentsMargins();
        m_side->setGeometry(
            QRect(area.right() + 1 + kSideGap, area.top(), sideWidth() - kSideGap, area.height())
                .adjusted(0, -around.top(), 0, around.bottom()));
        m_side->raise();
        m_overlay->raise();
    }
    updateAxes();
    decorate();
    requestRegion();
}

void HeatmapView::updateAxes()
{
    const CellMapping& mapping = m_shown.mapping;
    if (mapping.isEmpty())
        return;
    m_shown.keyLabels = arrangeTokenAxes(*m_plot, mapping, m_pieces,
                                         MapOverlay::kLeftMargin - MapOverlay::kTitleRoom,
                                         MapOverlay::kBottomMargin - MapOverlay::kTitleRoom);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void HeatmapView::requestRegion()
{
    const MapRegion region = m_shown.mapping.region(devicePixelRatioF());
    if (m_shown.mapping.isEmpty() || region == m_region)
        return;
    m_region = region;
    emit regionRequested(region);
}

void HeatmapView::moveCrosshair(std::optional<Cell> cell)
{
    if (cell == m_shown.crosshair)
        return;
    m_shown.crosshair = cell;
    if (!cell) {
        m_shown.card.clear();
        decorate();
        emit cellLeft();
        return;
    }
    // The values come later; meanwhile the card keeps its height, with none.
    const qsizetype lines = m_shown.card.size();
    m_shown.card = headlines(m_pieces, *cell);
    while (m_shown.card.size() < lines)
        m_shown.card.append(QString());
    decorate();
    emit cellHovered(cell->query, cell->key);
}

void HeatmapView::pointAt(int query, int key)
{
    const int n = m_shown.mapping.tokenCount();
    if (query < 0 || key < 0 || query >= n || key >= n)
        return;
    setMapping(m_shown.mapping.showing({ query, key }));
    moveCrosshair(Cell { query, key });
}

void HeatmapView::letGo() { moveCrosshair(std::nullopt); }

void HeatmapView::decorate() { m_overlay->setDecorations(m_shown); }

bool HeatmapView::event(QEvent* event)
{
    // A move to another screen changes the device pixels.
    if (event->type() == QEvent::ScreenChangeInternal)
        requestRegion();
    return QWidget::event(event);
}

void HeatmapView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    setMapping(m_shown.mapping);
}

void HeatmapView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateAxes();
}

void HeatmapView::wheelEvent(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / kWheelNotch;
    if (notches != 0.0 && m_shown.mapping.cellAt(event->position())) {
        setMapping(m_shown.mapping.zoomed(event->position(), std::pow(kWheelZoom, notches)));
        moveCrosshair(m_shown.mapping.cellAt(event->position()));
    }
    event->accept();
}

void HeatmapView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_shown.mapping.cellAt(event->position()))
        return;
    m_pressed = event->position();
    m_lastDrag = event->position();
    m_dragging = false;
}

void HeatmapView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_pressed) {
        moveCrosshair(m_shown.mapping.cellAt(event->position()));
        return;
    }
    const int distance = QApplication::startDragDistance();
    if (!m_dragging && (event->position() - *m_pressed).manhattanLength() >= distance) {
        m_dragging = true;
        setCursor(Qt::ClosedHandCursor);
    }
    if (m_dragging) {
        setMapping(m_shown.mapping.panned(event->position() - m_lastDrag));
        m_lastDrag = event->position();
    }
}

void HeatmapView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    m_pressed.reset();
    m_dragging = false;
    unsetCursor();
    moveCrosshair(m_shown.mapping.cellAt(event->position()));
}

void HeatmapView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_shown.mapping.cellAt(event->position()))
        fit();
}

void HeatmapView::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    if (!m_pressed)
        moveCrosshair(std::nullopt);
}

void HeatmapView::keyPressEvent(QKeyEvent* event)
{
    const CellMapping& mapping = m_shown.mapping;
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    const auto move = [&](int queries, int keys) {
        if (mapping.isEmpty())
            return;
        const int last = mapping.tokenCount() - 1;
        Cell cell
            = m_shown.crosshair.value_or(mapping.cellAt(mapping.area().center()).value_or(Cell {}));
        if (m_shown.crosshair)
            cell = { std::clamp(cell.query + queries, 0, last),
                     std::clamp(cell.key + keys, 0, last) };
        setMapping(mapping.showing(cell));
        moveCrosshair(cell);
    };
    switch (event->key()) {
    case Qt::Key_Up:
        return move(-step, 0);
    case Qt::Key_Down:
        return move(step, 0);
    case Qt::Key_Left:
        return move(0, -step);
    case Qt::Key_Right:
        return move(0, step);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(kKeyZoom);
    case Qt::Key_Minus:
        return zoom(1.0 / kKeyZoom);
    case Qt::Key_F:
        return fit();
    case Qt::Key_Escape:
        if (m_shown.crosshair)
            return moveCrosshair(std::nullopt);
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event); // shortcuts of the window
}

} // namespace ropescope
