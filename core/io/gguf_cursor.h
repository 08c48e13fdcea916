// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "core/io/gguf_value.h"

namespace ropescope {

/// What the caller still has to prefix with the file and the place in it.
template <class T> using Parsed = tl::expected<T, std::string>;

/// Reads an untrusted GGUF header from front to back: nothing is taken that is not there, and no
/// count is believed that what is left of the file cannot hold.
class GgufCursor {
public:
    explicit GgufCursor(std::span<const std::byte> file)
        : m_file(file)
    {
    }

    [[nodiscard]] std::size_t position() const { return m_at; }
    [[nodiscard]] std::size_t left() const { return m_file.size() - m_at; }

    template <class T> [[nodiscard]] Parsed<T> number()
    {
        if (left() < sizeof(T))
            return tl::unexpected(ends(sizeof(T)));
        T value;
        std::memcpy(&value, m_file.data() + m_at, sizeof(value));
        m_at += sizeof(value);
        return value;
    }
    /// A count of things that take at least leastBytes each.
    [[nodiscard]] Parsed<std::uint64_t> count(std::size_t leastBytes, std::string_view things);
    [[nodiscard]] Parsed<std::string_view> text();
    /// A value type and the value.
    [[nodiscard]] Parsed<GgufValue> value();

private:
    [[nodiscard]] std::string ends(std::uint64_t needed) const;
    [[nodiscard]] Parsed<GgufType> type();
    [[nodiscard]] Parsed<void> skip(std::uint64_t bytes);
    [[nodiscard]] Parsed<void> skipElements(GgufType type, std::uint64_t count, int depth);
    /// Element type, count and elements.
    [[nodiscard]] Parsed<GgufValue> array(int depth);

    std::span<const std::byte> m_file;
    std::size_t m_at = 0;
};

} // namespace ropescope
