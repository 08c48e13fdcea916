// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/settings.h"

#include <algorithm>
#include <utility>

#include <QSettings>

namespace ropescope {

namespace {

const QString kTheme = QStringLiteral("theme");
const QString kType = QStringLiteral("type");
const QString kLanguage = QStringLiteral("language");
const QString kBackend = QStringLiteral("backend");
const QString kThreads = QStringLiteral("threads");

constexpr std::pair<Backend, const char*> kBackendNames[]
    = { { Backend::Auto, "auto" }, { Backend::Vulkan, "vulkan" }, { Backend::Cpu, "cpu" } };

} // namespace

Settings readSettings()
{
    const QSettings store;
    Settings settings;
    settings.dark = store.value(kTheme).toString() != QLatin1String("light");
    settings.typePixels = std::clamp(store.value(kType, Settings::kUsualType).toInt(),
                                     Settings::kSmallestType, Settings::kLargestType);
    settings.language = store.value(kLanguage).toString();
    settings.backend
        = backendFromName(store.value(kBackend).toString().toStdString()).value_or(Backend::Auto);
    settings.threads = std::max(store.value(kThreads).toInt(), 0);
    return settings;
}

void writeSettings(const Settings& settings)
{
    QSettings store;
    store.setValue(kTheme, settings.dark ? QStringLiteral("dark") : QStringLiteral("light"));
    store.setValue(kType, settings.typePixels);
    store.setValue(kLanguage, settings.language);
    for (const auto& [backend, name] : kBackendNames) {
        if (backend == settings.backend)
            store.setValue(kBackend, QString::fromLatin1(name));
    }
    store.setValue(kThreads, settings.threads);
}

} // namespace ropescope
