// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace ropescope {

/// Errors: Malformed, naming `where` and the byte at which the text stops being JSON; also for
/// values nested deeper than 256 levels, so that what comes back may be copied and written.
[[nodiscard]] Result<nlohmann::json> parseJson(std::string_view text, std::string_view where);

/// For most JSON files; it takes up to 34 times the room in memory.
inline constexpr std::uint64_t kMostJsonBytes = std::uint64_t { 1 } << 24;
/// For tokenizer.json; those of today have 35 MB.
inline constexpr std::uint64_t kMostTokenizerBytes = std::uint64_t { 1 } << 27;

/// Errors: NotFound, Unreadable, Malformed; Unsupported for more bytes than that; each names the
/// file.
[[nodiscard]] Result<nlohmann::json> readJsonFile(const std::filesystem::path& path,
                                                  std::uint64_t mostBytes = kMostJsonBytes);

/// A value as short text, for messages: lists and objects by their size.
[[nodiscard]] std::string describeJson(const nlohmann::json& value);

} // namespace ropescope
