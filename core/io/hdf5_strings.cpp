// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/hdf5_strings.h"

#include <cerrno>
#include <cstring>
#include <map>
#include <optional>
#include <span>

#include <fmt/core.h>
#include <unistd.h>

namespace ropescope {

namespace {

using Bytes = std::span<const unsigned char>;

std::uint64_t littleEndian(Bytes bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

/// Nothing is done: the bytes of a string's reference are wanted.
herr_t keepReferences(hid_t source, hid_t target, H5T_cdata_t* path, size_t, size_t, size_t, void*,
                      void*, hid_t)
{
    if (path->command != H5T_CONV_INIT)
        return 0;
    path->need_bkg = H5T_BKG_NO;
    return H5Tis_variable_str(source) > 0 && H5Tget_class(target) == H5T_OPAQUE
            && H5Tget_size(source) == H5Tget_size(target)
        ? 0
        : -1;
}

void registerConversion()
{
    static const herr_t kRegistered = [] {
        const Hdf5Type text(H5Tcopy(H5T_C_S1));
        H5Tset_size(text.get(), H5T_VARIABLE);
        const Hdf5Type opaque(H5Tcreate(H5T_OPAQUE, 1));
        return H5Tregister(H5T_PERS_SOFT, "string references", text.get(), opaque.get(),
                           keepReferences);
    }();
    static_cast<void>(kRegistered);
}

/// The sizes that a file is written with.
struct Widths {
    std::size_t address = 0;
    std::size_t length = 0;
    hsize_t userBlock = 0; ///< addresses count from behind it
};

Widths widthsOf(hid_t file)
{
    const Hdf5Properties creation(H5Fget_create_plist(file));
    Widths widths;
    H5Pget_sizes(creation.get(), &widths.address, &widths.length);
    H5Pget_userblock(creation.get(), &widths.userBlock);
    return widths;
}

/// The lengths of the objects in a global heap collection, by their index.
/// Source: HDF5 File Format Specification 3.0, III.E.
using HeapSizes = std::map<std::uint64_t, std::uint64_t>;

class GlobalHeap {
public:
    explicit GlobalHeap(hid_t file)
        : m_widths(widthsOf(file))
    {
        void* handle = nullptr; // of the driver that Hdf5Source opens files with
        if (H5Fget_vfd_handle(file, H5P_DEFAULT, &handle) >= 0 && handle != nullptr)
            m_descriptor = *static_cast<int*>(handle);
        hsize_t size = 0;
        if (H5Fget_filesize(file, &size) >= 0)
            m_left = m_fileSize = size;
    }

    /// Nothing where there is no sound collection.
    std::optional<HeapSizes> read(std::uint64_t address)
    {
        const std::size_t header = headerBytes();
        const std::optional<std::vector<unsigned char>> start = bytesAt(address, header);
        if (!start || std::memcmp(start->data(), "GCOL\1", 5) != 0)
            return {};
        const std::uint64_t size = littleEndian(Bytes(*start).subspan(8, m_widths.length));
        if (size < header || size > m_left) // all together have room in the file
            return {};
        m_left -= size;
        const std::optional<std::vector<unsigned char>> all = bytesAt(address, size);
        if (!all)
            return {};
        return objectsIn(Bytes(*all).subspan(header));
    }

private:
    /// Of a collection and of an object in it: eight bytes and a length, in whole eights.
    [[nodiscard]] std::size_t headerBytes() const { return 8 + (m_widths.length + 7) / 8 * 8; }

    [[nodiscard]] std::optional<HeapSizes> objectsIn(Bytes rest) const
    {
        const std::size_t header = headerBytes();
        HeapSizes sizes;
        while (rest.size() >= header) {
            const std::uint64_t index = littleEndian(rest.first(2));
            const std::uint64_t size = littleEndian(rest.subspan(8, m_widths.length));
            // Index 0 is free space, whose header counts.
            if (size > rest.size() || (index == 0 && size < header))
                return {};
            const std::uint64_t taken = index == 0 ? size : header + (size + 7) / 8 * 8;
            if (taken > rest.size() || !sizes.emplace(index, size).second)
                return {};
            rest = rest.subspan(taken);
        }
        return sizes;
    }

    [[nodiscard]] std::optional<std::vector<unsigned char>> bytesAt(std::uint64_t address,
                                                                    std::uint64_t count) const
    {
        const std::uint64_t begin = address + m_widths.userBlock;
        if (begin < address || begin > m_fileSize || count > m_fileSize - begin)
            return {};
        std::vector<unsigned char> bytes(count);
        std::uint64_t done = 0;
        while (done < count) {
            const ssize_t got = ::pread(m_descriptor, bytes.data() + done, count - done,
                                        static_cast<off_t>(begin + done));
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0)
                return {};
            done += static_cast<std::uint64_t>(got);
        }
        return bytes;
    }

    Widths m_widths;
    int m_descriptor = -1;
    std::uint64_t m_fileSize = 0;
    std::uint64_t m_left = 0;
};

} // namespace

bool isSoundString(hid_t type)
{
    if (H5Tis_variable_str(type) <= 0)
        return true;
    const Hdf5Type character(H5Tget_super(type));
    return character && H5Tget_size(character.get()) == 1;
}

std::size_t stringReferenceBytes(hid_t file) { return 4 + widthsOf(file).address + 4; }

std::size_t storedBytes(hid_t file, hid_t type)
{
    return H5Tis_variable_str(type) > 0 ? stringReferenceBytes(file) : H5Tget_size(type);
}

Hdf5Type stringReferenceType(hid_t file)
{
    registerConversion();
    return Hdf5Type(H5Tcreate(H5T_OPAQUE, stringReferenceBytes(file)));
}

Result<void> checkStringReferences(const std::string& name, hid_t file,
                                   const std::vector<unsigned char>& references)
{
    const std::size_t width = stringReferenceBytes(file);
    GlobalHeap heap(file);
    std::map<std::uint64_t, HeapSizes> collections;
    for (std::size_t at = 0; at + width <= references.size(); at += width) {
        const Bytes reference = Bytes(references).subspan(at, width);
        const std::uint64_t length = littleEndian(reference.first(4));
        const std::uint64_t address = littleEndian(reference.subspan(4, width - 8));
        const std::uint64_t index = littleEndian(reference.last(4));
        if (address == 0) // no string at all
            continue;
        auto found = collections.find(address);
        if (found == collections.end()) {
            std::optional<HeapSizes> sizes = heap.read(address);
            if (!sizes) {
                return fail(ErrorCode::Malformed,
                            fmt::format("{}: the strings of variable length at byte {} of the file "
                                        "are damaged.",
                                        name, address));
            }
            found = collections.emplace(address, std::move(*sizes)).first;
        }
        const auto object = found->second.find(index);
        const bool exists = index != 0 && object != found->second.end();
        if (!exists || object->second != length) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: string {} is said to have {} bytes, found {}.", name,
                                    at / width, length,
                                    exists ? std::to_string(object->second) : "none"));
        }
    }
    return {};
}

} // namespace ropescope
