// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/io/mapped_file.h"
#include "core/io/tensor_view.h"

namespace ropescope {

/// One memory-mapped .safetensors file: 8 bytes of header length, a JSON header, then the data.
class SafetensorsFile {
public:
    /// The file is untrusted: the header's length and JSON, every shape, and that the tensors lie
    /// in the file side by side without gap or overlap are checked here; types that RoPEScope does
    /// not compute with only when such a tensor is asked for.
    /// Errors: NotFound, Unreadable, Malformed; each names the file and the tensor.
    [[nodiscard]] static Result<SafetensorsFile> open(const std::filesystem::path& path);

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] const std::map<std::string, TensorView, std::less<>>& tensors() const
    {
        return m_tensors;
    }

    /// Errors: NotFound; Unsupported when it is not F32, F16 or BF16.
    [[nodiscard]] Result<TensorView> tensor(std::string_view name) const;

private:
    SafetensorsFile(std::filesystem::path path, MappedFile file);
    [[nodiscard]] Result<void> readHeader();
    [[nodiscard]] Result<void> checkLayout(std::span<const std::byte> data) const;

    std::filesystem::path m_path;
    MappedFile m_file;
    std::map<std::string, TensorView, std::less<>> m_tensors;
};

} // namespace ropescope
