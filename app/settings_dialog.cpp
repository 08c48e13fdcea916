// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/settings_dialog.h"

#include <algorithm>
#include <thread>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>

namespace ropescope {

namespace {

void select(QComboBox* box, const QVariant& data)
{
    box->setCurrentIndex(std::max(box->findData(data), 0));
}

} // namespace

SettingsDialog::SettingsDialog(const Settings& settings, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("settings"));
    setWindowTitle(tr("Settings"));
    auto* const form = new QFormLayout(this);
    const auto addRow
        = [&](const QString& label, QWidget* field, const QString& name, const QString& tip) {
              field->setObjectName(name);
              field->setToolTip(tip);
              field->setAccessibleName(label);
              form->addRow(label, field);
          };

    m_theme = new QComboBox;
    m_theme->addItem(tr("Dark"), true);
    m_theme->addItem(tr("Light"), false);
    select(m_theme, settings.dark);
    addRow(tr("Theme"), m_theme, QStringLiteral("themeSetting"), tr("Colours of all windows"));

    m_type = new QSpinBox;
    m_type->setRange(Settings::kSmallestType, Settings::kLargestType);
    m_type->setSuffix(tr(" px"));
    m_type->setValue(settings.typePixels);
    addRow(tr("Type size"), m_type, QStringLiteral("typeSetting"),
           tr("Height of the letters; %1 is usual").arg(Settings::kUsualType));

    m_language = new QComboBox;
    m_language->addItem(tr("As the system"), QString());
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    m_language->addItem(QStringLiteral("简体中文"), QStringLiteral("zh_CN"));
    select(m_language, settings.language);
    addRow(tr("Language"), m_language, QStringLiteral("languageSetting"),
           tr("Of the window, from the next start on"));

    m_backend = new QComboBox;
    m_backend->addItem(tr("The fastest there is"), static_cast<int>(Backend::Auto));
    m_backend->addItem(tr("Graphics card (Vulkan)"), static_cast<int>(Backend::Vulkan));
    m_backend->addItem(tr("Processor"), static_cast<int>(Backend::Cpu));
    select(m_backend, static_cast<int>(settings.backend));
    addRow(tr("Maps are drawn by"), m_backend, QStringLiteral("backendSetting"),
           tr("From the next start on; --backend overrules it"));

    m_threads = new QSpinBox;
    m_threads->setRange(0, static_cast<int>(std::max(std::thread::hardware_concurrency(), 1u)));
    m_threads->setSpecialValueText(tr("one for each core"));
    m_threads->setValue(settings.threads);
    addRow(tr("Threads"), m_threads, QStringLiteral("threadsSetting"),
           tr("Of the processor, from the next start on; --threads overrules it"));

    auto* const later = new QLabel(tr("Language, drawing and threads change at the next start."));
    later->setTextFormat(Qt::PlainText);
    later->setProperty("muted", true);
    form->addRow(later);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);

    const auto tell = [this] { emit changed(this->settings()); };
    for (QComboBox* const box : { m_theme, m_language, m_backend })
        connect(box, &QComboBox::currentIndexChanged, this, tell);
    for (QSpinBox* const box : { m_type, m_threads })
        connect(box, &QSpinBox::valueChanged, this, tell);
}

Settings SettingsDialog::settings() const
{
    return { .dark = m_theme->currentData().toBool(),
             .typePixels = m_type->value(),
             .language = m_language->currentData().toString(),
             .backend = static_cast<Backend>(m_backend->currentData().toInt()),
             .threads = m_threads->value() };
}

} // namespace ropescope
