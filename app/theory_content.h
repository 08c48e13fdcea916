// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/theory/head_theory.h"
#include "widgets/theory_content.h"

namespace ropescope {

/// What the theory panel shows of a head: its label under the thresholds, and one card for each of
/// Pattern's values, in order. Where numbers are missing the cards say why.
[[nodiscard]] TheoryPanelContent theoryContent(const HeadTheory& theory,
                                               const PatternThresholds& thresholds);

} // namespace ropescope
