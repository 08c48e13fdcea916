// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

namespace ropescope::test {

/// Milliseconds, by the device's clock, of the whole (tokens x headDim) by (headDim x tokens)
/// float16 product through cooperative matrices, nothing kept: the median of several.
///   tokens a multiple of 128, headDim 64 or 128
/// Errors: Unsupported without cooperative matrices or a clock, DeviceFailure.
[[nodiscard]] Result<double> productMilliseconds(int tokens, int headDim);

} // namespace ropescope::test
