// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QPointF>
#include <QRectF>

#include "core/attention/cell_phasors.h"

namespace ropescope {

/// How the vectors of a cell lie in the plane.
enum class PhasorLayout {
    HeadToTail, ///< each begins where the one before it ends; the last ends above the logit
    FromOrigin, ///< all begin at 0
};

/// One vector in the complex plane, in units of the logit; y is the imaginary part, upward.
struct PhasorArrow {
    int pair = -1; ///< -1: the part without rotation, which lies on the real axis
    QPointF from;
    QPointF to;
};

/// The unrotated part first, unless it is 0, then the pairs in that order. Head to tail the real
/// part of the last end is the logit.
[[nodiscard]] std::vector<PhasorArrow> phasorPath(const CellPhasors& cell,
                                                  const std::vector<int>& order,
                                                  PhasorLayout layout);

/// What the arrows and the origin cover.
[[nodiscard]] QRectF boundsOf(const std::vector<PhasorArrow>& arrows);

} // namespace ropescope
