// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/gguf_file.h"

#include <algorithm>
#include <bit>
#include <fstream>

#include <fmt/core.h>

#include "core/base/utf8.h"
#include "core/io/gguf_tensor_type.h"

namespace ropescope {

namespace {

// GGUF is little-endian, and so is every processor that RoPEScope runs on.
static_assert(std::endian::native == std::endian::little);

constexpr std::uint32_t kMagic = 0x46554747; // "GGUF"
constexpr std::uint64_t kUsualAlignment = 32;
constexpr std::uint64_t kLargestAlignment = 1U << 30;
constexpr std::uint32_t kMostDimensions = 4;
// The least that an entry takes: of the metadata a key's length, a type and a byte; of the tensors
// a name's length, a number of dimensions, one of them, a type and an offset.
constexpr std::size_t kLeastValueBytes = 8 + 4 + 1;
constexpr std::size_t kLeastTensorBytes = 8 + 4 + 8 + 4 + 8;

/// One line of the table of tensors, checked but for its place.
struct TableEntry {
    std::string name;
    TensorView view;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

/// A key or a name in a message; an untrusted one may be as long as the file.
std::string shown(std::string_view name)
{
    constexpr std::size_t kLongest = 100;
    return spellIllFormed(name.substr(0, kLongest)) + (name.size() > kLongest ? "..." : "");
}

struct TableError {
    ErrorCode code;
    std::string what;
};

Parsed<std::vector<long long>> readShape(GgufCursor& cursor)
{
    const auto dimensions = cursor.number<std::uint32_t>();
    if (!dimensions)
        return tl::unexpected(dimensions.error());
    if (*dimensions < 1 || *dimensions > kMostDimensions) {
        return tl::unexpected(
            fmt::format("it must have 1 to {} dimensions, found {}", kMostDimensions, *dimensions));
    }
    std::vector<long long> shape;
    for (std::uint32_t i = 0; i < *dimensions; ++i) {
        const auto size = cursor.number<std::int64_t>();
        if (!size)
            return tl::unexpected(size.error());
        if (*size < 1) {
            return tl::unexpected(
                fmt::format("dimension {} must be at least 1, found {}", i, *size));
        }
        shape.push_back(*size);
    }
    // The file names the direction first in which elements are neighbours.
    std::ranges::reverse(shape);
    return shape;
}

/// Bytes of the whole tensor, or why it has none.
Parsed<std::uint64_t> byteCount(const std::vector<long long>& shape, const GgufTensorType& type)
{
    if (shape.back() % type.blockElements != 0) {
        return tl::unexpected(fmt::format("rows of {} must be a multiple of {} long, found {}",
                                          type.name, type.blockElements, shape.back()));
    }
    long long bytes = shape.back() / type.blockElements;
    bool fits = !__builtin_mul_overflow(bytes, type.blockBytes, &bytes);
    for (std::size_t i = 0; i + 1 < shape.size(); ++i)
        fits = fits && !__builtin_mul_overflow(bytes, shape[i], &bytes);
    if (!fits) {
        return tl::unexpected(
            fmt::format("{} of shape {} takes too many bytes", type.name, describeShape(shape)));
    }
    return static_cast<std::uint64_t>(bytes);
}

/// What follows a tensor's name.
tl::expected<TableEntry, TableError> readEntry(GgufCursor& cursor)
{
    const auto malformed = [](std::string what) {
        return tl::unexpected(TableError { ErrorCode::Malformed, std::move(what) });
    };
    const auto shape = readShape(cursor);
    if (!shape)
        return malformed(shape.error());
    const auto number = cursor.number<std::uint32_t>();
    if (!number)
        return malformed(number.error());
    const GgufTensorType* type = findGgufTensorType(*number);
    if (type == nullptr) {
        return tl::unexpected(TableError { ErrorCode::Unsupported,
                                           fmt::format("its type number {} is unknown", *number) });
    }
    const auto bytes = byteCount(*shape, *type);
    if (!bytes)
        return malformed(bytes.error());
    const auto offset = cursor.number<std::uint64_t>();
    if (!offset)
        return malformed(offset.error());
    return TableEntry {
        .name = {},
        .view
        = { .type = type->type, .typeName = std::string(type->name), .shape = *shape, .bytes = {} },
        .offset = *offset,
        .bytes = *bytes
    };
}

} // namespace

Result<GgufFile> GgufFile::open(const std::filesystem::path& path)
{
    Result<MappedFile> mapped = MappedFile::open(path);
    if (!mapped)
        return tl::unexpected(mapped.error());
    GgufFile file(path, std::move(*mapped));
    if (const Result<void> read = file.read(); !read)
        return tl::unexpected(read.error());
    return file;
}

GgufFile::GgufFile(std::filesystem::path path, MappedFile file)
    : m_path(std::move(path))
    , m_file(std::move(file))
{
}

const GgufValue* GgufFile::find(std::string_view key) const
{
    const auto found = m_values.find(key);
    return found == m_values.end() ? nullptr : &found->second;
}

tl::unexpected<Error> GgufFile::malformed(std::string_view what) const
{
    return fail(ErrorCode::Malformed, fmt::format("{}: {}.", m_path.string(), what));
}

Result<void> GgufFile::read()
{
    GgufCursor cursor(m_file.bytes());
    if (const Result<void> version = readVersion(cursor); !version)
        return version;
    // Tensors come first in the header and last in the file.
    const auto tensors = cursor.count(kLeastTensorBytes, "tensors");
    if (!tensors)
        return malformed("the header: " + tensors.error());
    const auto values = cursor.count(kLeastValueBytes, "metadata values");
    if (!values)
        return malformed("the header: " + values.error());
    if (const Result<void> read = readValues(cursor, *values); !read)
        return read;
    if (const Result<void> read = readTensors(cursor, *tensors); !read)
        return read;
    return checkOverlaps();
}

Result<void> GgufFile::readVersion(GgufCursor& cursor) const
{
    const auto magic = cursor.number<std::uint32_t>();
    if (!magic || *magic != kMagic)
        return malformed("it is no GGUF file: it does not begin with 'GGUF'");
    const auto version = cursor.number<std::uint32_t>();
    if (!version)
        return malformed("the version: " + version.error());
    if ((*version & 0xffffU) == 0) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: a big-endian GGUF file is not supported.", m_path.string()));
    }
    if (*version != 2 && *version != 3) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: GGUF version {} is not supported; 2 and 3 are.",
                                m_path.string(), *version));
    }
    return {};
}

Result<void> GgufFile::readValues(GgufCursor& cursor, std::uint64_t count)
{
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto key = cursor.text();
        if (!key)
            return malformed(fmt::format("the key of metadata value {}: {}", i, key.error()));
        const auto value = cursor.value();
        if (!value)
            return malformed(fmt::format("the key '{}': {}", shown(*key), value.error()));
        if (!m_values.emplace(*key, *value).second)
            return malformed(fmt::format("the key '{}' is there twice", shown(*key)));
    }
    return {};
}

Result<std::uint64_t> GgufFile::alignment() const
{
    const GgufValue* value = find("general.alignment");
    if (value == nullptr)
        return kUsualAlignment;
    const long long found = value->integer().value_or(0);
    if (found < 1 || !std::has_single_bit(static_cast<std::uint64_t>(found))
        || static_cast<std::uint64_t>(found) > kLargestAlignment) {
        return malformed(
            fmt::format("the key 'general.alignment' must be a power of two up to {}, found {}",
                        kLargestAlignment, value->describe()));
    }
    return static_cast<std::uint64_t>(found);
}

Result<void> GgufFile::readTensors(GgufCursor& cursor, std::uint64_t count)
{
    std::vector<TableEntry> table;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto name = cursor.text();
        if (!name)
            return malformed(fmt::format("the name of tensor {}: {}", i, name.error()));
        auto entry = readEntry(cursor);
        if (!entry) {
            return fail(entry.error().code,
                        fmt::format("{}: tensor '{}': {}.", m_path.string(), shown(*name),
                                    entry.error().what));
        }
        entry->name = *name;
        table.push_back(std::move(*entry));
    }

    const Result<std::uint64_t> aligned = alignment();
    if (!aligned)
        return tl::unexpected(aligned.error());
    const std::uint64_t begin = (cursor.position() + *aligned - 1) / *aligned * *aligned;
    const std::span<const std::byte> file = m_file.bytes();
    const std::span<const std::byte> data
        = begin < file.size() ? file.subspan(begin) : std::span<const std::byte>();
    for (TableEntry& entry : table) {
        const std::string name = shown(entry.name);
        if (entry.offset % *aligned != 0) {
            return malformed(
                fmt::format("tensor '{}': its offset must be a multiple of {}, found {}", name,
                            *aligned, entry.offset));
        }
        if (entry.offset > data.size() || entry.bytes > data.size() - entry.offset) {
            return malformed(fmt::format(
                "tensor '{}': {} of shape {} takes {} bytes from byte {} of the data, which has {}",
                name, entry.view.typeName, describeShape(entry.view.shape), entry.bytes,
                entry.offset, data.size()));
        }
        entry.view.bytes = data.subspan(entry.offset, entry.bytes);
        if (!m_tensors.emplace(std::move(entry.name), std::move(entry.view)).second)
            return malformed(fmt::format("tensor '{}' is there twice", name));
    }
    return {};
}

Result<void> GgufFile::checkOverlaps() const
{
    std::vector<std::pair<std::span<const std::byte>, std::string_view>> parts;
    for (const auto& [name, view] : m_tensors)
        parts.emplace_back(view.bytes, name);
    std::ranges::sort(parts, {}, [](const auto& part) { return part.first.data(); });
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const auto& [before, nameBefore] = parts[i - 1];
        const auto& [bytes, name] = parts[i];
        if (before.data() + before.size() > bytes.data()) {
            return malformed(fmt::format("tensors '{}' and '{}' overlap by {} bytes",
                                         shown(nameBefore), shown(name),
                                         before.data() + before.size() - bytes.data()));
        }
    }
    return {};
}

bool looksLikeGguf(const std::filesystem::path& path)
{
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored))
        return false;
    std::ifstream file(path, std::ios::binary);
    std::uint32_t magic = 0;
    file.read(reinterpret_cast<char*>(&magic), sizeof(magic));
    return file.gcount() == sizeof(magic) && magic == kMagic;
}

} // namespace ropescope
