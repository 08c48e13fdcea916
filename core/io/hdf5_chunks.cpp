// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/hdf5_chunks.h"

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <utility>

#include <fmt/core.h>
#include <libdeflate.h>

namespace ropescope {

namespace {

constexpr std::uint64_t kMaxChunkBytes = std::uint64_t { 256 } << 20;
constexpr std::uint64_t kChecksumBytes = 4;

constexpr std::array<H5Z_filter_t, 3> kKnownFilters { H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE,
                                                      H5Z_FILTER_FLETCHER32 };

bool contains(std::span<const H5Z_filter_t> filters, H5Z_filter_t filter)
{
    return std::find(filters.begin(), filters.end(), filter) != filters.end();
}

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

/// That one chunk gives back its bytes.
///   stored   what the file holds of it
///   skipped  a bit for each filter that it goes without
///   room     for the inflated bytes
Result<void> checkChunk(const std::string& name, const Hdf5Chunks& chunks,
                        const std::vector<char>& stored, std::uint32_t skipped,
                        std::vector<char>& room)
{
    // In the order of writing: gzip packs what is there by then, a checksum comes behind it.
    std::size_t size = chunks.bytes;
    std::optional<std::size_t> inflated;
    for (std::size_t i = 0; i < chunks.filters.size(); ++i) {
        if ((skipped >> i & 1U) != 0)
            continue;
        if (chunks.filters[i] == H5Z_FILTER_DEFLATE)
            inflated = std::exchange(size, 0);
        if (chunks.filters[i] == H5Z_FILTER_FLETCHER32)
            size += kChecksumBytes;
    }
    const bool fits = inflated
        ? stored.size() > size && *inflated / kMaxDeflateRatio <= stored.size()
        : stored.size() == size;
    if (!fits) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: a chunk of {} bytes is stored in {}, which cannot be.", name,
                                chunks.bytes, stored.size()));
    }
    if (!inflated)
        return {};
    room.resize(*inflated);
    return checkInflated(name, stored.data(), stored.size() - size, room);
}

} // namespace

Result<Hdf5Chunks> readChunks(const std::string& name, hid_t properties, std::uint64_t elementBytes)
{
    Hdf5Chunks chunks;
    const int count = H5Pget_nfilters(properties);
    for (int i = 0; i < count; ++i) {
        std::array<char, 64> filterName {};
        unsigned flags = 0;
        std::size_t valueCount = 0;
        const H5Z_filter_t filter
            = H5Pget_filter2(properties, static_cast<unsigned>(i), &flags, &valueCount, nullptr,
                             filterName.size() - 1, filterName.data(), nullptr);
        if (!contains(kKnownFilters, filter)) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: is stored with filter {} {}; write it with gzip, shuffle "
                                    "or no filter.",
                                    name, static_cast<int>(filter), filterName.data()));
        }
        const bool shufflesZip
            = filter == H5Z_FILTER_SHUFFLE && contains(chunks.filters, H5Z_FILTER_DEFLATE);
        if (shufflesZip || contains(chunks.filters, filter)) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: a filter comes twice, or shuffle after gzip; write it "
                                    "with each at most once, and shuffle before gzip.",
                                    name));
        }
        chunks.filters.push_back(filter);
    }
    if (H5Pget_layout(properties) != H5D_CHUNKED)
        return Hdf5Chunks {}; // filters of what is not chunked mean nothing

    std::array<hsize_t, H5S_MAX_RANK> shape {};
    const int rank = H5Pget_chunk(properties, H5S_MAX_RANK, shape.data());
    unsigned options = 0;
    if (rank < 1 || H5Pget_chunk_opts(properties, &options) < 0)
        return unreadable(name);
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
