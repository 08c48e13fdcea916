// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/language_model.h"

namespace ropescope::test {

/// A model of tests/data/models, or "built-in".
[[nodiscard]] std::filesystem::path modelPath(const std::string& name);

/// Ends the program when the model does not open.
[[nodiscard]] std::shared_ptr<const LanguageModel> openModel(
    const std::filesystem::path& directory);

/// Ends the program when the run fails. Uses a pool of two threads.
[[nodiscard]] CaptureResult capture(const LanguageModel& model,
                                    const std::vector<std::int64_t>& tokenIds,
                                    const CaptureOptions& options);

/// Copies the model's files into a folder that exists.
void copyModel(const std::string& name, const std::filesystem::path& to);
/// Replaces the one occurrence of `from` in the folder's config.json.
void editConfig(const std::filesystem::path& directory, std::string_view from, std::string_view to);

} // namespace ropescope::test
