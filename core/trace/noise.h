// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <random>

#include "core/base/matrix.h"

namespace ropescope {

/// Noise that is the same, bit by bit, on every machine. std::normal_distribution differs between
/// standard libraries, and Box-Muller's log and cos between maths libraries, so a value is the sum
/// of twelve uniform integers: mean 0, variance 1, bell-shaped within +-6, and exact.
class Noise {
public:
    explicit Noise(std::uint64_t seed)
        : m_engine(seed)
    {
    }

    double next()
    {
        std::int64_t sum = 0;
        for (int i = 0; i < 6; ++i) {
            const std::uint64_t bits = m_engine();
            sum += static_cast<std::int64_t>((bits >> 32) + (bits & 0xffffffffu));
        }
        constexpr std::int64_t kMean = std::int64_t { 6 } << 32;
        return static_cast<double>(sum - kMean) * 0x1p-32;
    }

    /// (rows, columns) independent values of the given standard deviation.
    MatrixRM matrix(Eigen::Index rows, Eigen::Index columns, double deviation)
    {
        MatrixRM values(rows, columns);
        for (Eigen::Index i = 0; i < values.size(); ++i)
            values.data()[i] = static_cast<float>(deviation * next());
        return values;
    }

private:
    std::mt19937_64 m_engine;
};

} // namespace ropescope
