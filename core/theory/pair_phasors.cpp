// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/pair_phasors.h"

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

} // namespace ropescope
