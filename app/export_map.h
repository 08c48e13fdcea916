// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace ropescope {

struct MapPicture;

/// Saves a picture as a figure (pdf, svg, png), or its values (npy). model: for the title.
/// Errors: those of the writers.
[[nodiscard]] Result<void> exportMap(const MapPicture& picture, const std::string& model,
                                     const std::filesystem::path& path);

} // namespace ropescope
