// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/command.h"
#include "core/trace/synthesis_plan.h"

namespace ropescope {

inline constexpr int kMostSynthesisTokens = 1 << 20;

/// Longer heads are held to checkSynthesis() alone: measuring a label takes time with the square of
/// the tokens.
inline constexpr int kMostMeasuredTokens = 1 << 14;

/// What a kind needs before it can show its pattern: tokens enough for a label, for three turns of
/// a periodic pair, for three seasons. A failure is a usage error that names the option, what it
/// asks for and what would do. Massive and random heads promise no pattern.
[[nodiscard]] CommandResult<void> checkSynthesis(const SynthesisOptions& options,
                                                 const SynthesisPlan& plan);

/// Whether the head that was made has the label that its kind stands for, and the period or season
/// asked for. A massive head is held to none: it is what its pair makes of it. Heads of more than
/// kMostMeasuredTokens pass. A failure is a usage error as above.
[[nodiscard]] CommandResult<void> checkMadeHead(const SynthesisOptions& options,
                                                const SynthesisPlan& plan, const Trace& trace);

} // namespace ropescope
