// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/attention/value_map.h"
#include "core/base/result.h"

namespace ropescope {

/// A map with what is to be known of it.
struct NamedMap {
    const ValueMap* map = nullptr;
    std::vector<std::pair<std::string, std::string>> texts; ///< attributes
    std::vector<std::pair<std::string, std::vector<int>>> numbers;
};

/// Writes an HDF5 file with a dataset /panels/0, /panels/1, ... for each map, float32
/// [height, width], NaN where nothing is seen, and the texts as attributes of the root beside
/// version = 1. The same maps give the same bytes. Errors: Unwritable.
[[nodiscard]] Result<void> writeMapFile(
    const std::filesystem::path& path, const std::vector<NamedMap>& maps,
    const std::vector<std::pair<std::string, std::string>>& texts);

} // namespace ropescope
