// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ropescope {

/// The number that the whole text is, in the C locale; nullopt for anything else, also for inf and
/// nan.
template <class T> [[nodiscard]] std::optional<T> numberFromText(std::string_view text)
{
    T value {};
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || rest != end)
        return std::nullopt;
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value))
            return std::nullopt;
    }
    return value;
}

/// "A:B" (or another separator) as two numbers.
template <class A, class B = A>
[[nodiscard]] std::optional<std::pair<A, B>> pairFromText(std::string_view text, char separator)
{
    const std::size_t middle = text.find(separator);
    if (middle == std::string_view::npos)
        return std::nullopt;
    const auto first = numberFromText<A>(text.substr(0, middle));
    const auto second = numberFromText<B>(text.substr(middle + 1));
    if (!first || !second)
        return std::nullopt;
    return std::pair<A, B> { *first, *second };
}

} // namespace ropescope
