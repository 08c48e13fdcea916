// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/lag_profile.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <unsupported/Eigen/FFT>

namespace ropescope {

namespace {

using Complex = std::complex<double>;

/// Coordinates a and b of every token as complex numbers; b < 0 stands for zeros.
std::vector<Complex> complexColumn(const MatrixRM& raw, int a, int b, std::size_t length)
{
    std::vector<Complex> column(length);
    for (Eigen::Index t = 0; t < raw.rows(); ++t)
        column[static_cast<std::size_t>(t)] = Complex(raw(t, a), b < 0 ? 0.0F : raw(t, b));
    return column;
}

Complex mean(const std::vector<Complex>& column, int n)
{
    Complex sum = 0.0;
    for (const Complex& value : column)
        sum += value;
    return sum / static_cast<double>(n);
}

/// e^{j D theta} for D = 0 .. count-1, by repeated turning; anchored anew every 64 lags.
template <class Visit> void forEachTurn(double theta, int count, Visit visit)
{
    constexpr int kAnchorInterval = 64;
    const Complex step = std::polar(1.0, theta);
    Complex turn = 1.0;
    for (int lag = 0; lag < count; ++lag) {
        turn = lag % kAnchorInterval == 0 ? std::polar(1.0, lag * theta) : turn * step;
        visit(static_cast<std::size_t>(lag), turn);
    }
}

/// Re(a * b) without the NaN checks that complex multiplication carries.
double realProduct(const Complex& a, const Complex& b)
{
    return a.real() * b.real() - a.imag() * b.imag();
}

double pairFactor(const RopeTable& table, std::size_t pair)
{
    return table.gain[pair] * table.attentionFactor * table.attentionFactor;
}

} // namespace

LagCorrelation lagCorrelation(const HeadTrace& head, RopePairing pairing)
{
    const int n = head.tokenCount();
    const std::size_t padded = std::bit_ceil(2 * static_cast<std::size_t>(n));
    const int pairCount = head.rope.pairCount();
    const RopeTable layout { .theta = head.rope.theta, .gain = {}, .pairing = pairing };
    Eigen::FFT<double> fft;

    LagCorrelation result;
    result.lagCount = head.slidingWindow > 0 ? std::min(n, head.slidingWindow) : n;
    result.unrotated.assign(static_cast<std::size_t>(result.lagCount), 0.0);

    std::vector<Complex> querySpectrum;
    std::vector<Complex> keySpectrum;
    std::vector<Complex> correlation;
    const auto correlate = [&](int a, int b) {
        const std::vector<Complex> q = complexColumn(head.q, a, b, padded);
        const std::vector<Complex> k = complexColumn(head.k, a, b, padded);
        fft.fwd(querySpectrum, q);
        fft.fwd(keySpectrum, k);
        for (std::size_t f = 0; f < padded; ++f)
            querySpectrum[f] *= std::conj(keySpectrum[f]);
        fft.inv(correlation, querySpectrum);
        correlation.resize(static_cast<std::size_t>(result.lagCount));
        for (int lag = 0; lag < result.lagCount; ++lag)
            correlation[static_cast<std::size_t>(lag)] *= head.attentionScale / (n - lag);
        return head.attentionScale * mean(q, n) * std::conj(mean(k, n));
    };

    for (int m = 0; m < pairCount; ++m) {
        const auto [a, b] = layout.coordinates(m);
        result.coherent.push_back(correlate(a, b));
        result.pairs.push_back(correlation);
    }
    for (int a = 2 * pairCount; a < head.headDim(); a += 2) {
        result.coherentUnrotated += correlate(a, a + 1 < head.headDim() ? a + 1 : -1).real();
        for (std::size_t lag = 0; lag < correlation.size(); ++lag)
            result.unrotated[lag] += correlation[lag].real();
    }
    return result;
}

std::vector<double> measuredLagProfile(const LagCorrelation& correlation, const RopeTable& table)
{
    std::vector<double> profile = correlation.unrotated;
    for (std::size_t m = 0; m < correlation.pairs.size(); ++m) {
        const std::vector<Complex>& pair = correlation.pairs[m];
        const double factor = pairFactor(table, m);
        forEachTurn(table.theta[m], correlation.lagCount,
                    [&](std::size_t lag, const Complex& turn) {
                        profile[lag] += factor * realProduct(pair[lag], turn);
                    });
    }
    return profile;
}

std::vector<double> predictedLagProfile(const LagCorrelation& correlation, const RopeTable& table)
{
    std::vector<double> profile(static_cast<std::size_t>(correlation.lagCount),
                                correlation.coherentUnrotated);
    for (std::size_t m = 0; m < correlation.coherent.size(); ++m) {
        const Complex amplitude = pairFactor(table, m) * correlation.coherent[m];
        forEachTurn(table.theta[m], correlation.lagCount,
                    [&](std::size_t lag, const Complex& turn) {
                        profile[lag] += realProduct(amplitude, turn);
                    });
    }
    return profile;
}

} // namespace ropescope
