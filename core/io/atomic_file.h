// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"

namespace ropescope {

/// A new version of a file, written beside it and renamed into place by commit(): readers see the
/// earlier file or the whole new one, whatever happens in between. Without commit() nothing
/// changes.
///
///     Result<AtomicFile> file = AtomicFile::create(path);
///     ... write to file->temporary() and close it ...
///     return file->commit();
///
/// A symbolic link stays a link: the file that it points to is replaced. An existing file keeps its
/// permissions.
class AtomicFile {
public:
    /// Makes the empty temporary file. Errors: Unwritable with the path and the reason, e.g. a
    /// folder that does not exist, a read-only disk, a target that is a folder or a device.
    [[nodiscard]] static Result<AtomicFile> create(const std::filesystem::path& path);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    [[nodiscard]] const std::filesystem::path& temporary() const { return m_temporary; }
    /// Flushes the temporary file to the disk and renames it. Errors: Unwritable.
    [[nodiscard]] Result<void> commit();

private:
    AtomicFile(std::filesystem::path asked, std::filesystem::path target,
               std::filesystem::path temporary);

    std::filesystem::path m_asked;     ///< as the caller gave it, for messages
    std::filesystem::path m_target;    ///< with symbolic links resolved
    std::filesystem::path m_temporary; ///< empty once committed or moved from
};

/// Replaces the file by `content`, as AtomicFile does. Errors: Unwritable with path and reason.
[[nodiscard]] Result<void> writeFile(const std::filesystem::path& path, std::string_view content);

/// "Cannot write PATH: REASON." for an errno value.
[[nodiscard]] Error unwritable(const std::filesystem::path& path, int errorNumber);

} // namespace ropescope
