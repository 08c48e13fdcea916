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

    /// Errors: NotFound; Unsupported when it is not F32, F16 or BF16; each names file and tensor.
    [[nodiscard]] Result<TensorView> tensor(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> names() const;
    /// The file that holds the tensor, for messages; the directory when there is none.
    [[nodiscard]] const std::filesystem::path& fileOf(std::string_view name) const;

private:
    [[nodiscard]] Result<void> openShards(const std::filesystem::path& indexFile);

    std::filesystem::path m_directory;
    std::vector<SafetensorsFile> m_files;
    std::map<std::string, std::size_t, std::less<>> m_fileOfTensor; ///< index into m_files
};

} // namespace ropescope
