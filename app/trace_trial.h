// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <stop_token>

#include <QString>

#include "core/base/result.h"

namespace ropescope {

/// The program that tries traces before the window opens them, named once at the window's start.
/// Without one nothing is tried.
void setTrialProgram(const QString& program);

/// libhdf5 itself falls over some damaged files. A command that does so loses nothing; a window
/// would lose what it shows. So the structure of a trace, where all such falls known lie, is read
/// by `ropescope info` in a process of its own first, for some 50 ms. For worker threads. Errors:
/// Malformed where that process crashed; Cancelled. What it says in words is left for the opening
/// to say again, and so is all where it could not be started.
[[nodiscard]] Result<void> tryTrace(const std::filesystem::path& path, const std::stop_token& stop);

} // namespace ropescope
