// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/prune_view.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include "widgets/card.h"
#include "widgets/segment_switch.h"

namespace ropescope {

namespace {

constexpr double kMostBeta = 1.0;
constexpr double kBetaStep = 0.01;
constexpr int kDialWidth = 12; ///< characters
constexpr std::size_t kLongestOrder = 12;

} // namespace

PruneView::PruneView(QWidget* parent)
    : ChartPage(QStringLiteral("pruneView"), tr("Pruning layers and heads"), parent)
    , m_part(new SegmentSwitch(
          QStringLiteral("prunePart"), { tr("Layers"), tr("Heads") },
          { tr("Skip layers: ShortGPT, TAPPA and random orders"),
            tr("Mask heads: of highest and lowest q-similarity first, and at random") }))
    , m_dialName(makeLabel("betaName", "muted"))
    , m_dial(new QSlider(Qt::Horizontal))
    , m_beta(new QDoubleSpinBox)
    , m_orders(makeLabel("pruneOrders", "note"))
{
    m_dialName->setText(tr("β"));
    m_dial->setObjectName("betaDial");
    m_dial->setAccessibleName(tr("TAPPA's beta"));
    m_dial->setToolTip(
        tr("TAPPA's weight of the q-similarity; 0 is ShortGPT, 0.1 to 0.3 in the paper"));
    m_dial->setRange(0, qRound(kMostBeta / kBetaStep));
    m_dial->setFixedWidth(fontMetrics().averageCharWidth() * kDialWidth);
    m_beta->setObjectName("beta");
    m_beta->setAccessibleName(tr("TAPPA's beta"));
    m_beta->setToolTip(m_dial->toolTip());
    m_beta->setRange(0.0, kMostBeta);
    m_beta->setSingleStep(0.05);
    m_beta->setDecimals(2);
    m_orders->setTextFormat(Qt::RichText);
    m_orders->setWordWrap(true);
    m_orders->setToolTip(tr("What goes first stands first. In colour: layers that stand elsewhere "
                            "than ShortGPT has them"));
    for (QWidget* const control :
         std::initializer_list<QWidget*> { m_part, m_dialName, m_dial, m_beta })
        addControl(control);
    addButtons(tr("Measure"), tr("Runs the model with more and more taken out"));
    addLegend(m_orders);

    connect(m_part, &SegmentSwitch::chosen, this, [this](int index) {
        showDial();
        emit partChosen(static_cast<Part>(index));
    });
    connect(m_dial, &QSlider::valueChanged, this,
            [this](int value) { m_beta->setValue(value * kBetaStep); });
    connect(m_beta, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        const QSignalBlocker silent(m_dial);
        m_dial->setValue(qRound(value / kBetaStep));
        emit betaChanged(value);
    });
    setTheme(theme());
}

void PruneView::setPart(Part part)
{
    m_part->setCurrent(static_cast<int>(part));
    showDial();
}

PruneView::Part PruneView::part() const { return static_cast<Part>(m_part->current()); }

void PruneView::setBeta(double beta)
{
    const QSignalBlocker silentBox(m_beta);
    const QSignalBlocker silentDial(m_dial);
    m_beta->setValue(beta);
    m_dial->setValue(qRound(beta / kBetaStep));
}

double PruneView::beta() const { return m_beta->value(); }

/// Heads know no beta.
void PruneView::showDial()
{
    const bool layers = part() == Part::Layers;
    for (QWidget* const control : std::initializer_list<QWidget*> { m_dialName, m_dial, m_beta })
        control->setVisible(layers);
    m_orders->setVisible(layers && !m_orderList.empty());
}

void PruneView::setOrders(std::vector<LayerOrder> orders)
{
    m_orderList = std::move(orders);
    showOrders();
    showDial();
}

void PruneView::showOrders()
{
    QStringList lines;
    for (const LayerOrder& order : m_orderList) {
        QString line = QStringLiteral("<b>%1</b>").arg(order.method.toHtmlEscaped());
        const std::vector<int>& first = m_orderList.front().layers;
        for (std::size_t i = 0; i < order.layers.size() && i < kLongestOrder; ++i) {
            const bool moved = i < first.size() && first[i] != order.layers[i];
            line += moved ? QStringLiteral(" <span style='color:%1'>%2</span>")
                                .arg(theme().predicted.name())
                                .arg(order.layers[i])
                          : QStringLiteral(" %1").arg(order.layers[i]);
        }
        if (order.layers.size() > kLongestOrder)
            line += QStringLiteral(" …");
        lines << line;
    }
    m_orders->setText(lines.join(QStringLiteral("<br>")));
}

void PruneView::paintCurves()
{
    ChartPage::paintCurves();
    showOrders();
}

} // namespace ropescope
