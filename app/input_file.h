// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/language_model.h"

namespace ropescope {

/// Token ids separated by white space or commas.
/// Errors: NotFound, Unreadable, Malformed, with the line and what stands there.
[[nodiscard]] Result<std::vector<std::int64_t>> readTokenIds(const std::filesystem::path& path);

/// The ids of --token-ids F, at least one. Errors: as above, InvalidArgument; all name the option.
[[nodiscard]] Result<std::vector<std::int64_t>> idsFromFile(const std::filesystem::path& path);
/// The text of --text-file F, or of another option, in the model's tokens. Errors: NotFound,
/// Unreadable, InvalidArgument, those of LanguageModel::tokenize().
[[nodiscard]] Result<std::vector<std::int64_t>> idsOfTextFile(const std::filesystem::path& path,
                                                              const LanguageModel& model,
                                                              std::string_view option
                                                              = "text-file");

/// The same error, with the option that it is about in front.
[[nodiscard]] Error ofOption(std::string_view option, const Error& error);

/// Can a result be written there? Asked before long work. Errors: Unwritable.
[[nodiscard]] Result<void> checkWritable(const std::filesystem::path& path);

} // namespace ropescope
