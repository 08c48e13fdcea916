// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cmath>
#include <cstdint>
#include <random>

namespace ropescope::soak {

/// What a seed draws, the same on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed)
        : m_engine(seed)
    {
    }

    /// 0 .. count - 1; count > 0.
    [[nodiscard]] int below(int count)
    {
        return static_cast<int>(m_engine() % static_cast<std::uint64_t>(count));
    }
    /// Both ends are drawn, too.
    [[nodiscard]] int between(int least, int most) { return least + below(most - least + 1); }
    [[nodiscard]] bool once(int inSoMany) { return below(inSoMany) == 0; }
    [[nodiscard]] double decades(double least, double most)
    {
        return least * std::pow(most / least, below(1 << 20) / static_cast<double>(1 << 20));
    }
    /// `list` is not empty.
    template <class List> [[nodiscard]] auto oneOf(const List& list)
    {
        return *(std::begin(list) + below(static_cast<int>(std::size(list))));
    }

private:
    std::mt19937_64 m_engine;
};

} // namespace ropescope::soak
