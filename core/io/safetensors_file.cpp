// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/safetensors_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"

namespace ropescope {

namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kLongestHeader = 100'000'000;
constexpr std::size_t kMostDimensions = 8;

struct ElementType {
    std::string_view name;
    long long bytes;
    TensorType type;
};

// Whole-byte types of the format; others are unknown, and so is the size of their tensors.
constexpr std::array kElementTypes {
    ElementType { "F32", 4, TensorType::Float32 },
    ElementType { "F16", 2, TensorType::Float16 },
    ElementType { "BF16", 2, TensorType::Bfloat16 },
    ElementType { "F64", 8, TensorType::Other },
    ElementType { "I64", 8, TensorType::Other },
    ElementType { "U64", 8, TensorType::Other },
    ElementType { "I32", 4, TensorType::Other },
    ElementType { "U32", 4, TensorType::Other },
    ElementType { "I16", 2, TensorType::Other },
    ElementType { "U16", 2, TensorType::Other },
    ElementType { "I8", 1, TensorType::Other },
    ElementType { "U8", 1, TensorType::Other },
    ElementType { "BOOL", 1, TensorType::Other },
    ElementType { "F8_E4M3", 1, TensorType::Other },
    ElementType { "F8_E5M2", 1, TensorType::Other },
};

/// A number that a JSON header may give as a size: whole, not negative, within long long.
std::optional<long long> sizeFrom(const nlohmann::json& value)
{
    if (!value.is_number_integer())
        return {};
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX)
        return {};
    const auto number = value.get<long long>();
    return number >= 0 ? std::optional(number) : std::nullopt;
}

std::optional<std::vector<long long>> sizesFrom(const nlohmann::json& object, const char* key)
{
    const auto list = object.find(key);
    if (list == object.end() || !list->is_array())
        return {};
    std::vector<long long> sizes;
    for (const nlohmann::json& item : *list) {
        const std::optional<long long> size = sizeFrom(item);
        if (!size)
            return {};
        sizes.push_back(*size);
    }
    return sizes;
}

/// Bytes of the whole tensor, nothing when they exceed what a long long can count.
std::optional<long long> byteCount(std::span<const long long> shape, long long elementBytes)
{
    if (std::ranges::find(shape, 0) != shape.end())
        return 0;
    long long product = elementBytes;
    for (const long long size : shape) {
        if (__builtin_mul_overflow(product, size, &product))
            return {};
    }
    return product;
}

/// One entry of the header, or the sentence that says what is wrong with it.
tl::expected<TensorView, std::string> readEntry(const nlohmann::json& entry,
                                                std::span<const std::byte> data)
{
    if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string())
        return tl::unexpected<std::string>("expected an object with a text 'dtype'");
    const std::optional shape = sizesFrom(entry, "shape");
    if (!shape || shape->size() > kMostDimensions) {
        return tl::unexpected(
            fmt::format("'shape' must be a list of at most {} sizes", kMostDimensions));
    }
    const std::optional offsets = sizesFrom(entry, "data_offsets");
    if (!offsets || offsets->size() != 2)
        return tl::unexpected<std::string>("'data_offsets' must be two byte offsets");
    const long long begin = (*offsets)[0];
    const long long end = (*offsets)[1];
    if (begin > end || end > static_cast<long long>(data.size())) {
        return tl::unexpected(fmt::format("its data lies at bytes {} to {}, but the file has {}",
                                          begin, end, data.size()));
    }

    TensorView view { .type = TensorType::Other,
                      .typeName = entry["dtype"].get<std::string>(),
                      .shape = *shape,
                      .bytes = data.subspan(static_cast<std::size_t>(begin),
                                            static_cast<std::size_t>(end - begin)) };
    const auto type = std::ranges::find(kElementTypes, view.typeName, &ElementType::name);
    if (type == kElementTypes.end())
        return view;
    view.type = type->type;
    const std::optional expected = byteCount(view.shape, type->bytes);
    if (!expected || *expected != end - begin) {
        return tl::unexpected(fmt::format(
            "{} of shape {} takes {} bytes, found {}", view.typeName, describeShape(view.shape),
            expected ? std::to_string(*expected) : "too many", end - begin));
    }
    return view;
}

} // namespace

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path)
{
    Result<MappedFile> mapped = MappedFile::open(path);
    if (!mapped)
        return tl::unexpected(mapped.error());
    SafetensorsFile file(path, std::move(*mapped));
    if (const Result<void> read = file.readHeader(); !read)
        return tl::unexpected(read.error());
    return file;
}

SafetensorsFile::SafetensorsFile(std::filesystem::path path, MappedFile file)
    : m_path(std::move(path))
    , m_file(std::move(file))
{
}

Result<void> SafetensorsFile::readHeader()
{
    const std::span<const std::byte> bytes = m_file.bytes();
    if (bytes.size() < kLengthBytes) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{} has {} bytes, too few for a safetensors header.",
                                m_path.string(), bytes.size()));
    }
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), kLengthBytes);
    if (length > kLongestHeader || length > bytes.size() - kLengthBytes) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: the header should be {} bytes long, but only {} follow.",
                                m_path.string(), length, bytes.size() - kLengthBytes));
    }
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + kLengthBytes, length);
    const Result<nlohmann::json> header
        = parseJson(text, fmt::format("{}: the header", m_path.string()));
    if (!header)
        return tl::unexpected(header.error());
    if (!header->is_object()) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: the header must be a JSON object, found {}.", m_path.string(),
                                describeJson(*header)));
    }

    const std::span<const std::byte> data = bytes.subspan(kLengthBytes + length);
    for (const auto& [name, entry] : header->items()) {
        if (name == "__metadata__")
            continue;
        auto view = readEntry(entry, data);
        if (!view) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: tensor '{}': {}.", m_path.string(), name, view.error()));
        }
        m_tensors.emplace(name, std::move(*view));
    }
    return checkLayout(data);
}

Result<void> SafetensorsFile::checkLayout(std::span<const std::byte> data) const
{
    std::vector<std::pair<std::span<const std::byte>, std::string_view>> parts;
    for (const auto& [name, view] : m_tensors)
        parts.emplace_back(view.bytes, name);
    std::ranges::sort(parts, {}, [](const auto& part) {
        return std::pair(part.first.data(), part.first.size());
    });
    const std::byte* expected = data.data();
    for (const auto& [bytes, name] : parts) {
        if (bytes.data() != expected) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: tensor '{}' begins at byte {} of the data, expected {}: "
                                    "tensors must neither overlap nor leave gaps.",
                                    m_path.string(), name, bytes.data() - data.data(),
                                    expected - data.data()));
        }
        expected += bytes.size();
    }
    if (expected != data.data() + data.size()) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: the tensors take {} bytes, but {} are there.", m_path.string(),
                                expected - data.data(), data.size()));
    }
    return {};
}

Result<TensorView> SafetensorsFile::tensor(std::string_view name) const
{
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end()) {
        return fail(ErrorCode::NotFound,
                    fmt::format("{} has no tensor '{}'.", m_path.string(), name));
    }
    if (found->second.type == TensorType::Other) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: tensor '{}' must be F32, F16 or BF16, found {}.",
                                m_path.string(), name, found->second.typeName));
    }
    return found->second;
}

} // namespace ropescope
