// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <random>

#include <Eigen/Core>

namespace ropescope {

/// Chooses next tokens. The same seed gives the same tokens on every machine, as far as the logits
/// are the same.
class Sampler {
public:
    /// temperature: 0 takes the likeliest token, 1 draws from the model's own distribution.
    Sampler(double temperature, std::uint64_t seed);

    /// logits: (vocabulary), finite. Ties of the likeliest go to the lowest id.
    [[nodiscard]] std::int64_t next(const Eigen::RowVectorXf& logits);

private:
    double m_temperature;
    std::mt19937_64 m_engine;
};

} // namespace ropescope
