// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure_style_form.h"

#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QFontComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>

namespace ropescope {

namespace {

constexpr double kInch = 25.4;
const QString kUsualFamily = QStringLiteral("Inter");

template <class Widget> Widget* named(Widget* widget, const char* name, const QString& tip)
{
    widget->setObjectName(QLatin1String(name));
    widget->setToolTip(tip);
    widget->setAccessibleName(tip);
    return widget;
}

} // namespace

FigureStyleForm::FigureStyleForm(QWidget* parent)
    : QWidget(parent)
    , m_preset(named(new QComboBox, "figurePreset", tr("Width and text size for a venue")))
    , m_width(named(new QDoubleSpinBox, "figureWidth", tr("Width of the whole figure")))
    , m_unit(named(new QComboBox, "figureUnit", tr("Unit of the width")))
    , m_font(named(new QFontComboBox, "figureFont", tr("Font of all text")))
    , m_points(named(new QDoubleSpinBox, "figurePoints", tr("Size of axis labels, in points")))
    , m_ticks(named(new QComboBox, "figureTicks", tr("What stands at the axes")))
    , m_dots(named(new QSpinBox, "figureDots",
                   tr("Dots per inch of a PNG, and of the map inside PDF and SVG")))
    , m_columns(named(new QSpinBox, "figureColumns", tr("Panels side by side")))
    , m_title(named(new QCheckBox(tr("&Titles")), "figureTitle", tr("Draw titles")))
    , m_colourBar(
          named(new QCheckBox(tr("&Colour bars")), "figureColourBar", tr("Draw colour bars")))
    , m_letters(named(new QCheckBox(tr("Panel &letters")), "figureLetters",
                      tr("Put (a), (b), … in front of the titles")))
{
    setObjectName(QStringLiteral("figureStyleForm"));
    fillPresets();
    m_unit->addItems({ tr("mm"), tr("inch") });
    m_ticks->addItem(tr("Positions"));
    m_ticks->addItem(tr("Tokens"));
    m_points->setRange(kMinPoints, kMaxPoints);
    m_points->setSingleStep(0.5);
    m_points->setDecimals(1);
    m_points->setSuffix(tr(" pt"));
    m_dots->setRange(kMinDotsPerInch, kMaxDotsPerInch);
    m_dots->setSingleStep(50);
    m_dots->setSuffix(tr(" dpi"));
    m_columns->setRange(0, kMaxPanelColumns);
    m_columns->setSpecialValueText(tr("as suits"));

    auto* const width = new QHBoxLayout;
    width->addWidget(m_width, 1);
    width->addWidget(m_unit);
    auto* const form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&For"), m_preset);
    auto* const widthLabel = new QLabel(tr("&Width"));
    widthLabel->setTextFormat(Qt::PlainText);
    widthLabel->setBuddy(m_width);
    form->addRow(widthLabel, width);
    form->addRow(tr("F&ont"), m_font);
    form->addRow(tr("Text &size"), m_points);
    form->addRow(tr("Tic&ks"), m_ticks);
    form->addRow(tr("&Resolution"), m_dots);
    form->addRow(tr("Panels &beside"), m_columns);
    form->addRow(QString(), m_title);
    form->addRow(QString(), m_colourBar);
    form->addRow(QString(), m_letters);
    setStyleOf({});

    connect(m_preset, &QComboBox::activated, this, &FigureStyleForm::usePreset);
    connect(m_unit, &QComboBox::activated, this, &FigureStyleForm::showUnit);
    connect(m_width, &QDoubleSpinBox::valueChanged, this, [this] {
        m_widthMm = widthMm();
        noticePreset();
        emit changed();
    });
    connect(m_points, &QDoubleSpinBox::valueChanged, this, [this] {
        noticePreset();
        emit changed();
    });
    connect(m_font, &QFontComboBox::currentFontChanged, this, &FigureStyleForm::changed);
    connect(m_ticks, &QComboBox::currentIndexChanged, this, &FigureStyleForm::changed);
    for (QSpinBox* const box : { m_dots, m_columns })
        connect(box, &QSpinBox::valueChanged, this, &FigureStyleForm::changed);
    for (QCheckBox* const box : { m_title, m_colourBar, m_letters })
        connect(box, &QCheckBox::toggled, this, &FigureStyleForm::changed);
}

void FigureStyleForm::fillPresets()
{
    m_preset->addItem(tr("Own size"));
    for (const FigurePreset& preset : figurePresets()) {
        m_preset->addItem(
            QString::fromUtf8(preset.title.data(), static_cast<qsizetype>(preset.title.size())));
    }
}

void FigureStyleForm::usePreset()
{
    const int index = m_preset->currentIndex() - 1;
    if (index < 0)
        return;
    const FigurePreset& preset = figurePresets()[static_cast<std::size_t>(index)];
    FigureStyle style = chosenStyle();
    style.widthMm = preset.widthMm;
    style.points = preset.points;
    setStyleOf(style);
    emit changed();
}

/// The preset that has just this width and size, if any.
void FigureStyleForm::noticePreset()
{
    int found = 0;
    for (std::size_t index = 0; index < figurePresets().size() && found == 0; ++index) {
        const FigurePreset& preset = figurePresets()[index];
        if (std::abs(preset.widthMm - m_widthMm) < 0.01
            && std::abs(preset.points - m_points->value()) < 0.01)
            found = static_cast<int>(index) + 1;
    }
    if (m_preset->currentIndex() == 0 || found == 0)
        m_preset->setCurrentIndex(found);
}

double FigureStyleForm::widthMm() const
{
    return m_width->value() * (m_unit->currentIndex() == 0 ? 1.0 : kInch);
}

void FigureStyleForm::showUnit()
{
    const QSignalBlocker quiet(m_width);
    const bool isInch = m_unit->currentIndex() == 1;
    const double unit = isInch ? kInch : 1.0;
    m_width->setDecimals(isInch ? 3 : 1);
    m_width->setSingleStep(isInch ? 0.1 : 1.0);
    m_width->setRange(kMinFigureMm / unit, kMaxFigureMm / unit);
    m_width->setValue(m_widthMm / unit);
}

void FigureStyleForm::setStyleOf(const FigureStyle& style)
{
    const QSignalBlocker quiet(this);
    m_widthMm = style.widthMm;
    showUnit();
    m_font->setCurrentFont(
        QFont(style.family.empty() ? kUsualFamily : QString::fromStdString(style.family)));
    m_points->setValue(style.points);
    m_ticks->setCurrentIndex(style.ticks == TickKind::Tokens ? 1 : 0);
    m_dots->setValue(style.dotsPerInch);
    m_columns->setValue(style.columns);
    m_title->setChecked(style.title);
    m_colourBar->setChecked(style.colourBar);
    m_letters->setChecked(style.letters);
    noticePreset();
}

FigureStyle FigureStyleForm::chosenStyle() const
{
    const QString family = m_font->currentFont().family();
    return { .widthMm = m_widthMm,
             .family = family == kUsualFamily ? std::string() : family.toStdString(),
             .points = m_points->value(),
             .title = m_title->isChecked(),
             .colourBar = m_colourBar->isChecked(),
             .letters = m_letters->isChecked(),
             .ticks = m_ticks->currentIndex() == 1 ? TickKind::Tokens : TickKind::Positions,
             .dotsPerInch = m_dots->value(),
             .columns = m_columns->value() };
}

void FigureStyleForm::setSeveralPanels(bool several)
{
    m_columns->setEnabled(several);
    m_letters->setEnabled(several);
}

FigureStyle FigureStyleForm::rememberedStyle()
{
    const QSettings settings;
    const auto value = [&](const char* name, const QVariant& usual) {
        return settings.value(QLatin1String("figure/") + QLatin1String(name), usual);
    };
    const FigureStyle usual;
    FigureStyle style { .widthMm = value("widthMm", usual.widthMm).toDouble(),
                        .family = value("family", QString()).toString().toStdString(),
                        .points = value("points", usual.points).toDouble(),
                        .title = value("title", usual.title).toBool(),
                        .colourBar = value("colourBar", usual.colourBar).toBool(),
                        .letters = value("letters", usual.letters).toBool(),
                        .ticks
                        = value("tokens", false).toBool() ? TickKind::Tokens : TickKind::Positions,
                        .dotsPerInch = value("dotsPerInch", usual.dotsPerInch).toInt(),
                        .columns = value("columns", usual.columns).toInt() };
    if (!style.family.empty() && !isInstalledFamily(style.family))
        style.family.clear(); // it was removed since
    return style;
}

void FigureStyleForm::remember(const FigureStyle& style)
{
    QSettings settings;
    const auto keep = [&](const char* name, const QVariant& value) {
        settings.setValue(QLatin1String("figure/") + QLatin1String(name), value);
    };
    keep("widthMm", style.widthMm);
    keep("family", QString::fromStdString(style.family));
    keep("points", style.points);
    keep("title", style.title);
    keep("colourBar", style.colourBar);
    keep("letters", style.letters);
    keep("tokens", style.ticks == TickKind::Tokens);
    keep("dotsPerInch", style.dotsPerInch);
    keep("columns", style.columns);
}

} // namespace ropescope
