// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string_view>

#include <QString>

namespace ropescope {

/// Where an installed resource lies ("model", "lessons"): $ROPESCOPE_RESOURCES, the share folder
/// beside the installed program, or, in a build folder, the source tree, in this order. Returns
/// where it should be installed when none exists, so that an error can name it.
[[nodiscard]] std::filesystem::path resourcePath(std::string_view name);

/// What a model reads where nobody says anything else.
[[nodiscard]] QString usualPrompt();

} // namespace ropescope
