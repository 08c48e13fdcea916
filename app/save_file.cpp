// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/save_file.h"

#include <QFileInfo>
#include <QSaveFile>
#include <fmt/core.h>

namespace ropescope {

Result<void> saveFile(const std::filesystem::path& path, const QByteArray& bytes)
{
    const QString name = QString::fromStdString(path.string());
    const QFileInfo info(name);
    if (info.isDir()) {
        return fail(ErrorCode::Unwritable,
                    fmt::format("Cannot write {}: it is a folder; name a file.", path.string()));
    }
    if (!QFileInfo(info.absolutePath()).isDir()) {
        return fail(ErrorCode::Unwritable,
                    fmt::format("Cannot write {}: the folder {} does not exist; create it first.",
                                path.string(), info.absolutePath().toStdString()));
    }
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return fail(ErrorCode::Unwritable,
                    fmt::format("Cannot write {}: {}.", path.string(),
                                file.errorString().toStdString()));
    }
    return {};
}

} // namespace ropescope
