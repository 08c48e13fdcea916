// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>

namespace ropescope {

/// Seconds since it was made.
class Stopwatch {
public:
    [[nodiscard]] double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// How fast the machine works, learnt from what it did lately: it may be shared.
class Pace {
public:
    /// A first guess, which stays where nothing is to be measured.
    Pace(double costPerSecond, bool measures)
        : m_costPerSecond(costPerSecond)
        , m_measures(measures)
    {
    }

    [[nodiscard]] double seconds(double cost) const { return cost / m_costPerSecond; }
    [[nodiscard]] double cost(double seconds) const { return seconds * m_costPerSecond; }

    /// Work of this cost, all of it done, took so long.
    void learn(double cost, double seconds)
    {
        // Less says more about waking threads.
        constexpr double kShortest = 2e-3;
        if (m_measures && seconds > kShortest)
            m_costPerSecond += 0.5 * (cost / seconds - m_costPerSecond);
    }

private:
    double m_costPerSecond;
    bool m_measures;
};

} // namespace ropescope
