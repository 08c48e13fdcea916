// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/period.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>
#include <utility>
#include <vector>

#include <Eigen/Dense>
#include <unsupported/Eigen/FFT>

namespace ropescope {

namespace {

using Signal = std::vector<double>;

constexpr std::size_t kPadding = 8;  ///< zero-padding: spectrum samples per bin
constexpr double kMainLobe = 2.0;    ///< half width of the Hann window's main lobe in bins
constexpr double kMinStrength = 0.1; ///< weaker lines are not worth a marker
constexpr double kFalseAlarm = 1e-3; ///< chance that noise alone passes for a period
constexpr double kSideLobe = 0.01;   ///< ten times the window's side lobes: what slow changes leak
constexpr double kNeighbourBins
    = 8.0; ///< how far to each side a peak is compared with its surroundings
constexpr double kProminence = 15.0; ///< how far it must rise above them
constexpr double kRounding = 1e-20;  ///< power of rounding errors relative to the profile's

double hann(std::size_t i, std::size_t length)
{
    const double x = (static_cast<double>(i) + 0.5) / static_cast<double>(length);
    const double sine = std::sin(std::numbers::pi * x);
    return sine * sine;
}

/// The profile without its best parabola (weighted as the window weighs it), times the window.
Signal detrendedAndWindowed(std::span<const double> profile)
{
    const std::size_t n = profile.size();
    Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
    Eigen::Vector3d moments = Eigen::Vector3d::Zero();
    const auto powers = [n](std::size_t i) {
        const double x = 2.0 * static_cast<double>(i) / static_cast<double>(n) - 1.0;
        return Eigen::Vector3d(1.0, x, x * x);
    };
    for (std::size_t i = 0; i < n; ++i) {
        const Eigen::Vector3d p = powers(i);
        normal += hann(i, n) * p * p.transpose();
        moments += hann(i, n) * profile[i] * p;
    }
    const Eigen::Vector3d trend = normal.ldlt().solve(moments);
    Signal signal(n);
    for (std::size_t i = 0; i < n; ++i)
        signal[i] = hann(i, n) * (profile[i] - trend.dot(powers(i)));
    return signal;
}

/// Power at a frequency in cycles a token: |sum_i x_i e^{-2 pi j f i}|^2.
double powerAt(const Signal& signal, double frequency)
{
    const std::complex<double> step = std::polar(1.0, -2.0 * std::numbers::pi * frequency);
    std::complex<double> sum = 0.0;
    for (std::size_t i = signal.size(); i-- > 0;)
        sum = sum * step + signal[i]; // Horner's scheme
    return std::norm(sum);
}

/// Golden-section search for the top of the peak between low and high.
double refinePeak(const Signal& signal, double low, double high)
{
    constexpr double kGolden = 0.6180339887498949;
    double a = high - kGolden * (high - low);
    double b = low + kGolden * (high - low);
    double powerA = powerAt(signal, a);
    double powerB = powerAt(signal, b);
    for (int step = 0; step < 32; ++step) {
        if (powerA > powerB) {
            high = std::exchange(b, a);
            powerB = powerA;
            a = high - kGolden * (high - low);
            powerA = powerAt(signal, a);
        } else {
            low = std::exchange(a, b);
            powerA = powerB;
            b = low + kGolden * (high - low);
            powerB = powerAt(signal, b);
        }
    }
    return 0.5 * (low + high);
}

/// Mean power beside a peak, from the foot of its main lobe to kNeighbourBins bins away. Curves
/// that wander have a largest line too, but it does not stand out from the lines next to it.
double powerBeside(const Signal& power, std::size_t peak, double samplesPerBin,
                   std::size_t bandBegin)
{
    const auto lobe = static_cast<std::size_t>(std::ceil(kMainLobe * samplesPerBin));
    const auto reach = static_cast<std::size_t>(kNeighbourBins * samplesPerBin);
    double sum = 0.0;
    int count = 0;
    for (std::size_t f = peak > reach ? peak - reach : 0; f <= peak + reach; ++f) {
        const bool inLobe = f + lobe > peak && f < peak + lobe;
        if (f < bandBegin || f >= power.size() || inLobe)
            continue;
        sum += power[f];
        ++count;
    }
    return count > 0 ? sum / count : 0.0;
}

/// The share of power that the largest of n/2 independent lines of white noise exceeds with a
/// chance of kFalseAlarm (Fisher 1929), doubled because the window spreads a line over neighbours.
double noiseStrength(std::size_t n)
{
    const double lines = std::max(2.0, static_cast<double>(n) / 2.0);
    return 2.0 * (1.0 - std::pow(kFalseAlarm / lines, 1.0 / (lines - 1.0)));
}

} // namespace

std::optional<Period> findPeriod(std::span<const double> profile)
{
    const std::size_t n = profile.size();
    if (static_cast<double>(n) < 2.0 * kPeriodsThatMustFit)
        return std::nullopt;
    const Signal signal = detrendedAndWindowed(profile);
    const std::size_t padded = std::bit_ceil(kPadding * n);
    Signal input = signal;
    input.resize(padded, 0.0);
    Eigen::FFT<double> fft;
    std::vector<std::complex<double>> spectrum;
    fft.fwd(spectrum, input);
    Signal power(padded / 2 + 1);
    for (std::size_t f = 0; f < power.size(); ++f)
        power[f] = std::norm(spectrum[f]);

    const double samplesPerBin = static_cast<double>(padded) / static_cast<double>(n);
    const auto lowest = static_cast<std::size_t>(std::ceil(kPeriodsThatMustFit * samplesPerBin));
    std::size_t peak = 0; // a slope that only leaks in from slower changes has no top in the band
    for (std::size_t f = lowest; f + 1 < power.size(); ++f) {
        const bool isTop = power[f] > power[f - 1] && power[f] >= power[f + 1];
        if (isTop && (peak == 0 || power[f] > power[peak]))
            peak = f;
    }
    const double slowest = *std::max_element(power.begin(), power.begin() + lowest);
    if (peak == 0 || power[peak] < kSideLobe * slowest)
        return std::nullopt;

    const auto lobe = static_cast<std::size_t>(std::ceil(kMainLobe * samplesPerBin));
    const std::size_t bandBegin = lowest - static_cast<std::size_t>(samplesPerBin / 2.0);
    double total = 0.0;
    double line = 0.0;
    for (std::size_t f = bandBegin; f < power.size(); ++f) {
        total += power[f];
        if (f + lobe >= peak && f <= peak + lobe)
            line += power[f];
    }
    double rounding = 0.0; // what is left of a constant or a line after subtraction is no period
    for (const double value : profile)
        rounding += value * value * kRounding * static_cast<double>(padded);
    if (total <= rounding)
        return std::nullopt;
    if (power[peak] < kProminence * powerBeside(power, peak, samplesPerBin, bandBegin))
        return std::nullopt;
    const double strength = line / total;
    if (!(strength >= std::max(kMinStrength, noiseStrength(n))))
        return std::nullopt;
    const double sample = 1.0 / static_cast<double>(padded);
    const double frequency = refinePeak(signal, (static_cast<double>(peak) - 1.0) * sample,
                                        (static_cast<double>(peak) + 1.0) * sample);
    return Period { .tokens = 1.0 / frequency, .strength = strength };
}

} // namespace ropescope
