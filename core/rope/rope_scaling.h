// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

namespace ropescope {

/// How a model stretches its frequencies to reach further than it was first trained for.
enum class RopeScalingType {
    Default,  ///< not at all
    Linear,   ///< theta / factor: positions squeezed together, arXiv:2306.15595
    Dynamic,  ///< a base that grows with the sequence once it is longer than the original context
    Llama3,   ///< by bands of wavelength: short ones stay, long ones are divided by the factor
    Yarn,     ///< a ramp between the two over pairs, and a factor on the logits, arXiv:2309.00071
    LongRope, ///< a divisor for each pair, of two lists by the sequence's length, arXiv:2402.13753
    Factors,  ///< a divisor for each pair, as GGUF files store them
    Proportional, ///< theta / factor in the faster pairs, the slower ones do not turn
};

/// The parameters of all types, under the names of Hugging Face's `rope_parameters`; each type
/// reads its own.
struct RopeScaling {
    RopeScalingType type = RopeScalingType::Default;
    double factor = 1.0;
    int originalPositions = 0; ///< context of the first training; of all but Linear and Factors
    double lowFrequencyFactor = 1.0;  ///< Llama3
    double highFrequencyFactor = 4.0; ///< Llama3
    double betaFast = 32.0;           ///< Yarn: turns within the context above which theta stays
    double betaSlow = 1.0;            ///< Yarn: turns below which it is divided by the factor
    bool truncate = true;             ///< Yarn: ends of the ramp rounded to whole pairs
    double mscale = 0.0;              ///< Yarn: both given, their ratio is the attention factor
    double mscaleAllDim = 0.0;
    int turningPairs = 0;                  ///< Proportional
    std::optional<double> attentionFactor; ///< Yarn, LongRope: in place of the type's own
    std::vector<double> divisors;          ///< [r/2] LongRope up to originalPositions, Factors
    std::vector<double> longDivisors;      ///< [r/2] LongRope beyond

    bool operator==(const RopeScaling&) const = default;
};

/// The frequencies that a scaling leaves.
struct ScaledFrequencies {
    std::vector<double> theta;    ///< [r/2] radians per token
    double attentionFactor = 1.0; ///< on cos and sin
};

/// What a base becomes under a scaling, for a sequence of that many tokens (which only Dynamic and
/// LongRope ask for). The lists of divisors must be empty or [rotaryDim/2].
/// Source: the papers above as transformers' modeling_rope_utils reads them.
[[nodiscard]] ScaledFrequencies scaledFrequencies(double base, int rotaryDim,
                                                  const RopeScaling& scaling, int tokens);

} // namespace ropescope
