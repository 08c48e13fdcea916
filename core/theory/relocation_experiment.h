// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/base/thread_pool.h"
#include "core/rope/rope_edit.h"
#include "core/theory/period.h"
#include "core/trace/trace.h"

namespace ropescope {

/// Theorem 5.3 of TAPPA (arXiv:2601.21709) put to the test: move one pair to other slots, under
/// other bases, and compare the period that 2 pi / theta foretells with the one in the lag profile.
struct RelocationPlan {
    std::vector<int> targets;  ///< where the pair goes; its own slot is "not moved"
    std::vector<double> bases; ///< empty: the model's own
    std::optional<int> from;   ///< the pair; the dominant one by default. A head whose queries or
                               ///< keys are all 0 has none, and no rows
};

/// A dominant pair moved to a slot under a base: which period that should give, and which was seen.
struct Relocation {
    int pair = 0;
    double share = 0.0; ///< of the head's energy; the theorem asks for a dominant pair
    int slot = 0;
    double base = 0.0;
    double predicted = 0.0;         ///< 2 pi / theta of the slot at this base, tokens
    std::optional<Period> measured; ///< nothing where no line stands out
    /// measured / predicted - 1.
    [[nodiscard]] std::optional<double> relativeError() const;
};

/// The edit that a row measures, of a head with that base; nothing in it where nothing changes.
[[nodiscard]] RopeEdit relocationEdit(const Relocation& row, double modelBase);

/// One row a base and slot, bases outermost. The head must hold queries and keys.
/// Errors: InvalidArgument for a head that does not rotate, a slot or pair that it lacks, a base
/// outside [kMinBase, kMaxBase]; Cancelled.
[[nodiscard]] Result<std::vector<Relocation>> relocate(const HeadTrace& head,
                                                       const RelocationPlan& plan,
                                                       const std::stop_token& stop = {});

/// All relocations that were tried on one head.
struct HeadRelocations {
    HeadId id;
    std::vector<Relocation> rows;
};

/// The heads of a trace that hold queries and keys and rotate: those that relocate() takes.
[[nodiscard]] std::vector<HeadId> rotatingHeads(const TraceInfo& info);

/// The same plan with each of those heads, one a thread at a time. Progress comes from any thread,
/// one at a time. Errors: those of relocate() and Trace::head().
[[nodiscard]] Result<std::vector<HeadRelocations>> relocateHeads(
    const Trace& trace, const std::vector<HeadId>& ids, const RelocationPlan& plan,
    ThreadPool& pool, const Progress& progress = {}, const std::stop_token& stop = {});

/// A measured period so near to the predicted one counts as predicted.
inline constexpr double kPeriodAgreement = 0.02;

/// How often the theory was right.
struct RelocationCount {
    int all = 0;
    int measured = 0; ///< with a period
    int agreeing = 0; ///< within kPeriodAgreement
};
[[nodiscard]] RelocationCount countRelocations(const std::vector<HeadRelocations>& heads);

} // namespace ropescope
