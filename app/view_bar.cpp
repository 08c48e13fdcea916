// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/view_bar.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>

#include "widgets/plain_tip.h"

namespace ropescope {

namespace {

struct QuantityChoice {
    QuantityKind kind;
    const char* name;
};

constexpr QuantityChoice kQuantities[] = {
    { QuantityKind::Probability, QT_TRANSLATE_NOOP("ropescope::ViewBar", "Probability") },
    { QuantityKind::Logit, QT_TRANSLATE_NOOP("ropescope::ViewBar", "Logit") },
    { QuantityKind::LogProbability, QT_TRANSLATE_NOOP("ropescope::ViewBar", "Log-probability") },
    { QuantityKind::QuerySimilarity, QT_TRANSLATE_NOOP("ropescope::ViewBar", "Query similarity") },
    { QuantityKind::KeySimilarity, QT_TRANSLATE_NOOP("ropescope::ViewBar", "Key similarity") },
};

/// Of the pair that is selected; absent where there are no pairs.
constexpr QuantityChoice kPairQuantities[] = {
    { QuantityKind::Contribution,
      QT_TRANSLATE_NOOP("ropescope::ViewBar", "Contribution of pair %1") },
    { QuantityKind::Phase, QT_TRANSLATE_NOOP("ropescope::ViewBar", "Phase of pair %1") },
};

} // namespace

ViewBar::ViewBar(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("viewBar"));
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);

    m_quantity = new QComboBox(this);
    m_quantity->setObjectName(QStringLiteral("quantity"));
    m_quantity->setToolTip(tr("What a cell shows"));
    m_quantity->setAccessibleName(tr("Quantity"));
    for (const QuantityChoice& choice : kQuantities)
        m_quantity->addItem(tr(choice.name), static_cast<int>(choice.kind));
    connect(m_quantity, &QComboBox::activated, this, [this](int index) {
        choose(
            [](ViewState& view, int kind) {
                view.quantity.kind = static_cast<QuantityKind>(kind);
                view.range.reset(); // another unit
            },
            m_quantity->itemData(index).toInt());
    });
    row->addWidget(m_quantity);

    row->addWidget(makeSegments(
        { tr("linear"), tr("log"), tr("√") },
        { tr("Linear colour scale"), tr("Logarithmic colour scale: weak attention shows too"),
          tr("Square-root colour scale") },
        [](ViewState& view, int kind) {
            view.scale = static_cast<ScaleKind>(kind);
            view.range.reset();
        },
        m_scale, QStringLiteral("scale")));

    m_colours = new QComboBox(this);
    m_colours->setObjectName(QStringLiteral("colours"));
    m_colours->setToolTip(tr("Colour map: all are safe for the colour-blind"));
    m_colours->setAccessibleName(tr("Colour map"));
    for (const ColourMap& map : colourMaps()) {
        if (!map.diverging && !map.cyclic)
            m_colours->addItem(
                QString::fromUtf8(map.name.data(), static_cast<qsizetype>(map.name.size())));
    }
    connect(m_colours, &QComboBox::textActivated, this, [this](const QString& name) {
        m_view.colourMap = name.toStdString();
        emit viewChosen(m_view);
    });
    row->addWidget(m_colours);

    m_sink = new QToolButton(this);
    m_sink->setObjectName(QStringLiteral("leaveOutSink"));
    m_sink->setText(tr("Leave out sink"));
    m_sink->setCheckable(true);
    m_sink->setToolTip(tr(
        "Fit the colours without key 0, which many heads attend to for want of anything better"));
    connect(m_sink, &QToolButton::clicked, this, [this](bool on) {
        choose(
            [](ViewState& view, int leaveOut) {
                view.leaveOutSink = leaveOut != 0;
                view.range.reset();
            },
            on ? 1 : 0);
    });
    row->addWidget(m_sink);

    auto* const fit = new QToolButton(this);
    fit->setObjectName(QStringLiteral("fit"));
    fit->setText(tr("Fit"));
    fit->setToolTip(tr("Show the whole map (F)"));
    connect(fit, &QToolButton::clicked, this, &ViewBar::fitRequested);
    row->addWidget(fit);

    row->addWidget(makeSegments(
        { tr("Edited"), tr("Original"), tr("Difference") },
        { tr("With your edit"), tr("As the model has it"), tr("Edited minus original") },
        [](ViewState& view, int comparison) {
            view.comparison = static_cast<Comparison>(comparison);
            view.range.reset();
        },
        m_comparison, QStringLiteral("comparison")));
    setReference({});
    auto* const layouts = new QWidget(this);
    layouts->setObjectName(QStringLiteral("compareLayout"));
    auto* const layoutRow = new QHBoxLayout(layouts);
    layoutRow->setContentsMargins(0, 0, 0, 0);
    layoutRow->setSpacing(0);
    m_split = makeLayoutButton(QStringLiteral("split"), tr("Split"),
                               tr("The original beside it, with linked zoom (Ctrl+T)"),
                               CompareLayout::Split);
    m_flicker = makeLayoutButton(QStringLiteral("flicker"), tr("Flicker"),
                                 tr("The original now and then in the same place (Ctrl+L); Esc "
                                    "stops. Hold Shift on the map to see it"),
                                 CompareLayout::Flicker);
    m_split->setProperty("segment", "left");
    m_flicker->setProperty("segment", "right");
    layoutRow->addWidget(m_split);
    layoutRow->addWidget(m_flicker);
    row->addWidget(layouts);

    row->addStretch(1);
    auto* const exportFigure = new QPushButton(tr("Export figure…"), this);
    exportFigure->setObjectName(QStringLiteral("export"));
    exportFigure->setToolTip(tr("Save this map as PDF, SVG, PNG or NPY (Ctrl+E)"));
    connect(exportFigure, &QPushButton::clicked, this, &ViewBar::exportRequested);
    row->addWidget(exportFigure);
}

QToolButton* ViewBar::makeLayoutButton(const QString& name, const QString& text, const QString& tip,
                                       CompareLayout layout)
{
    auto* const button = new QToolButton;
    button->setObjectName(name);
    button->setText(text);
    button->setToolTip(tip);
    button->setCheckable(true);
    connect(button, &QToolButton::clicked, this, [this, layout](bool on) {
        m_view.layout = on ? layout : CompareLayout::Single;
        emit viewChosen(m_view);
    });
    return button;
}

void ViewBar::setReference(const QString& name)
{
    QAbstractButton* const original = m_comparison->button(static_cast<int>(Comparison::Original));
    original->setText(name.isEmpty() ? tr("Original") : tr("Reference"));
    const auto explain = [](QAbstractButton* button, const QString& text) {
        button->setToolTip(plainTip(text)); // it may name a file
        button->setAccessibleName(text);
    };
    explain(original, name.isEmpty() ? tr("As the model has it") : name);
    QAbstractButton* const difference
        = m_comparison->button(static_cast<int>(Comparison::Difference));
    explain(difference, name.isEmpty() ? tr("Edited minus original") : tr("Minus %1").arg(name));
}

QWidget* ViewBar::makeSegments(const QStringList& labels, const QStringList& tips,
                               void (*change)(ViewState&, int), QButtonGroup*& group,
                               const QString& name)
{
    auto* const box = new QWidget(this);
    box->setObjectName(name);
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    group = new QButtonGroup(box);
    for (int i = 0; i < labels.size(); ++i) {
        auto* const button = new QToolButton(box);
        button->setText(labels[i]);
        button->setToolTip(tips[i]);
        button->setAccessibleName(tips[i]);
        button->setCheckable(true);
        button->setObjectName(name + QString::number(i));
        button->setProperty("segment",
                            i == 0                       ? "left"
                                : i + 1 == labels.size() ? "right"
                                                         : "middle");
        group->addButton(button, i);
        row->addWidget(button);
    }
    connect(group, &QButtonGroup::idClicked, this, [this, change](int id) { choose(change, id); });
    return box;
}

void ViewBar::choose(void (*change)(ViewState&, int), int value)
{
    change(m_view, value);
    emit viewChosen(m_view);
}

void ViewBar::setView(const ViewState& view, int pairCount)
{
    m_view = view;
    const QSignalBlocker quiet(m_quantity);
    for (const QuantityChoice& choice : kPairQuantities) {
        const QString text = tr(choice.name).arg(view.quantity.pair);
        const int item = m_quantity->findData(static_cast<int>(choice.kind));
        if (pairCount == 0)
            m_quantity->removeItem(item);
        else if (item < 0)
            m_quantity->addItem(text, static_cast<int>(choice.kind));
        else
            m_quantity->setItemText(item, text);
    }
    m_quantity->setCurrentIndex(m_quantity->findData(static_cast<int>(view.quantity.kind)));
    m_scale->button(static_cast<int>(view.scale))->setChecked(true);
    const bool scaleCounts = view.quantity.kind == QuantityKind::Probability
        && view.comparison != Comparison::Difference;
    for (QAbstractButton* const button : m_scale->buttons())
        button->setEnabled(scaleCounts);
    m_colours->setCurrentText(QString::fromStdString(view.colourMap));
    m_colours->setEnabled(view.comparison != Comparison::Difference && !view.quantity.isCyclic());
    m_sink->setChecked(view.leaveOutSink);
    m_comparison->button(static_cast<int>(view.comparison))->setChecked(true);
    m_split->setChecked(view.layout == CompareLayout::Split);
    m_flicker->setChecked(view.layout == CompareLayout::Flicker);
}

} // namespace ropescope
