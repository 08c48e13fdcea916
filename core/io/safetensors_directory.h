// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/safetensors_file.h"

namespace ropescope {

/// The tensors of a Hugging Face model directory: those of model.safetensors, else those that
/// model.safetensors.index.json lists over several files.
class SafetensorsDirectory {
public:
    /// Errors: NotFound, Unreadable, Malformed; each names the file. The index may only name files
    /// inside the directory.
    [[nodiscard]] static Result<SafetensorsDirectory> open(const std::filesystem::path& directory);

    [[nodiscard]] std::vector<std::string_view> names() const;
    /// The tensor of one of the names, and the file that holds it.
    [[nodiscard]] const TensorView& view(std::string_view name) const;
    [[nodiscard]] const std::filesystem::path& fileOf(std::string_view name) const;

private:
    [[nodiscard]] Result<void> openShards(const std::filesystem::path& indexFile);
    [[nodiscard]] const SafetensorsFile& shardOf(std::string_view name) const;

    std::filesystem::path m_directory;
    std::vector<SafetensorsFile> m_files;
    std::map<std::string, std::size_t, std::less<>> m_fileOfTensor; ///< index into m_files
};

} // namespace ropescope
