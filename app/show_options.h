// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/window_options.h"
#include "core/base/result.h"

namespace ropescope {

class MainWindow;

/// Has the window open and show what the options name: lesson, session file, trace or model, and
/// which head, page and cell of it. What takes time follows, and what goes wrong then is said in
/// the window. Errors: those of loadSession().
[[nodiscard]] Result<void> showOptions(MainWindow& window, const WindowOptions& options);

} // namespace ropescope
