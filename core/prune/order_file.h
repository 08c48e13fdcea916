// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/prune/prune_order.h"

namespace ropescope {

/// The names that the evaluation scripts of TAPPA's authors compare with, letter by letter.
inline constexpr std::string_view kTappaMethod = "TAPPA";
inline constexpr std::string_view kShortGptMethod = "ShortGPT";

/// Which layers go, first to last.
struct PruneOrder {
    std::string method;     ///< empty where the file names none
    std::string model;      ///< empty where the file names none
    std::vector<int> order; ///< layers, each at most once
};

/// A JSON object with "prune_order" and perhaps "method" and "model"; other members are ignored.
/// Errors: NotFound, Unreadable, Malformed (no list, an entry that is no layer or comes twice).
[[nodiscard]] Result<PruneOrder> readPruneOrder(const std::filesystem::path& path);

/// With every step of the calculation. Errors: Unwritable.
[[nodiscard]] Result<void> writeTappaOrder(const TappaOrder& order, const std::string& model,
                                           const std::filesystem::path& path);

/// Ascending block influence. Errors: Unwritable.
[[nodiscard]] Result<void> writeShortGptOrder(std::span<const double> blockInfluence,
                                              const std::string& model,
                                              const std::filesystem::path& path);

} // namespace ropescope
