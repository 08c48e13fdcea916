// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/resource_paths.h"

#include <vector>

#include <QCoreApplication>
#include <QFile>

namespace ropescope {

std::filesystem::path resourcePath(std::string_view name)
{
    std::vector<std::filesystem::path> folders;
    if (const QString fromEnvironment = qEnvironmentVariable("ROPESCOPE_RESOURCES");
        !fromEnvironment.isEmpty())
        folders.emplace_back(fromEnvironment.toStdString());
    const std::filesystem::path program = QCoreApplication::applicationDirPath().toStdString();
    folders.push_back(program / ROPESCOPE_INSTALL_RESOURCES);
    folders.emplace_back(ROPESCOPE_SOURCE_RESOURCES);
    for (const auto& folder : folders) {
        if (std::error_code ignored; std::filesystem::exists(folder / name, ignored))
            return (folder / name).lexically_normal();
    }
    return (folders.back() / name).lexically_normal();
}

QString usualPrompt()
{
    QFile file(
        QString::fromStdString((resourcePath("model") / "prompts" / "default.txt").string()));
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("It was the best of times, it was the worst of times.");
    return QString::fromUtf8(file.readAll()).trimmed();
}

} // namespace ropescope
