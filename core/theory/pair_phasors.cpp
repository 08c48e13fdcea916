// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/pair_phasors.h"

#include <cmath>
#include <complex>

namespace ropescope {

std::vector<PairPhasor> pairPhasors(const HeadTrace& head, const RopeTable& table)
{
    const auto mean = [&](const MatrixRM& raw, int m) {
        const auto [a, b] = table.coordinates(m);
        return std::complex<double>(raw.col(a).cast<double>().mean(),
                                    raw.col(b).cast<double>().mean());
    };
    std::vector<PairPhasor> phasors;
    for (int m = 0; m < table.pairCount(); ++m) {
        const double factor = head.attentionScale * table.gain[static_cast<std::size_t>(m)]
            * table.attentionFactor * table.attentionFactor;
        const std::complex<double> wave = factor * mean(head.q, m) * std::conj(mean(head.k, m));
        phasors.push_back({ std::abs(wave), std::arg(wave) });
    }
    return phasors;
}

double meanUnrotatedLogit(const HeadTrace& head, const RopeTable& table)
{
    const Eigen::Index rest = head.headDim() - 2 * table.pairCount();
    const auto mean = [rest](const MatrixRM& raw) -> Eigen::RowVectorXd {
        return raw.rightCols(rest).cast<double>().colwise().mean();
    };
    return rest > 0 ? head.attentionScale * mean(head.q).dot(mean(head.k)) : 0.0;
}

std::vector<double> pairWave(const PairPhasor& phasor, double theta, int lagCount)
{
    std::vector<double> wave;
    wave.reserve(static_cast<std::size_t>(lagCount));
    for (int lag = 0; lag < lagCount; ++lag)
        wave.push_back(phasor.amplitude * std::cos(phasor.phase + lag * theta));
    return wave;
}

} // namespace ropescope
