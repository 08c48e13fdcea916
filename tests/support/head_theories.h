// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <vector>

#include "core/theory/head_theory.h"

namespace ropescope::test {

/// Heads of two layers with numbers drawn at random; about every fourth lacks its vectors, its
/// period, its season or its induction.
[[nodiscard]] std::vector<HeadTheory> randomTheories(int headsPerLayer, std::uint64_t seed);

} // namespace ropescope::test
