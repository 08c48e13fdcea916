// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/resource_paths.h"

#include <fstream>
#include <utility>
#include <vector>

#include <QCoreApplication>
#include <QFile>

namespace ropescope {

namespace fs = std::filesystem;

namespace {

/// Those of the source, which the build folder names in a file; tests lie one folder deeper. Empty
/// for an installed program.
fs::path sourceResources(const fs::path& program)
{
    for (const fs::path& folder : { program, program / ".." }) {
        std::ifstream file(folder / "ropescope-resources.txt");
        if (std::string path; std::getline(file, path))
            return path;
    }
    return {};
}

} // namespace

fs::path resourcePath(std::string_view name)
{
    std::vector<fs::path> folders;
    if (const QString fromEnvironment = qEnvironmentVariable("ROPESCOPE_RESOURCES");
        !fromEnvironment.isEmpty())
        folders.emplace_back(fromEnvironment.toStdString());
    const fs::path program = QCoreApplication::applicationDirPath().toStdString();
    const fs::path installed = program / ROPESCOPE_INSTALL_RESOURCES;
    folders.push_back(installed);
    if (fs::path source = sourceResources(program); !source.empty())
        folders.push_back(std::move(source));
    for (const fs::path& folder : folders) {
        if (std::error_code ignored; fs::exists(folder / name, ignored))
            return (folder / name).lexically_normal();
    }
    return (installed / name).lexically_normal();
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
