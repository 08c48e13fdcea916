// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/theory/exact_head.h"

namespace ropescope {

/// Of each query of a head, [n]: the part of its attention that falls on keys of the prompt (the
/// first `promptTokens`) that are not among `kept`, ascending; 0 to 1. Of queries inside the
/// prompt, whose cache was whole when they came, it is what they would have lost.
/// Errors: Cancelled.
[[nodiscard]] Result<std::vector<double>> massLostByRow(const ExactHead& head,
                                                        const std::vector<int>& kept,
                                                        int promptTokens,
                                                        const std::stop_token& stop);

} // namespace ropescope
