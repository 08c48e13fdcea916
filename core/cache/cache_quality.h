// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/model/kept_entries.h"
#include "core/trace/trace.h"

namespace ropescope {

/// What one query head loses with the entries that are gone. Means over the measuring queries.
struct HeadQuality {
    HeadId id;
    int kept = 0;               ///< entries of its key head
    double attentionMass = 0.0; ///< full-cache probability on what is still seen, 0 to 1
    /// |o - o'| / |o| of the head's output o = sum p_i v_i, o' over what is still seen with p
    /// scaled up to 1 (the softmax without the others); nothing without values.
    std::optional<double> outputError;
};

/// A prompt of `promptTokens` tokens whose cache is compressed, measured by the queries of the
/// tokens behind it: each sees the kept entries and every token since. Where the trace ends with
/// the prompt, its last kObservationWindow queries measure; these are the ones that SnapKV, CAKE
/// and TAPPA chose by, so such numbers flatter them. A query that sees nothing has mass 0 and
/// error 1.
/// One set of entries after another for each head, so the maps are computed once. Result:
/// [set][head], layers and heads in order.  Errors: those of Trace, Cancelled.
[[nodiscard]] Result<std::vector<std::vector<HeadQuality>>> measureKept(
    const Trace& trace, int promptTokens, std::span<const KeptEntries> sets, ThreadPool& pool,
    const Progress& progress, const std::stop_token& stop);

/// Means over heads.
struct CacheQuality {
    double attentionMass = 0.0;
    std::optional<double> outputError; ///< where all heads have one
};

[[nodiscard]] CacheQuality meanQuality(std::span<const HeadQuality> heads);

/// Entries for each layer and key head on average.
[[nodiscard]] double meanKept(const KeptEntries& kept);

} // namespace ropescope
