// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>

namespace ropescope {

/// A line of the sheet of keys.
struct KeyHelp {
    const char* keys;   ///< "Ctrl+Z / Ctrl+Shift+Z", the same in every language
    const char* action; ///< to be translated in the context "ropescope::KeyHelp"
};

/// All keys of the window, those of everyday use first. resources/help/keys.md has them too.
[[nodiscard]] std::span<const KeyHelp> keyHelp();

} // namespace ropescope
