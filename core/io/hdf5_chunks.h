// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/hdf5_handle.h"

namespace ropescope {

/// Deflate cannot shrink anything by more than this.
inline constexpr std::uint64_t kMaxDeflateRatio = 1032;

/// How the values of one array lie in their file. HDF5 takes on trust that a chunk gives back as
/// many bytes as its shape says, and reads past its end where it does not; here that is checked.
struct Hdf5Chunks {
    std::vector<hsize_t> shape;        ///< of one chunk; empty: the array is not chunked
    std::uint64_t bytes = 0;           ///< of one chunk in memory
    std::vector<H5Z_filter_t> filters; ///< in the order of writing: shuffle, gzip, checksum or less
};

/// The chunks of an array from its creation properties.
///   name          of the array, for messages
///   elementBytes  of one value in the file
/// Errors: Unsupported for filters that HDF5 does not bring along, one that comes twice, shuffle
/// after gzip, edge chunks without filters and chunks of more than 256 MiB; Unreadable.
[[nodiscard]] Result<Hdf5Chunks> readChunks(const std::string& name, hid_t properties,
                                            std::uint64_t elementBytes);

/// That each stored chunk of a block of the array gives back exactly its bytes; gzip is undone for
/// that. To be called before H5Dread. Chunks without filters are not looked at: of them HDF5 reads
/// no more than it needs, where the file was opened without a chunk cache, as Hdf5Source does.
/// Errors: Malformed, Unreadable.
///   start, count  of the block, one number for each dimension
[[nodiscard]] Result<void> checkChunks(const std::string& name, hid_t dataset,
                                       const Hdf5Chunks& chunks, const std::vector<hsize_t>& start,
                                       const std::vector<hsize_t>& count);

} // namespace ropescope
