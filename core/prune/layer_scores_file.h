// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace ropescope {

/// One number a layer, as the pruning scripts of TAPPA's authors store it.
struct LayerScores {
    std::string model;          ///< empty where the file names none
    std::string type;           ///< kBlockInfluenceType, kQSimilarityType or another
    std::vector<double> scores; ///< [numLayers], finite
};

inline constexpr std::string_view kBlockInfluenceType = "BI";
inline constexpr std::string_view kQSimilarityType = "q_similarity";

/// A JSON object with "scores" and perhaps "model" and "score_type"; other members are ignored.
/// Errors: NotFound, Unreadable, Malformed (no list of scores, an empty one, NaN); each names the
/// file, and the layer where one is wrong.
[[nodiscard]] Result<LayerScores> readLayerScores(const std::filesystem::path& path);

/// Numbers in their shortest form that reads back the same. Errors: Unwritable.
[[nodiscard]] Result<void> writeLayerScores(const LayerScores& scores,
                                            const std::filesystem::path& path);

} // namespace ropescope
