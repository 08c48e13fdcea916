// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/prune/layer_importance.h"
#include "core/prune/removal.h"

namespace ropescope {

/// Which removals a study tries.
struct RemovalPlan {
    /// An order of layers that is given rather than measured.
    struct NamedOrder {
        std::string name;
        std::vector<int> order;
    };

    int layers = 0; ///< the first 0 .. layers of each order of layers go
    bool shortGpt = false;
    std::vector<double> betas; ///< one TAPPA order each
    std::vector<NamedOrder> orders;
    int heads = 0;                    ///< the first 0 .. heads of each order of heads go; 0: none
    int headStep = 1;                 ///< heads that go at once
    std::vector<std::uint64_t> seeds; ///< one random order each, of layers and of heads
    bool randomLayers = false;
};

/// One row of a study.
struct RemovalStep {
    std::string method; ///< "shortgpt", "tappa", "random", an order's name, "heads-highest-q", ...
    std::optional<double> beta;
    std::optional<std::uint64_t> seed;
    int count = 0;       ///< layers or heads that are gone
    std::string removed; ///< what went last: "L", or "L:H" of each head
    Removal removal;     ///< all that is gone
};

/// Each order from nothing removed to the end. Heads go by q-similarity, the highest first
/// ("heads-highest-q") and the lowest first ("heads-lowest-q"), and at random ("heads-random").
/// Errors: those of tappaOrder().
[[nodiscard]] Result<std::vector<RemovalStep>> removalSteps(const RemovalPlan& plan,
                                                            const LayerImportance& importance);

} // namespace ropescope
