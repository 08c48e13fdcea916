// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/language_model.h"

namespace ropescope {

/// Token ids separated by white space or commas.
/// Errors: NotFound, Unreadable, Malformed, with the line and what stands there.
[[nodiscard]] Result<std::vector<std::int64_t>> readTokenIds(const std::filesystem::path& path);

/// The ids of --token-ids F, at least one, all in the model's vocabulary. Errors: as above,
/// InvalidArgument; all name the option and the file.
[[nodiscard]] Result<std::vector<std::int64_t>> idsFromFile(const std::filesystem::path& path,
                                                            const LanguageModel& model);
/// The text of --text S. Errors: those of LanguageModel::tokenize(), with the option.
[[nodiscard]] Result<std::vector<std::int64_t>> idsOfText(const std::string& text,
                                                          const LanguageModel& model);
/// The text of --text-file F, or of another option, in the model's tokens. Errors: NotFound,
/// Unreadable, InvalidArgument, those of LanguageModel::tokenize(); all name the option and the
/// file.
[[nodiscard]] Result<std::vector<std::int64_t>> idsOfTextFile(const std::filesystem::path& path,
                                                              const LanguageModel& model,
                                                              std::string_view option
                                                              = "text-file");

/// The same error, with the option that it is about in front.
[[nodiscard]] Error ofOption(std::string_view option, const Error& error);
/// The same error, with the file that it is about in front.
[[nodiscard]] Error inFile(const std::filesystem::path& path, const Error& error);

} // namespace ropescope
