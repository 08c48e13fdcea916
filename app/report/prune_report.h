// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "core/prune/removal_plan.h"

namespace ropescope {

/// What one text gave.
struct PrunedText {
    std::string text;        ///< as the command line names it
    std::string calibration; ///< the file that block influence and q-similarity were measured on
    std::vector<RemovalStep> steps;
    std::vector<Perplexity> measured; ///< [steps.size()]
};

/// A row a text, order and number of removed layers or heads.
[[nodiscard]] std::string pruneCsv(const std::vector<PrunedText>& texts);

/// A line for each number of removed things, a column for each method (and beta): exp of the mean
/// negative log likelihood over texts and seeds.
[[nodiscard]] std::string pruneSummary(const std::vector<PrunedText>& texts);

} // namespace ropescope
