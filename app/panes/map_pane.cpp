// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/map_pane.h"

#include <chrono>

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>

#include "app/edit_text.h"
#include "app/head_text.h"
#include "widgets/colour_bar.h"
#include "widgets/heatmap_view.h"
#include "widgets/image_conversion.h"
#include "widgets/number_text.h"
#include "widgets/pair_parts.h"

namespace ropescope {

namespace {

QStringList pieces(const Trace& trace)
{
    QStringList texts;
    for (const std::string& text : trace.tokenTexts())
        texts << QString::fromStdString(text);
    return texts;
}

/// Short enough to stand under the colour bar.
QString quantityText(const Quantity& quantity)
{
    switch (quantity.kind) {
    case QuantityKind::Probability:
        return MapPane::tr("probability");
    case QuantityKind::LogProbability:
        return MapPane::tr("ln probability");
    case QuantityKind::Logit:
        return MapPane::tr("logit");
    case QuantityKind::QuerySimilarity:
        return MapPane::tr("query cosine");
    case QuantityKind::KeySimilarity:
        return MapPane::tr("key cosine");
    case QuantityKind::Contribution:
        return MapPane::tr("logit of pair %1").arg(quantity.pair);
    case QuantityKind::Phase:
        return MapPane::tr("phase of pair %1").arg(quantity.pair);
    }
    return {};
}

QString scaleName(ScaleKind kind)
{
    switch (kind) {
    case ScaleKind::Linear:
        return MapPane::tr("linear");
    case ScaleKind::Log:
        return MapPane::tr("log");
    case ScaleKind::Sqrt:
        return MapPane::tr("square root");
    }
    return {};
}

/// "Layer 5 · Head 4", or what it is compared with.
QString titleOf(const MapValues& values)
{
    if (values.reference.isEmpty() || values.comparison == Comparison::Edited) {
        const QString head = headText(values.head->id);
        return values.comparison == Comparison::Original ? MapPane::tr("%1, original").arg(head)
                                                         : head;
    }
    if (values.comparison == Comparison::Original)
        return values.reference;
    return MapPane::tr("%1 minus %2").arg(headText(values.head->id), values.reference);
}

CellSpan spanOf(TokenRange range)
{
    return { static_cast<double>(range.begin), static_cast<double>(range.end) };
}

/// Nothing where all is shown.
std::optional<TokenRange> partOf(TokenRange range, int tokens)
{
    if (range.begin == 0 && range.end >= tokens)
        return std::nullopt;
    return range;
}

constexpr std::chrono::milliseconds kZoomRest { 400 };
constexpr std::chrono::milliseconds kPeekDelay { 200 }; ///< Shift may begin another key
constexpr std::chrono::milliseconds kFlicker { 650 };   ///< slow: nobody is to be harmed

} // namespace

MapPane::MapPane(Session* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("mapPane"));
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_map = new HeatmapView(this);
    m_other = new HeatmapView(this);
    m_other->setObjectName(QStringLiteral("otherHeatmapView"));
    m_other->setAccessibleName(tr("Original, or reference"));
    m_other->hide();
    m_colourBar = new ColourBar;
    m_map->setSideWidget(m_colourBar);
    m_map->setPlaceholder(tr("Opening…"));
    row->addWidget(m_map, 1);
    row->addWidget(m_other, 1);
    // shareRoom() says how wide they are, not what they would like to be.
    for (HeatmapView* const map : { m_map, m_other })
        map->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setFocusProxy(m_map);
    wireMap();
    wireOther();
    wireColours();
}

void MapPane::wireMap()
{
    m_zoomRest.setSingleShot(true);
    m_zoomRest.setInterval(kZoomRest);
    connect(&m_zoomRest, &QTimer::timeout, this, &MapPane::finishZoom);
    connect(m_map, &HeatmapView::regionRequested, this, [this](const MapRegion& region) {
        m_session->setRegion(region);
        if (!m_followsView)
            m_zoomRest.start();
    });
    connect(m_map, &HeatmapView::cellHovered, m_session, &Session::readCell);
    connect(m_map, &HeatmapView::cellLeft, m_session, &Session::leaveCell);
    connect(m_session, &Session::cellRead, this, &MapPane::showCell);
    connect(&m_session->cache(), &CacheJobs::marksChanged, this, &MapPane::showKept);
    connect(m_session, &Session::cellLeft, this, [this] { emit cellDescribed({}); });
    connect(m_session, &Session::sourceOpened, this, &MapPane::showSource);
    connect(m_session, &Session::viewChanged, this, &MapPane::showView);
    connect(m_session, &Session::headChanged, this, [this] { emit cellDescribed({}); });
    connect(m_session, &Session::pictureDrawn, this, &MapPane::showPicture);
    connect(m_session, &Session::analysed, this, &MapPane::showAnalysis);
    connect(m_session, &Session::settled, m_map, [this] { m_map->setBusy(false); });
    connect(m_session, &Session::failed, this, &MapPane::showFailure);
}

/// Zoom, pan and crosshair of both maps are one.
void MapPane::wireOther()
{
    m_peekDelay.setObjectName(QStringLiteral("peekDelay"));
    m_peekDelay.setSingleShot(true);
    m_peekDelay.setInterval(kPeekDelay);
    connect(&m_peekDelay, &QTimer::timeout, this, [this] { peek(true); });
    m_flicker.setInterval(kFlicker);
    connect(&m_flicker, &QTimer::timeout, this, [this] {
        m_showsOther = !m_showsOther;
        showMap();
    });
    connect(m_session, &Session::otherDrawn, this, &MapPane::showOther);
    connect(m_session, &Session::referenceChanged, this, &MapPane::showView);
    m_map->installEventFilter(this);
    const auto link = [this](auto&& move) {
        if (m_linking || !m_other->isVisible())
            return;
        m_linking = true;
        move();
        m_linking = false;
    };
    const auto follow = [=, this](HeatmapView* from, HeatmapView* to) {
        connect(from, &HeatmapView::regionRequested, this, [=] {
            link([&] { to->showCells(from->mapping().rows(), from->mapping().columns()); });
        });
        connect(from, &HeatmapView::cellHovered, this,
                [=](int query, int key) { link([&] { to->pointAt(query, key); }); });
        connect(from, &HeatmapView::cellLeft, this, [=] { link([&] { to->letGo(); }); });
    };
    follow(m_map, m_other);
    follow(m_other, m_map);
    connect(m_other, &HeatmapView::regionRequested, this, [this](const MapRegion& region) {
        if (m_other->isVisible())
            m_session->setOtherRegion(region);
    });
}

void MapPane::setTheme(const Theme& theme)
{
    m_map->setTheme(theme);
    m_other->setTheme(theme);
    m_colourBar->setTheme(theme);
}

void MapPane::finishZoom()
{
    if (!m_session->trace())
        return;
    if (QApplication::mouseButtons() != Qt::NoButton) // a drag goes on, here or elsewhere
        return m_zoomRest.start();
    m_zoomRest.stop();
    ViewState view = m_session->view();
    view.rows = partOf(m_map->region().rows, m_map->mapping().tokenCount());
    view.columns = partOf(m_map->region().columns, m_map->mapping().tokenCount());
    if (view != m_session->view())
        m_session->commitView(view);
}

/// Of an undone zoom, a bookmark, a session.
void MapPane::showPart()
{
    const ViewState& view = m_session->view();
    const int tokens = m_map->mapping().tokenCount();
    const MapRegion& region = m_map->region();
    if (m_zoomRest.isActive() || tokens == 0
        || (partOf(region.rows, tokens) == view.rows
            && partOf(region.columns, tokens) == view.columns))
        return;
    const TokenRange all { 0, tokens };
    m_followsView = true;
    m_map->showCells(spanOf(view.rows.value_or(all)), spanOf(view.columns.value_or(all)));
    m_followsView = false;
}

void MapPane::toggleLayout(CompareLayout layout)
{
    ViewState view = m_session->view();
    view.layout = view.layout == layout ? CompareLayout::Single : layout;
    m_session->commitView(view);
}

/// Shift shows the original as long as it is held, Escape ends the flicker.
bool MapPane::eventFilter(QObject* object, QEvent* event)
{
    const bool isPress = event->type() == QEvent::KeyPress;
    if (object == m_map && (isPress || event->type() == QEvent::KeyRelease)) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        const bool isShift = key->key() == Qt::Key_Shift;
        const bool isAlone = !(key->modifiers() & ~Qt::ShiftModifier);
        if (isPress && !(isShift && key->isAutoRepeat()))
            m_peekDelay.stop();
        if (isShift && !key->isAutoRepeat()) {
            if (isPress && isAlone)
                m_peekDelay.start();
            if (!isPress)
                endPeek();
        }
        if (isPress && key->key() == Qt::Key_Escape && m_flicker.isActive()) {
            toggleLayout(CompareLayout::Flicker);
            return true;
        }
    } else if (object == m_map && event->type() == QEvent::FocusOut && !m_flicker.isActive()) {
        endPeek();
    } else if (object == m_map && event->type() == QEvent::ShortcutOverride
               && static_cast<QKeyEvent*>(event)->key() != Qt::Key_Shift) {
        m_peekDelay.stop(); // a shortcut comes as no key press
    }
    return QWidget::eventFilter(object, event);
}

void MapPane::endPeek()
{
    m_peekDelay.stop();
    peek(false);
}

void MapPane::peek(bool on)
{
    if (m_flicker.isActive() || m_session->view().layout != CompareLayout::Single
        || m_showsOther == on)
        return;
    m_showsOther = on;
    m_session->setOtherRegion(m_map->region());
    m_session->wantOther(wantsOther());
    showMap();
}

bool MapPane::wantsOther() const
{
    return m_showsOther || m_session->view().layout != CompareLayout::Single;
}

/// Both maps are of one size; the colour bar stands between them.
void MapPane::shareRoom()
{
    // As a fixed width it would keep the window from becoming narrow.
    m_map->setMinimumWidth(m_map->minimumSizeHint().width());
    m_other->setMinimumWidth(1);
    const int half = std::max((width() - m_map->sideWidth()) / 2, 1);
    m_other->setMaximumWidth(half);
    m_map->setMaximumWidth(m_other->isVisibleTo(this) ? m_map->sideWidth() + half
                                                      : QWIDGETSIZE_MAX);
}

void MapPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    shareRoom();
}

void MapPane::showLayout()
{
    const CompareLayout layout
        = m_session->trace() ? m_session->view().layout : CompareLayout::Single;
    const bool splits = layout == CompareLayout::Split;
    if (splits != m_other->isVisibleTo(this)) {
        m_other->setVisible(splits);
        m_colourBar->setHistogramShown(!splits); // two maps need the room
        m_map->setSideWidget(m_colourBar);
        shareRoom();
        m_other->showCells(m_map->mapping().rows(), m_map->mapping().columns());
        if (const auto cell = m_map->crosshair(); cell && splits)
            m_other->pointAt(cell->query, cell->key);
    }
    const bool flickers = layout == CompareLayout::Flicker;
    if (flickers && !m_flicker.isActive())
        m_flicker.start();
    if (!flickers && m_flicker.isActive()) {
        m_flicker.stop();
        m_showsOther = false;
        showMap();
    }
    m_session->setOtherRegion(splits ? m_other->region() : m_map->region());
    m_session->wantOther(wantsOther());
}

void MapPane::wireColours()
{
    const auto withRange = [this](std::optional<ValueRange> range) {
        ViewState view = m_session->view();
        view.range = range;
        return view;
    };
    connect(m_colourBar, &ColourBar::rangeEdited, this, [=, this](float low, float high) {
        m_session->previewView(withRange(ValueRange { low, high }));
    });
    connect(m_colourBar, &ColourBar::rangeCommitted, this, [=, this](float low, float high) {
        m_session->commitView(withRange(ValueRange { low, high }));
    });
    connect(m_colourBar, &ColourBar::autofitRequested, this,
            [=, this] { m_session->commitView(withRange(std::nullopt)); });
}

void MapPane::showSource()
{
    const Trace& trace = *m_session->trace();
    m_map->setPlaceholder({});
    for (HeatmapView* const map : { m_map, m_other }) {
        if (trace.tokenTexts().empty())
            map->setTokenCount(trace.info().tokenCount);
        else
            map->setTokens(pieces(trace));
    }
    m_zoomRest.stop();
    showPart();
    m_session->setRegion(m_map->region());
    emit cellDescribed({});
}

void MapPane::showView()
{
    m_map->setBusy(!m_session->isSettled());
    showPart();
    showLayout();
}

/// On the map itself, which may show the original for a moment.
void MapPane::showMap()
{
    const auto& other = m_session->otherPicture();
    const auto& picture = m_showsOther && other ? other : m_session->picture();
    if (!picture)
        return;
    const MapValues& values = *picture->values;
    QStringList words { describeEdit(values), keptWords() };
    words.removeAll(QString());
    m_map->setTitle(titleOf(values), words.join(QStringLiteral(" · ")));
    m_map->setPicture({ toQImage(picture->image), values.region, values.head->tokenCount() });
}

void MapPane::showOther()
{
    if (m_session->view().layout != CompareLayout::Split)
        return showMap();
    const MapPicture& picture = *m_session->otherPicture();
    const MapValues& values = *picture.values;
    m_other->setTitle(values.reference.isEmpty() ? tr("Original") : values.reference, {});
    m_other->setPicture({ toQImage(picture.image), values.region, values.head->tokenCount() });
}

void MapPane::showPicture()
{
    const MapPicture& picture = *m_session->picture();
    const MapValues& values = *picture.values;
    if (m_session->view().layout != CompareLayout::Split)
        m_session->setOtherRegion(m_map->region());
    showMap();
    QString label = quantityText(values.quantity);
    if (values.comparison == Comparison::Difference)
        label = tr("Δ %1").arg(label);
    else if (picture.scale.kind != ScaleKind::Linear)
        label = tr("%1, %2").arg(label, scaleName(picture.scale.kind));
    m_colourBar->setState({ .scale = picture.scale,
                            .dataRange = picture.dataRange,
                            .histogram = picture.histogram,
                            .label = label });
}

/// A bracket as long as the predicted period, where one is measured.
void MapPane::showAnalysis()
{
    const HeadAnalysis& analysis = *m_session->analysis();
    const double longest = static_cast<double>(analysis.measured.size()) / kPeriodsThatMustFit;
    const bool visible = analysis.measuredPeriod && analysis.predictedPeriod > 0.0
        && analysis.predictedPeriod < longest;
    m_map->setPeriodMarker(visible ? std::optional(analysis.predictedPeriod) : std::nullopt);
}

void MapPane::showCell(const CellReading& reading)
{
    const QString probability
        = reading.probability ? QString::number(*reading.probability, 'g', 3) : tr("…");
    QStringList lines { tr("logit %1   p %2").arg(fixedText(reading.logit, 2), probability) };
    if (const int pair = strongestPair(reading.contributions); pair >= 0) {
        lines << tr("pair %1: %2 of the logit")
                     .arg(pair)
                     .arg(fixedText(reading.contributions[static_cast<std::size_t>(pair)], 2));
    }
    if (m_map->keptMarks())
        lines << keptLine(reading);
    m_map->setCellCard({ reading.query, reading.key, lines });
    if (m_other->isVisible()) {
        if (const auto logit = m_session->otherLogit(reading.query, reading.key))
            m_other->setCellCard(
                { reading.query, reading.key, { tr("logit %1").arg(fixedText(*logit, 2)) } });
    }
    emit cellDescribed(tr("query %1 · key %2 · lag %3 · %4")
                           .arg(reading.query)
                           .arg(reading.key)
                           .arg(reading.query - reading.key)
                           .arg(lines.front()));
}

void MapPane::showFailure()
{
    if (!m_session->trace())
        m_map->setPlaceholder(tr("Nothing is open. Drop a trace or a model here, or press "
                                 "Ctrl+O."));
    showView();
}

} // namespace ropescope
