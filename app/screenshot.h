// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>

#include <QSize>

#include "core/base/result.h"

namespace ropescope {

class MainWindow;

/// Waits until nothing is under way, then writes what the window shows as PNG. The same options
/// give the same bytes.
/// Errors: Unreadable with what the session said when something failed; Cancelled when it took too
/// long; InvalidArgument when the window, with all that it shows, is larger than `asked` (empty:
/// any size); Unwritable.
[[nodiscard]] Result<void> saveScreenshot(MainWindow& window, const std::filesystem::path& file,
                                          QSize asked);

} // namespace ropescope
