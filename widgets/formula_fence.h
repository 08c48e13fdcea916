// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/formula_box.h"

namespace ropescope {

/// What a bracket has to span, y downward from the baseline.
struct FenceSize {
    double top = 0.0;
    double bottom = 0.0;
    double em = 0.0;
};

/// One side of \left … \right, drawn as a line so that it fits any height: one of
/// ( ) [ ] { } | ‖ ⟨ ⟩, or '.' for none.
[[nodiscard]] FormulaBox fenceSide(QChar character, const FenceSize& size, double lineWidth);

} // namespace ropescope
