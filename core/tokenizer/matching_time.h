// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace ropescope {

/// How long all patterns and added tokens of a tokenizer together may be searched for in one text,
/// in all its pieces: a pattern can take unreasonably long on a few characters, and a text has many
/// of them.
class MatchingTime {
public:
    using Clock = std::chrono::steady_clock;

    /// bytes: of the text. Plain patterns take some 50 ns for each.
    explicit MatchingTime(std::size_t bytes)
        : m_left(std::chrono::seconds(3) + bytes * std::chrono::microseconds(10))
    {
    }
    void spend(Clock::duration time) { m_left -= time; }
    [[nodiscard]] Clock::duration left() const { return std::max(m_left, Clock::duration::zero()); }

private:
    Clock::duration m_left;
};

} // namespace ropescope
