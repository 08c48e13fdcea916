// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/hdf5_chunks.h"

#include <algorithm>
#include <array>
#include <memory>
#include <new>

#include <fmt/core.h>
#include <libdeflate.h>

namespace ropescope {

namespace {

constexpr std::uint64_t kMaxChunkBytes = std::uint64_t { 256 } << 20;
constexpr std::uint64_t kChecksumBytes = 4;

/// The order in which h5py, netCDF and this program write them.
constexpr std::array<H5Z_filter_t, 3> kKnownFilters { H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE,
                                                      H5Z_FILTER_FLETCHER32 };

tl::unexpected<Error> unreadable(const std::string& name)
{
    return fail(ErrorCode::Unreadable, fmt::format("{}: cannot be read: {}.", name, hdf5Error()));
}

/// That a gzip chunk inflates to as many bytes as fit into `room`, no more and no less.
Result<void> checkInflated(const std::string& name, const char* stored, std::size_t size,
                           std::vector<char>& room)
{
    const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>
        decompressor(libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
    if (!decompressor)
        throw std::bad_alloc();
    switch (libdeflate_zlib_decompress(decompressor.get(), stored, size, room.data(), room.size(),
                                       nullptr)) {
    case LIBDEFLATE_SUCCESS:
        return {};
    case LIBDEFLATE_SHORT_OUTPUT:
    case LIBDEFLATE_INSUFFICIENT_SPACE:
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: a chunk does not inflate to the {} bytes that its shape asks "
                                "for.",
                                name, room.size()));
    default:
        return fail(ErrorCode::Malformed, fmt::format("{}: a chunk cannot be inflated.", name));
    }
}

bool has(const Hdf5Chunks& chunks, H5Z_filter_t filter, std::uint32_t skipped)
{
    for (std::size_t i = 0; i < chunks.filters.size(); ++i) {
        if (chunks.filters[i] == filter)
            return (skipped >> i & 1U) == 0;
    }
    return false;
}

/// That one chunk gives back its bytes.
///   stored   what the file holds of it
///   skipped  a bit for each filter that it goes without
///   room     for the inflated bytes
Result<void> checkChunk(const std::string& name, const Hdf5Chunks& chunks,
                        const std::vector<char>& stored, std::uint32_t skipped,
                        std::vector<char>& room)
{
    const std::size_t checksum = has(chunks, H5Z_FILTER_FLETCHER32, skipped) ? kChecksumBytes : 0;
    const bool gzip = has(chunks, H5Z_FILTER_DEFLATE, skipped);
    const bool fits = gzip
        ? stored.size() > checksum && chunks.bytes / kMaxDeflateRatio <= stored.size()
        : stored.size() == chunks.bytes + checksum;
    if (!fits) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: a chunk of {} bytes is stored in {}, which cannot be.", name,
                                chunks.bytes, stored.size()));
    }
    if (!gzip)
        return {};
    room.resize(chunks.bytes);
    return checkInflated(name, stored.data(), stored.size() - checksum, room);
}

} // namespace

Result<Hdf5Chunks> readChunks(const std::string& name, hid_t properties, std::uint64_t elementBytes)
{
    Hdf5Chunks chunks;
    const int count = H5Pget_nfilters(properties);
    auto expected = kKnownFilters.begin();
    for (int i = 0; i < count; ++i) {
        std::array<char, 64> filterName {};
        unsigned flags = 0;
        std::size_t valueCount = 0;
        const H5Z_filter_t filter
            = H5Pget_filter2(properties, static_cast<unsigned>(i), &flags, &valueCount, nullptr,
                             filterName.size() - 1, filterName.data(), nullptr);
        if (std::find(kKnownFilters.begin(), kKnownFilters.end(), filter) == kKnownFilters.end()) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: is stored with filter {} {}; write it with gzip, shuffle "
                                    "or no filter.",
                                    name, static_cast<int>(filter), filterName.data()));
        }
        expected = std::find(expected, kKnownFilters.end(), filter);
        if (expected == kKnownFilters.end()) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: its filters come twice or out of order; write it with "
                                    "shuffle, gzip and checksum at most once each, in this order.",
                                    name));
        }
        ++expected;
        chunks.filters.push_back(filter);
    }
    if (H5Pget_layout(properties) != H5D_CHUNKED)
        return chunks;

    std::array<hsize_t, H5S_MAX_RANK> shape {};
    const int rank = H5Pget_chunk(properties, H5S_MAX_RANK, shape.data());
    unsigned options = 0;
    if (rank < 1 || H5Pget_chunk_opts(properties, &options) < 0)
        return fail(ErrorCode::Unreadable,
                    fmt::format("{}: cannot be read: {}.", name, hdf5Error()));
    if ((options & H5D_CHUNK_DONT_FILTER_PARTIAL_CHUNKS) != 0 && !chunks.filters.empty()) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: its edge chunks are stored without filters; write all chunks "
                                "with them.",
                                name));
    }
    chunks.shape.assign(shape.begin(), shape.begin() + rank);
    chunks.bytes = elementBytes;
    for (const hsize_t extent : chunks.shape) {
        if (__builtin_mul_overflow(chunks.bytes, extent, &chunks.bytes)
            || (chunks.bytes > kMaxChunkBytes && !chunks.filters.empty())) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: is stored in chunks of more than {} MiB; write smaller "
                                    "ones.",
                                    name, kMaxChunkBytes >> 20));
        }
    }
    return chunks;
}

Result<void> checkChunks(const std::string& name, hid_t dataset, const Hdf5Chunks& chunks,
                         const std::vector<hsize_t>& start, const std::vector<hsize_t>& count)
{
    // Without filters HDF5 reads the bytes it needs, not whole chunks (Hdf5Source::open).
    if (chunks.filters.empty() || std::find(count.begin(), count.end(), 0) != count.end())
        return {};
    std::vector<hsize_t> first(start.size());
    for (std::size_t i = 0; i < start.size(); ++i)
        first[i] = start[i] / chunks.shape[i] * chunks.shape[i];
    std::vector<hsize_t> at = first;
    std::vector<char> stored;
    std::vector<char> room;
    for (std::size_t i = 0; i < at.size();) {
        hsize_t size = 0;
        std::uint32_t skipped = 0;
        if (H5Dget_chunk_storage_size(dataset, at.data(), &size) < 0 || size == 0)
            return unreadable(name);
        stored.resize(size);
        if (H5Dread_chunk(dataset, H5P_DEFAULT, at.data(), &skipped, stored.data()) < 0)
            return unreadable(name);
        if (const Result<void> whole = checkChunk(name, chunks, stored, skipped, room); !whole)
            return whole;
        for (i = 0; i < at.size(); ++i) { // the next chunk, or none
            at[i] += chunks.shape[i];
            if (at[i] < start[i] + count[i])
                break;
            at[i] = first[i];
        }
    }
    return {};
}

} // namespace ropescope
