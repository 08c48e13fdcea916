// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string>

#include "core/base/matrix.h"

namespace ropescope::test {

/// Empty when the two agree; else one line: shapes if they differ, or the worst element.
/// Agreement: |actual - expected| <= absolute + relative * max|expected|. NaN agrees with NaN only.
[[nodiscard]] std::string difference(std::span<const float> actual, std::span<const float> expected,
                                     double absolute, double relative = 0.0);
[[nodiscard]] std::string difference(const MatrixRM& actual, const MatrixRM& expected,
                                     double absolute, double relative = 0.0);

} // namespace ropescope::test

/// Fails the Qt Test function with the line that difference() gives.
#define ROPESCOPE_COMPARE(...)                                                                     \
    do {                                                                                           \
        const std::string line = ropescope::test::difference(__VA_ARGS__);                         \
        QVERIFY2(line.empty(), line.c_str());                                                      \
    } while (false)
