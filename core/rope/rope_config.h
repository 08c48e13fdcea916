// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "core/rope/rope_scaling.h"

namespace ropescope {

/// Which two coordinates of q and k form channel pair m. Mixing the two up gives wrong maps
/// silently.
enum class RopePairing {
    HalfSplit,   ///< (x_m, x_{m + r/2}): Hugging Face Llama, Qwen, Mistral, Gemma, NeoX
    Interleaved, ///< (x_{2m}, x_{2m+1}): original RoFormer, GPT-J, llama2.c, GGUF of Llama
};

/// What a model or trace says about its rotary embedding. Source: RoFormer, arXiv:2104.09864.
struct RopeConfig {
    double base = 10000.0; ///< c
    int rotaryDim = 0;     ///< r, even, <= head dimension; 0: the model has no RoPE
    RopePairing pairing = RopePairing::HalfSplit;
    double attentionFactor
        = 1.0; ///< YaRN's factor on cos and sin, so its square on the rotated logits
    std::vector<double> theta; ///< [r/2] radians per token at `base`, after frequency scaling
    std::string scalingJson;   ///< the model's own words on scaling; empty when there is none
    RopeScaling scaling;       ///< what they mean, as far as RoPEScope knows the type
    int scaledLength = 0;      ///< tokens that theta was computed for; some types ask for it

    [[nodiscard]] int pairCount() const { return rotaryDim / 2; }
    /// False without RoPE, and in a layer that is left unrotated (all frequencies are 0).
    [[nodiscard]] bool rotates() const
    {
        return std::ranges::any_of(theta, [](double frequency) { return frequency != 0.0; });
    }
    bool operator==(const RopeConfig&) const = default;
};

/// Words on scaling that are longer are no model's: a list of factors for each of 512 channel pairs
/// has 20 KiB. They are kept for each layer.
inline constexpr std::size_t kMaxScalingJson = std::size_t { 32 } << 10;

/// theta_m = base^(-2m/r), m = 0 .. r/2-1, in radians per token.
[[nodiscard]] std::vector<double> defaultTheta(double base, int rotaryDim);

/// Whether two tables are one but for the rounding to float32 that frequencies in files have often
/// been through.
[[nodiscard]] bool sameFrequencies(const std::vector<double>& a, const std::vector<double>& b);

/// The same rotation for a sequence of that many tokens: theta and the attention factor anew.
[[nodiscard]] RopeConfig ropeForLength(RopeConfig rope, int tokens);

} // namespace ropescope
