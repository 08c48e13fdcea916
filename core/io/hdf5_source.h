// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/hdf5_chunks.h"
#include "core/io/hdf5_handle.h"

namespace ropescope {

/// A dataset that is known to keep its data inside its file.
struct Hdf5Array {
    std::string name; ///< FILE::/path, for messages
    Hdf5Object dataset;
    Hdf5Type type;
    H5T_class_t typeClass = H5T_NO_CLASS; ///< H5T_FLOAT, H5T_INTEGER or H5T_STRING
    std::vector<std::uint64_t> shape;
    Hdf5Chunks chunks;
};

/// An HDF5 file that somebody else made. Nothing outside the file is ever touched: external links,
/// external storage, virtual datasets and plug-in filters are refused, each with the object's name.
/// Soft links are followed as long as they stay inside.
/// Safe to use from several threads as far as HDF5 is (Debian's is built thread-safe).
class Hdf5Source {
public:
    /// Errors: NotFound, Unreadable, Malformed (no HDF5 file, or a truncated one).
    [[nodiscard]] static Result<Hdf5Source> open(const std::filesystem::path& path);

    /// FILE::/path
    [[nodiscard]] std::string nameOf(const std::string& object) const;
    /// Whether there is a link of that name; its folders must be there.
    [[nodiscard]] bool has(const std::string& object) const;
    /// A group. Errors: NotFound, Malformed.
    [[nodiscard]] Result<Hdf5Object> group(const std::string& object) const;
    /// Errors: NotFound, Malformed, Unsupported (filters or chunks, see readChunks).
    [[nodiscard]] Result<Hdf5Array> array(const std::string& object) const;
    /// That every byte is in the file: Malformed when data are missing or the declared size cannot
    /// have been stored. Walks the chunk index, so it is for opening, not for each read.
    [[nodiscard]] Result<void> checkStorage(const Hdf5Array& array) const;

    [[nodiscard]] std::uint64_t fileSize() const { return m_fileSize; }

private:
    Hdf5Source() = default;
    [[nodiscard]] Result<Hdf5Object> object(const std::string& name, H5I_type_t type) const;

    std::string m_name;
    std::uint64_t m_fileSize = 0;
    Hdf5File m_file;
    Hdf5Properties m_linkAccess; ///< refuses to follow external links
};

/// "(2, 512, 64)"
[[nodiscard]] std::string shapeText(const std::vector<std::uint64_t>& shape);

} // namespace ropescope
