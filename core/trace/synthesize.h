// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/trace/trace.h"

namespace ropescope {

/// Heads whose pattern is known by construction.
enum class SynthesisKind {
    Sink,     ///< every query attends to key 0: queries alike, energy in slow pairs (Thm 5.1)
    Diagonal, ///< queries and keys alike, content peaks at a fixed lag (Thm 5.2)
    Periodic, ///< one dominant pair: diagonals every T = 2 pi / theta_m (Thm 5.3)
    Seasonal, ///< q and k repeat with period L and one pair resonates with L (Thm 5.4)
    Random,   ///< unrelated queries and keys: no pattern
    Massive,  ///< one dominant slow pair, Qwen2.5-like: pair 60 of 64 at d = 128
};

/// Which head to make.
struct SynthesisOptions {
    SynthesisKind kind = SynthesisKind::Massive;
    int tokens = 512;
    int headDim = 128;
    double base = 1e6;
    std::optional<int> pair;   ///< the dominant pair; by default one that suits the kind
    std::optional<int> period; ///< L of the seasonal kind
    std::uint64_t seed = 1;    ///< the same seed gives the same trace on every machine

    bool operator==(const SynthesisOptions&) const = default;
};

[[nodiscard]] std::optional<SynthesisKind> synthesisKindFromName(std::string_view name);

/// One layer, one head, half-split pairs. Errors: InvalidArgument (odd head dimension, no such
/// pair).
[[nodiscard]] Result<TracePtr> synthesize(const SynthesisOptions& options);

} // namespace ropescope
