// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/season.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>

#include <unsupported/Eigen/FFT>

#include "core/theory/pair_energy.h"

namespace ropescope {

namespace {

constexpr int kSeasonsThatMustFit = 3;
constexpr double kAsGoodAsTheBest = 0.9;

/// The lag chosen as findSeason() says; 0: none.
int seasonLag(const std::vector<double>& both, int last)
{
    std::vector<int> tops;
    double best = 0.0;
    for (int lag = 2; lag <= last; ++lag) {
        const auto at = static_cast<std::size_t>(lag);
        if (both[at] > both[at - 1] && both[at] >= both[at + 1]) {
            tops.push_back(lag);
            best = std::max(best, both[at]);
        }
    }
    if (best < kLeastSeason)
        return 0;
    return *std::find_if(tops.begin(), tops.end(), [&](int lag) {
        return both[static_cast<std::size_t>(lag)] >= kAsGoodAsTheBest * best;
    });
}

} // namespace

std::vector<double> contentAutocorrelation(MatrixRef raw)
{
    const Eigen::Index n = raw.rows() - 1;
    if (n < 1)
        return {};
    MatrixRMd x = raw.bottomRows(n).cast<double>();
    x.rowwise() -= x.colwise().mean().eval();
    const double power = x.squaredNorm() / static_cast<double>(n);
    if (!(power > 0.0))
        return {};
    const std::size_t padded = std::bit_ceil(2 * static_cast<std::size_t>(n));
    std::vector<std::complex<double>> column(padded);
    std::vector<std::complex<double>> spectrum;
    std::vector<std::complex<double>> total(padded, 0.0);
    Eigen::FFT<double> fft;
    // Two coordinates share a transform: the real part of their autocorrelation is the sum of both.
    for (Eigen::Index a = 0; a < x.cols(); a += 2) {
        for (Eigen::Index t = 0; t < n; ++t)
            column[static_cast<std::size_t>(t)] = { x(t, a), a + 1 < x.cols() ? x(t, a + 1) : 0.0 };
        fft.fwd(spectrum, column);
        for (std::size_t f = 0; f < padded; ++f)
            total[f] += std::norm(spectrum[f]);
    }
    fft.inv(spectrum, total);
    std::vector<double> correlation;
    for (Eigen::Index lag = 0; lag <= n / 2; ++lag) {
        correlation.push_back(spectrum[static_cast<std::size_t>(lag)].real()
                              / (static_cast<double>(n - lag) * power));
    }
    return correlation;
}

std::optional<Season> findSeason(const HeadTrace& head, const RopeTable& table)
{
    std::vector<double> both = contentAutocorrelation(head.q);
    const std::vector<double> ofKeys = contentAutocorrelation(head.k);
    if (both.size() < 3 || ofKeys.empty())
        return std::nullopt;
    std::transform(both.begin(), both.end(), ofKeys.begin(), both.begin(),
                   [](double a, double b) { return std::min(a, b); });
    const int last = std::min((head.tokenCount() - 1) / kSeasonsThatMustFit,
                              static_cast<int>(both.size()) - 2);
    Season season { .period = seasonLag(both, last), .detuning = {} };
    if (season.period == 0)
        return std::nullopt;
    season.strength = both[static_cast<std::size_t>(season.period)];
    if (table.pairCount() > 0)
        season.resonance = 0.0;
    const PairEnergy energy = pairEnergy(head, table);
    for (std::size_t m = 0; m < table.theta.size(); ++m) {
        const double angle = season.period * table.theta[m];
        season.detuning.push_back(std::abs(std::remainder(angle, 2.0 * std::numbers::pi)));
        season.resonance += energy.share[m] * std::cos(angle);
    }
    return season;
}

} // namespace ropescope
