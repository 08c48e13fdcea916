// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/io/gguf_cursor.h"
#include "core/io/gguf_value.h"
#include "core/io/mapped_file.h"
#include "core/io/tensor_view.h"

namespace ropescope {

/// One memory-mapped GGUF file: metadata, a table of tensors, then their data. Versions 2 and 3,
/// little-endian. Source: the format's description,
/// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
class GgufFile {
public:
    /// The file is untrusted: every count, length, offset and shape is checked here against what
    /// the file holds, and that no two tensors overlap. Types that RoPEScope does not compute with
    /// come out as TensorType::Other. Shapes are row-major, (outputs, inputs): the file has the
    /// reverse. Errors: NotFound, Unreadable, Malformed, Unsupported (another version, byte order
    /// or tensor type number); each names the file and the key or the tensor.
    [[nodiscard]] static Result<GgufFile> open(const std::filesystem::path& path);

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] const std::map<std::string, GgufValue, std::less<>>& values() const
    {
        return m_values;
    }
    /// nullptr when absent.
    [[nodiscard]] const GgufValue* find(std::string_view key) const;
    [[nodiscard]] const std::map<std::string, TensorView, std::less<>>& tensors() const
    {
        return m_tensors;
    }

private:
    GgufFile(std::filesystem::path path, MappedFile file);
    [[nodiscard]] Result<void> read();
    [[nodiscard]] Result<void> readVersion(GgufCursor& cursor) const;
    [[nodiscard]] Result<void> readValues(GgufCursor& cursor, std::uint64_t count);
    [[nodiscard]] Result<void> readTensors(GgufCursor& cursor, std::uint64_t count);
    [[nodiscard]] Result<std::uint64_t> alignment() const;
    [[nodiscard]] Result<void> checkOverlaps() const;
    [[nodiscard]] tl::unexpected<Error> malformed(std::string_view what) const;

    std::filesystem::path m_path;
    MappedFile m_file;
    std::map<std::string, GgufValue, std::less<>> m_values;
    std::map<std::string, TensorView, std::less<>> m_tensors;
};

/// Whether the file begins as GGUF does; false also when it cannot be read.
[[nodiscard]] bool looksLikeGguf(const std::filesystem::path& path);

} // namespace ropescope
