// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/sampling.h"

namespace ropescope {

Sampler::Sampler(double temperature, std::uint64_t seed)
    : m_temperature(temperature)
    , m_engine(seed)
{
}

std::int64_t Sampler::next(const Eigen::RowVectorXf& logits)
{
    Eigen::Index likeliest = 0;
    const double highest = logits.maxCoeff(&likeliest);
    if (m_temperature == 0.0)
        return likeliest;
    const Eigen::ArrayXd weights
        = ((logits.transpose().cast<double>().array() - highest) / m_temperature).exp();
    // Standard distributions differ between libraries; 53 bits as a fraction do not.
    const double fraction = static_cast<double>(m_engine() >> 11) * 0x1p-53;
    double left = fraction * weights.sum();
    for (Eigen::Index id = 0; id < weights.size(); ++id) {
        left -= weights[id];
        if (left < 0.0)
            return id;
    }
    return likeliest; // rounding left a crumb
}

} // namespace ropescope
