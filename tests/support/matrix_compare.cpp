// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/matrix_compare.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

namespace ropescope::test {

std::string difference(std::span<const float> actual, std::span<const float> expected,
                       double absolute, double relative)
{
    if (actual.size() != expected.size())
        return fmt::format("{} values, expected {}", actual.size(), expected.size());
    double largest = 0.0;
    for (const float value : expected) {
        if (std::isfinite(value))
            largest = std::max(largest, std::abs(static_cast<double>(value)));
    }
    const double tolerance = absolute + relative * largest;
    double worst = 0.0;
    std::string line;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        if (std::isnan(actual[i]) && std::isnan(expected[i]))
            continue;
        const double gap = actual[i] == expected[i]
            ? 0.0
            : std::abs(static_cast<double>(actual[i]) - static_cast<double>(expected[i]));
        if (!(gap <= tolerance) && !(gap <= worst)) {
            worst = gap;
            line = fmt::format("element {}: {} , expected {} (tolerance {})", i, actual[i],
                               expected[i], tolerance);
        }
    }
    return line;
}

std::string difference(const MatrixRM& actual, const MatrixRM& expected, double absolute,
                       double relative)
{
    if (actual.rows() != expected.rows() || actual.cols() != expected.cols()) {
        return fmt::format("shape ({}, {}), expected ({}, {})", actual.rows(), actual.cols(),
                           expected.rows(), expected.cols());
    }
    const auto all = [](const MatrixRM& matrix) {
        return std::span<const float>(matrix.data(), static_cast<std::size_t>(matrix.size()));
    };
    return difference(all(actual), all(expected), absolute, relative);
}

} // namespace ropescope::test
