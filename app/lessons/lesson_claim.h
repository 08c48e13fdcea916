// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rope/rope_table.h"
#include "core/theory/head_theory.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// Something that a step of a lesson says about a head, so that it can be checked.
struct LessonClaim {
    std::string number;         ///< one of claimNumbers(), or "pattern"
    std::optional<HeadId> head; ///< nothing: the head on show
    bool isNone = false;        ///< there is no such number
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();
    std::string pattern; ///< of "pattern"
    int pair = -1;       ///< of "wavelength"
    int query = -1;      ///< of "probability" and "logit"
    int key = -1;
    int first = 0;    ///< of "kept_mass": the first so many keys ...
    int recent = 0;   ///< ... and the last so many
    std::string text; ///< as the file says it, for messages
    int line = 0;
};

/// What claims are checked against: one head under one rotation.
struct ClaimSubject {
    const HeadTrace& head;
    const RopeTable& table;
    const HeadTheory& theory;
};

/// All numbers that claims can speak of: what `analyze` writes of a head, and some that speak of
/// cells, pairs and bounds.
[[nodiscard]] std::vector<std::string_view> claimNumbers();

/// What is wrong with the claim, in a sentence that says what was found; nothing where it holds.
[[nodiscard]] std::optional<std::string> claimFailure(const LessonClaim& claim,
                                                      const ClaimSubject& subject);

} // namespace ropescope
