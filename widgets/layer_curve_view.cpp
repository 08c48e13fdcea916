// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/layer_curve_view.h"

#include <algorithm>
#include <cmath>

#include <QButtonGroup>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/card.h"
#include "widgets/elided_label.h"
#include "widgets/qcp.h"
#include "widgets/replot.h"
#include "widgets/scale_axis.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr double kNear = 9.0;    ///< pixels from a dot that still mean it
constexpr double kSpread = 0.32; ///< dots of a layer stand so far to either side of its line

struct DefinitionText {
    const char* name;
    const char* meaning;
};

constexpr DefinitionText kDefinitions[] = {
    { QT_TRANSLATE_NOOP("LayerCurve", "All pairs"),
      QT_TRANSLATE_NOOP("LayerCurve", "mean cosine of all pairs of the first 1024 tokens, raw") },
    { QT_TRANSLATE_NOOP("LayerCurve", "Last 32"),
      QT_TRANSLATE_NOOP("LayerCurve", "mean cosine of all pairs of the last 32 tokens, rotated") },
    { QT_TRANSLATE_NOOP("LayerCurve", "Neighbours"),
      QT_TRANSLATE_NOOP("LayerCurve", "mean cosine of tokens t and t+1, raw") },
};

QString translated(const char* text) { return QCoreApplication::translate("LayerCurve", text); }

} // namespace

LayerCurveView::LayerCurveView(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot)
    , m_queryDots(m_plot->addGraph())
    , m_keyDots(m_plot->addGraph())
    , m_queryMeans(m_plot->addGraph())
    , m_keyMeans(m_plot->addGraph())
    , m_chosen(m_plot->addGraph())
    , m_definitions(new QButtonGroup(this))
    , m_readout(new ElidedLabel)
    , m_legend(makeLabel("layerLegend", "muted"))
{
    setObjectName("layerCurveView");
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Similarity over layers"));
    m_plot->setObjectName("layerPlot");
    m_plot->setMouseTracking(true);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setMinimumHeight(100);
    m_plot->installEventFilter(this);
    m_plot->setToolTip(tr("Lines: mean of a layer · dots: its heads; click to show one"));
    m_plot->xAxis->setLabel(tr("layer"));
    m_plot->yAxis->setLabel(tr("similarity"));
    m_plot->yAxis->ticker()->setTickCount(3);
    const QSharedPointer<QCPAxisTickerFixed> layers(new QCPAxisTickerFixed);
    layers->setTickStep(1.0); // no layer 2.5
    layers->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    m_plot->xAxis->setTicker(layers);
    for (QCPAxis* const axis : { m_plot->xAxis, m_plot->yAxis }) {
        axis->setLabelPadding(5);
        axis->setTickLength(0, 3);
        axis->setSubTicks(false);
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->axisRect()->setMinimumMargins(QMargins(4, 4, 8, 4));
    for (QCPGraph* const dots : { m_queryDots, m_keyDots, m_chosen })
        dots->setLineStyle(QCPGraph::lsNone);

    auto* const head = new QHBoxLayout;
    head->setContentsMargins(4, 2, 8, 0);
    head->setSpacing(0);
    for (int i = 0; i < 3; ++i) {
        const DefinitionText& text = kDefinitions[i];
        auto* const button = new QToolButton;
        button->setObjectName(QStringLiteral("definition%1").arg(i));
        button->setText(translated(text.name));
        button->setToolTip(translated(text.meaning));
        button->setAccessibleName(translated(text.meaning));
        button->setCheckable(true);
        button->setChecked(i == 0);
        button->setProperty("segment", i == 0 ? "left" : i == 2 ? "right" : "middle");
        button->setProperty("compact", true);
        m_definitions->addButton(button, i);
        head->addWidget(button);
    }
    m_readout->setObjectName("layerReadout");
    m_readout->setProperty("muted", true);
    m_legend->setTextFormat(Qt::RichText);
    head->addSpacing(10);
    head->addWidget(m_readout, 1);
    head->addWidget(m_legend);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_plot, 1);
    connect(m_definitions, &QButtonGroup::idClicked, this,
            [this](int id) { setDefinition(static_cast<Definition>(id)); });
    setTheme(m_theme);
}

void LayerCurveView::setTheme(const Theme& theme)
{
    m_theme = theme;
    QPalette behind = palette();
    behind.setColor(QPalette::Window, theme.window);
    setPalette(behind);
    setAutoFillBackground(true);
    m_plot->setBackground(theme.window);
    const auto faint = [&](const QColor& colour) { return mixed(theme.window, colour, 0.6); };
    m_queryMeans->setPen(QPen(theme.measured, 2.0));
    m_keyMeans->setPen(QPen(theme.opposed, 2.0, Qt::DashLine));
    m_queryDots->setScatterStyle( // a disc is filled with its pen's colour
        { QCPScatterStyle::ssDisc, QPen(faint(theme.measured)), Qt::NoBrush, 5.0 });
    m_keyDots->setScatterStyle(
        { QCPScatterStyle::ssDiamond, QPen(faint(theme.opposed)), QBrush(Qt::NoBrush), 6.0 });
    m_chosen->setScatterStyle(
        { QCPScatterStyle::ssCircle, QPen(theme.text, 1.5), Qt::NoBrush, 11.0 });
    for (QCPAxis* const axis : { m_plot->xAxis, m_plot->yAxis }) {
        axis->setBasePen(QPen(theme.border));
        axis->setTickPen(QPen(theme.border));
        axis->setTickLabelColor(theme.mutedText);
        axis->setLabelColor(theme.mutedText);
        axis->setTickLabelFont(smallFont(font()));
        axis->setLabelFont(smallFont(font()));
        axis->grid()->setPen(QPen(mixed(theme.window, theme.border, 0.6), 1.0));
    }
    m_legend->setText(
        QStringLiteral("<span style='color:%1'>—● %2</span>&nbsp;&nbsp;&nbsp;"
                       "<span style='color:%3'>- -◇ %4</span>")
            .arg(theme.measured.name(), tr("queries"), theme.opposed.name(), tr("keys")));
    replotSoon(*m_plot);
}

void LayerCurveView::setTheory(std::shared_ptr<const TraceTheory> theory)
{
    m_theory = std::move(theory);
    refresh();
}

void LayerCurveView::setPlaceholder(const QString& sentence)
{
    m_placeholder = sentence;
    showReadout(std::nullopt);
}

void LayerCurveView::setDefinition(Definition definition)
{
    m_definition = definition;
    m_definitions->button(static_cast<int>(definition))->setChecked(true);
    refresh();
}

void LayerCurveView::setSelected(HeadId id)
{
    m_selected = id;
    showSelection();
    replotSoon(*m_plot);
}

std::optional<double> LayerCurveView::value(const TokenSimilarity& similarity) const
{
    switch (m_definition) {
    case Definition::Pairwise:
        return similarity.pairwise;
    case Definition::PairwiseWindow:
        return similarity.pairwiseWindow;
    case Definition::Consecutive:
        break;
    }
    return similarity.consecutive;
}

/// Queries stand left of a layer's line, keys right of it, in the order of heads.
std::vector<LayerCurveView::Dot> LayerCurveView::dotsOf(Side side) const
{
    std::vector<Dot> dots;
    if (!m_theory)
        return dots;
    int last = 0;
    for (const HeadTheory& head : m_theory->heads)
        last = std::max(last, head.id.head.value);
    for (const HeadTheory& head : m_theory->heads) {
        if (!head.vectors)
            continue;
        const bool isQuery = side == Side::Query;
        const auto similarity = value(isQuery ? head.vectors->query : head.vectors->key);
        if (!similarity)
            continue;
        const double place = (head.id.head.value + 1.0) / (last + 1.0);
        const double aside = isQuery ? place - 1.0 - 0.2 : place + 0.2;
        dots.push_back({ &head, side, { head.id.layer.value + kSpread * aside, *similarity } });
    }
    return dots;
}

void LayerCurveView::refresh()
{
    QVector<double> layers;
    for (const Side side : { Side::Query, Side::Key }) {
        QVector<double> at;
        QVector<double> values;
        for (const Dot& dot : dotsOf(side)) {
            at << dot.at.x();
            values << dot.at.y();
        }
        (side == Side::Query ? m_queryDots : m_keyDots)->setData(at, values);
        layers.clear();
        QVector<double> means;
        for (const LayerTheory& layer : m_theory ? m_theory->layers : std::vector<LayerTheory> {}) {
            layers << layer.layer.value;
            means << value(side == Side::Query ? layer.query : layer.key).value_or(std::nan(""));
        }
        (side == Side::Query ? m_queryMeans : m_keyMeans)->setData(layers, means);
    }
    showSelection();
    m_plot->rescaleAxes();
    m_plot->yAxis->scaleRange(1.12, m_plot->yAxis->range().center());
    const double first = layers.isEmpty() ? 0.0 : layers.first();
    m_plot->xAxis->setRange(first - 0.6, (layers.isEmpty() ? 0.0 : layers.last()) + 0.6);
    showReadout(std::nullopt);
    replotSoon(*m_plot);
}

void LayerCurveView::showSelection()
{
    QVector<double> at;
    QVector<double> values;
    for (const Side side : { Side::Query, Side::Key }) {
        for (const Dot& dot : dotsOf(side)) {
            if (dot.head->id == m_selected) {
                at << dot.at.x();
                values << dot.at.y();
            }
        }
    }
    m_chosen->setData(at, values);
    setAccessibleDescription(describe(m_selected));
}

QString LayerCurveView::describe(HeadId id) const
{
    if (!m_theory)
        return m_placeholder;
    const auto text = [&](const TokenSimilarity& similarity) {
        const auto number = value(similarity);
        return number ? valueText(*number) : tr("none");
    };
    QString words = tr("Layer %1").arg(id.layer.value);
    const auto layer = std::ranges::find(m_theory->layers, id.layer, &LayerTheory::layer);
    if (layer != m_theory->layers.end())
        words += tr(": queries %1, keys %2").arg(text(layer->query), text(layer->key));
    const auto head = std::ranges::find(m_theory->heads, id, &HeadTheory::id);
    if (head != m_theory->heads.end() && head->vectors)
        words += tr(" · head %1: queries %2, keys %3")
                     .arg(id.head.value)
                     .arg(text(head->vectors->query), text(head->vectors->key));
    return words;
}

void LayerCurveView::showReadout(const std::optional<Dot>& dot)
{
    if (dot)
        m_readout->setText(describe(dot->head->id));
    else
        m_readout->setText(m_theory
                               ? translated(kDefinitions[static_cast<int>(m_definition)].meaning)
                               : m_placeholder);
}

std::optional<LayerCurveView::Dot> LayerCurveView::nearestDot(QPointF pixel) const
{
    std::optional<Dot> nearest;
    double least = kNear;
    for (const Side side : { Side::Query, Side::Key }) {
        for (const Dot& dot : dotsOf(side)) {
            const double distance = std::hypot(m_plot->xAxis->coordToPixel(dot.at.x()) - pixel.x(),
                                               m_plot->yAxis->coordToPixel(dot.at.y()) - pixel.y());
            if (distance < least) {
                least = distance;
                nearest = dot;
            }
        }
    }
    return nearest;
}

std::optional<QPointF> LayerCurveView::dotOf(HeadId id) const
{
    for (const Dot& dot : dotsOf(Side::Query)) {
        if (dot.head->id == id)
            return QPointF(m_plot->xAxis->coordToPixel(dot.at.x()),
                           m_plot->yAxis->coordToPixel(dot.at.y()));
    }
    return std::nullopt;
}

bool LayerCurveView::eventFilter(QObject* object, QEvent* event)
{
    if (object != m_plot)
        return QWidget::eventFilter(object, event);
    if (event->type() == QEvent::MouseMove) {
        const auto dot = nearestDot(static_cast<QMouseEvent*>(event)->position());
        m_plot->setCursor(dot ? Qt::PointingHandCursor : Qt::ArrowCursor);
        showReadout(dot);
    } else if (event->type() == QEvent::MouseButtonPress) {
        setFocus(Qt::MouseFocusReason);
        if (const auto dot = nearestDot(static_cast<QMouseEvent*>(event)->position()))
            emit headPicked(dot->head->id);
        return true;
    } else if (event->type() == QEvent::Leave) {
        showReadout(std::nullopt);
    }
    return QWidget::eventFilter(object, event);
}

void LayerCurveView::keyPressEvent(QKeyEvent* event)
{
    HeadId next = m_selected;
    switch (event->key()) {
    case Qt::Key_Left:
        --next.layer.value;
        break;
    case Qt::Key_Right:
        ++next.layer.value;
        break;
    case Qt::Key_Up:
        --next.head.value;
        break;
    case Qt::Key_Down:
        ++next.head.value;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (dotOf(next))
        emit headPicked(next);
}

void LayerCurveView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setTheme(m_theme);
}

} // namespace ropescope
