// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string_view>

#include "core/trace/synthesize.h"

namespace ropescope {

/// What SynthesisOptions leave open, as synthesize() chooses it.
struct SynthesisPlan {
    std::optional<int> pair;   ///< the dominant pair; the diagonal and the random kind have none
    std::optional<int> period; ///< L of the seasonal kind
};

/// Errors: those of synthesize(), but for that of checkPlan().
[[nodiscard]] Result<SynthesisPlan> planSynthesis(const SynthesisOptions& options);

/// Errors: InvalidArgument for a sink in a pair that turns too fast.
[[nodiscard]] Result<void> checkPlan(const SynthesisOptions& options, const SynthesisPlan& plan);

/// "sink", "diagonal", ...
[[nodiscard]] std::string_view synthesisKindName(SynthesisKind kind);

} // namespace ropescope
