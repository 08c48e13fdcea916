// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command_parser.h"
#include "app/report/compress_report.h"

namespace ropescope {

/// The command line of `compress`.
struct CompressOptions {
    std::vector<std::string> traces; ///< or, where there is none, a model and texts
    std::string model;               ///< empty: the built-in one
    std::optional<std::string> text;
    std::vector<std::string> textFiles;
    std::optional<std::string> idsFile;
    bool namesMethods = false; ///< else "all": those that the source can do
    CompressionRequest request;
    std::optional<int> continuation;
    int maxTokens = 0;
    std::uint64_t seed = 1;
    std::string output;
    std::string kept;   ///< empty: none
    std::string heads;  ///< empty: none
    std::string figure; ///< empty: none

    [[nodiscard]] bool hasText() const { return text || idsFile || !textFiles.empty(); }
};

void declareCompressOptions(CommandParser& parser);
[[nodiscard]] CompressOptions readCompressOptions(OptionReader& reader);

} // namespace ropescope
