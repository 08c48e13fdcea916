// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <set>
#include <span>
#include <vector>

#include "core/base/ids.h"
#include "core/model/perplexity.h"

namespace ropescope {

/// What a model is run without. Layers are replaced by the identity, heads add nothing.
struct Removal {
    std::set<LayerIndex> layers;
    std::set<HeadId> heads;

    auto operator<=>(const Removal&) const = default;
};

/// The perplexity of a text without each of those, [removals.size()]. What is asked for twice, as
/// orders agree, is computed once. `windows` gives context and stride.
/// Errors: those of perplexity().
[[nodiscard]] Result<std::vector<Perplexity>> perplexityWithout(
    std::span<const Removal> removals, const LanguageModel& model,
    std::span<const std::int64_t> tokenIds, const PerplexityOptions& windows, ThreadPool& pool,
    const Progress& progress = {}, const std::stop_token& stop = {});

} // namespace ropescope
