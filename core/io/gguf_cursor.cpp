// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/gguf_cursor.h"

#include <fmt/core.h>

namespace ropescope {

namespace {

constexpr int kDeepestArray = 4;
constexpr std::size_t kLengthBytes = sizeof(std::uint64_t);
constexpr std::size_t kArrayHeadBytes = sizeof(std::uint32_t) + sizeof(std::uint64_t);

std::size_t leastBytes(GgufType type)
{
    if (type == GgufType::String)
        return kLengthBytes;
    if (type == GgufType::Array)
        return kArrayHeadBytes;
    return ggufTypeBytes(type).value_or(1);
}

} // namespace

std::string GgufCursor::ends(std::uint64_t needed) const
{
    return fmt::format("expected {} more bytes at byte {}, but only {} follow", needed, m_at,
                       left());
}

Parsed<std::uint64_t> GgufCursor::count(std::size_t leastBytes, std::string_view things)
{
    const auto found = number<std::uint64_t>();
    if (found && *found > left() / leastBytes) {
        return tl::unexpected(
            fmt::format("{} {} take at least {} bytes each, but only {} bytes follow at byte {}",
                        *found, things, leastBytes, left(), m_at));
    }
    return found;
}

Parsed<void> GgufCursor::skip(std::uint64_t bytes)
{
    if (left() < bytes)
        return tl::unexpected(ends(bytes));
    m_at += bytes;
    return {};
}

Parsed<std::string_view> GgufCursor::text()
{
    const auto length = number<std::uint64_t>();
    if (!length)
        return tl::unexpected(length.error());
    const std::size_t begin = m_at;
    if (const auto skipped = skip(*length); !skipped)
        return tl::unexpected("a text: " + skipped.error());
    return std::string_view(reinterpret_cast<const char*>(m_file.data()) + begin, *length);
}

Parsed<GgufType> GgufCursor::type()
{
    const auto found = number<std::uint32_t>();
    if (!found)
        return tl::unexpected(found.error());
    constexpr auto kLast = static_cast<std::uint32_t>(GgufType::Float64);
    if (*found > kLast) {
        return tl::unexpected(
            fmt::format("the value type must be from 0 to {}, found {}", kLast, *found));
    }
    return static_cast<GgufType>(*found);
}

Parsed<GgufValue> GgufCursor::value()
{
    const auto found = type();
    if (!found)
        return tl::unexpected(found.error());
    if (*found == GgufType::Array)
        return array(1);
    const std::size_t begin = m_at;
    if (const auto skipped = skipElements(*found, 1, 0); !skipped)
        return tl::unexpected(skipped.error());
    return GgufValue { .type = *found, .bytes = m_file.subspan(begin, m_at - begin) };
}

Parsed<GgufValue> GgufCursor::array(int depth)
{
    if (depth > kDeepestArray) {
        return tl::unexpected(
            fmt::format("arrays are nested more than {} levels deep", kDeepestArray));
    }
    const auto elementType = type();
    if (!elementType)
        return tl::unexpected(elementType.error());
    const auto size = count(leastBytes(*elementType), "elements of an array");
    if (!size)
        return tl::unexpected(size.error());
    const std::size_t begin = m_at;
    if (const auto skipped = skipElements(*elementType, *size, depth); !skipped)
        return tl::unexpected(skipped.error());
    return GgufValue { .type = GgufType::Array,
                       .elementType = *elementType,
                       .count = *size,
                       .bytes = m_file.subspan(begin, m_at - begin) };
}

Parsed<void> GgufCursor::skipElements(GgufType type, std::uint64_t count, int depth)
{
    if (const auto bytes = ggufTypeBytes(type)) {
        // A product that does not fit is more than the file has, too.
        std::uint64_t all = 0;
        if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(*bytes), &all))
            return tl::unexpected(ends(UINT64_MAX));
        return skip(all);
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        if (type == GgufType::String) {
            if (const auto read = text(); !read)
                return tl::unexpected(read.error());
        } else if (const auto read = array(depth + 1); !read) {
            return tl::unexpected(read.error());
        }
    }
    return {};
}

} // namespace ropescope
