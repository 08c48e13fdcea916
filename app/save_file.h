// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>

#include <QByteArray>

#include "core/base/result.h"

namespace ropescope {

/// Writes the bytes to a temporary file beside `path` and renames it into place, so that a reader
/// sees the earlier file or the whole new one. Errors: Unwritable with the path and the reason.
[[nodiscard]] Result<void> saveFile(const std::filesystem::path& path, const QByteArray& bytes);

} // namespace ropescope
