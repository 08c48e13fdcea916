// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/hdf5_read.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

#include <fmt/core.h>

#include "core/base/finite.h"
#include "core/io/hdf5_strings.h"
#include "core/io/hdf5_text.h"

namespace ropescope {

namespace {

constexpr std::uint64_t kMaxTextBytes = std::uint64_t { 1 } << 30;

/// A part of an array: where it begins and how far it goes in each dimension.
struct Block {
    std::vector<hsize_t> start;
    std::vector<hsize_t> count;
};

tl::unexpected<Error> unreadable(const Hdf5Array& array)
{
    return fail(ErrorCode::Unreadable,
                fmt::format("{}: cannot be read: {}.", array.name, hdf5Error()));
}

/// H5Dread of a block of an array, checked chunk by chunk.
///   values  room for as many values of type `memory` as the block has
Result<void> readBlock(const Hdf5Array& array, const Block& block, hid_t memory, void* values,
                       hid_t transfer = H5P_DEFAULT)
{
    const hid_t dataset = array.dataset.get();
    if (auto whole = checkChunks(array.name, dataset, array.chunks, block.start, block.count);
        !whole)
        return whole;
    const Hdf5Space file(H5Dget_space(dataset));
    const Hdf5Space room(
        H5Screate_simple(static_cast<int>(block.count.size()), block.count.data(), nullptr));
    if (!file || !room
        || H5Sselect_hyperslab(file.get(), H5S_SELECT_SET, block.start.data(), nullptr,
                               block.count.data(), nullptr)
            < 0
        || H5Dread(dataset, memory, room.get(), file.get(), transfer, values) < 0)
        return unreadable(array);
    return {};
}

/// All of a one-dimensional array.
Block wholeOf(const Hdf5Array& array) { return { { 0 }, { array.shape.at(0) } }; }

/// HDF5 converts float16 bit by bit (some 20 M values a second), Eigen does it in a few operations.
/// The halves are read into the upper part of the floats' own memory: no second buffer is needed.
Result<void> readHalves(const Hdf5Array& array, const Block& block, hid_t half, MatrixRM& values)
{
    auto* const bytes = reinterpret_cast<unsigned char*>(values.data());
    const std::size_t count = static_cast<std::size_t>(values.size());
    unsigned char* const halves = bytes + count * sizeof(Eigen::half);
    if (const Result<void> read = readBlock(array, block, half, halves); !read)
        return read;
    for (std::size_t i = 0; i < count; ++i) {
        Eigen::half value;
        std::memcpy(&value, halves + i * sizeof(value), sizeof(value));
        values.data()[i] = static_cast<float>(value);
    }
    return {};
}

/// Memory for the variable-length strings of one read. HDF5 would allocate what the file asks for.
class TextArena {
public:
    explicit TextArena(std::uint64_t limit)
        : m_left(limit)
    {
    }
    [[nodiscard]] bool exhausted() const { return m_exhausted; }

    static void* allocate(std::size_t size, void* self)
    {
        auto& arena = *static_cast<TextArena*>(self);
        if (size > arena.m_left) {
            arena.m_exhausted = true;
            return nullptr;
        }
        arena.m_left -= size;
        arena.m_blocks.emplace_back(new (std::nothrow) char[size]);
        return arena.m_blocks.back().get();
    }
    static void release(void*, void*) { } // all at once, with the arena

private:
    std::uint64_t m_left;
    bool m_exhausted = false;
    std::vector<std::unique_ptr<char[]>> m_blocks;
};

template <class T> Result<std::vector<T>> readAll(const Hdf5Array& array, hid_t type)
{
    const Hdf5Silence silence;
    std::vector<T> values(array.shape.at(0));
    if (const auto read = readBlock(array, wholeOf(array), type, values.data()); !read)
        return tl::unexpected(read.error());
    return values;
}

Result<std::vector<std::string>> readVariableTexts(const Hdf5Array& array, std::uint64_t byteLimit)
{
    const Hdf5File file(H5Iget_file_id(array.dataset.get()));
    const Hdf5Type stored = stringReferenceType(file.get());
    std::vector<unsigned char> references(array.shape.at(0) * stringReferenceBytes(file.get()));
    if (const auto raw = readBlock(array, wholeOf(array), stored.get(), references.data()); !raw)
        return tl::unexpected(raw.error());
    if (const auto sound = checkStringReferences(array.name, file.get(), references); !sound)
        return tl::unexpected(sound.error());

    TextArena arena(byteLimit + array.shape.at(0)); // each string ends with a NUL
    const Hdf5Properties transfer(H5Pcreate(H5P_DATASET_XFER));
    H5Pset_vlen_mem_manager(transfer.get(), TextArena::allocate, &arena, TextArena::release,
                            &arena);
    std::vector<char*> pointers(array.shape.at(0), nullptr);
    const auto read
        = readBlock(array, wholeOf(array), array.type.get(), pointers.data(), transfer.get());
    if (arena.exhausted()) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: the strings together are longer than {} bytes.", array.name,
                                byteLimit));
    }
    if (!read)
        return tl::unexpected(read.error());
    std::vector<std::string> texts;
    texts.reserve(pointers.size());
    for (const char* const text : pointers)
        texts.push_back(text == nullptr ? std::string() : validUtf8(text));
    return texts;
}

Result<std::vector<std::string>> readFixedTexts(const Hdf5Array& array, std::uint64_t byteLimit)
{
    const std::size_t width = H5Tget_size(array.type.get());
    const std::size_t count = array.shape.at(0);
    if (width > byteLimit / std::max<std::size_t>(count, 1)) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: {} strings of {} bytes are longer than {} bytes together.",
                                array.name, count, width, byteLimit));
    }
    std::string bytes(width * count, '\0');
    const auto read = readBlock(array, wholeOf(array), array.type.get(), bytes.data());
    if (!read)
        return tl::unexpected(read.error());
    const H5T_str_t padding = H5Tget_strpad(array.type.get());
    std::vector<std::string> texts;
    texts.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        texts.push_back(textOfFixedString({ bytes.data() + i * width, width }, padding));
    return texts;
}

} // namespace

Result<MatrixRM> readSlice(const Hdf5Array& array, std::uint64_t index)
{
    const Hdf5Silence silence;
    const Block block { { index, 0, 0 }, { 1, array.shape.at(1), array.shape.at(2) } };
    try {
        MatrixRM values(static_cast<Eigen::Index>(array.shape[1]),
                        static_cast<Eigen::Index>(array.shape[2]));
        const Hdf5Type half = hdf5HalfType();
        const Result<void> read = H5Tequal(array.type.get(), half.get()) > 0
            ? readHalves(array, block, half.get(), values)
            : readBlock(array, block, H5T_NATIVE_FLOAT, values.data());
        if (!read)
            return tl::unexpected(read.error());
        if (!isFinite(values)) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: head {} holds NaN or infinity.", array.name, index));
        }
        return values;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::Unreadable,
                    fmt::format("{}: head {} needs {} MiB of memory.", array.name, index,
                                array.shape[1] * array.shape[2] * sizeof(float) >> 20));
    }
}

Result<std::vector<double>> readReals(const Hdf5Array& array)
{
    return readAll<double>(array, H5T_NATIVE_DOUBLE);
}

Result<std::vector<std::int64_t>> readIntegers(const Hdf5Array& array)
{
    return readAll<std::int64_t>(array, H5T_NATIVE_INT64);
}

Result<std::vector<std::string>> readTexts(const Hdf5Array& array, std::uint64_t fileSize)
{
    const Hdf5Silence silence;
    // Padding compresses well: only strings of variable length are bounded by the size of the file.
    return H5Tis_variable_str(array.type.get()) > 0
        ? readVariableTexts(array, std::min(fileSize, kMaxTextBytes))
        : readFixedTexts(array, kMaxTextBytes);
}

} // namespace ropescope
