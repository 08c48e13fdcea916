// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/base_dial.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "core/rope/rope_edit.h"
#include "widgets/card.h"
#include "widgets/log_slider.h"
#include "widgets/number_text.h"

namespace ropescope {

namespace {

constexpr double kSliderMinimum = 1e2;
constexpr double kSliderMaximum = 1e8;

} // namespace

BaseDial::BaseDial(QWidget* parent)
    : QWidget(parent)
    , m_slider(new LogSlider(kSliderMinimum, kSliderMaximum))
    , m_field(new QLineEdit)
    , m_config(makeLabel("configBase", "muted"))
{
    setObjectName("baseDial");
    m_slider->setObjectName("baseSlider");
    m_slider->setAccessibleName(tr("RoPE base"));
    m_slider->setToolTip(tr("RoPE base: arrows × 1.05, Page keys × 10, Home or a double click goes "
                            "back to the config"));
    m_field->setObjectName("baseField");
    m_field->setAccessibleName(tr("RoPE base as a number"));
    m_field->setAlignment(Qt::AlignRight);
    m_field->setFixedWidth(110);

    auto* const head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(makeHeading(tr("Base c")));
    head->addStretch();
    head->addWidget(m_field);
    head->addWidget(m_config);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_slider);

    connect(m_slider, &LogSlider::edited, this, [this](double base) {
        m_base = base;
        showBase();
        emit baseEdited(base);
    });
    connect(m_slider, &LogSlider::committed, this, &BaseDial::baseCommitted);
    connect(m_field, &QLineEdit::textEdited, this,
            [this] { setStyleFlag(m_field, "invalid", false); });
    connect(m_field, &QLineEdit::editingFinished, this, &BaseDial::readField);
    setBase(m_base, m_configBase);
}

/// A field that loses the focus to its own end would tell a dial that is half gone.
BaseDial::~BaseDial() { m_field->disconnect(this); }

void BaseDial::setTheme(const Theme& theme) { m_slider->setTheme(theme); }

void BaseDial::setBase(double base, double configBase)
{
    const bool typing = m_field->hasFocus() && m_field->isModified();
    if (base == m_base && typing)
        return; // a late answer must not take away what is being typed
    m_base = base;
    m_configBase = configBase;
    m_slider->setReference(configBase);
    m_slider->setValue(base);
    showBase();
}

void BaseDial::showBase()
{
    m_field->setText(baseText(m_base));
    m_field->setModified(false);
    m_field->setToolTip(
        tr("Type a base such as 1e6 or 500,000, from %1 to 1e12").arg(kMinBase, 0, 'g', 6));
    m_config->setText(tr("of config %1").arg(shortBaseText(m_configBase)));
    setStyleFlag(m_field, "invalid", false);
}

void BaseDial::readField()
{
    if (!m_field->isModified())
        return;
    const std::optional<double> typed = parseNumber(m_field->text());
    if (!typed || *typed < kMinBase || *typed > kMaxBase) {
        m_field->setToolTip(tr("“%1” is no base: expected a number from %2 to 1e12, such as 1e6")
                                .arg(m_field->text())
                                .arg(kMinBase, 0, 'g', 6));
        setStyleFlag(m_field, "invalid", true);
        return;
    }
    m_field->setModified(false);
    if (baseText(*typed) == baseText(m_base)) {
        showBase(); // the shown text may round the base; leaving the field must not change it
        return;
    }
    setBase(*typed, m_configBase);
    emit baseEdited(m_base);
    emit baseCommitted(m_base);
}

} // namespace ropescope
