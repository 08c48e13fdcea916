// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/base/result.h"

namespace ropescope {

/// A file's bytes, mapped read-only. Pages are read when touched, so opening is quick at any size.
class MappedFile {
public:
    /// Errors: NotFound, Unreadable (also for folders and the like); each names the file.
    [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& path);

    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes; }

private:
    explicit MappedFile(std::span<const std::byte> bytes);

    std::span<const std::byte> m_bytes;
};

} // namespace ropescope
