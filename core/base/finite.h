// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/matrix.h"

namespace ropescope {

/// Whether no element is NaN or infinite. 0 * x is 0 for finite x and NaN otherwise, so one
/// vectorised sum tells; Eigen's allFinite() looks at one element after the other.
[[nodiscard]] inline bool isFinite(const MatrixRef& matrix)
{
    return (matrix.array() * 0.0f).sum() == 0.0f;
}

} // namespace ropescope
