// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/window_options.h"

namespace ropescope {

/// Shows the window and runs until it closes. Needs a QApplication.
/// Returns the process's exit code; a failure is one line on standard error and 1.
[[nodiscard]] int runWindow(const WindowOptions& options);

} // namespace ropescope
