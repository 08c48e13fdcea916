// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/base/ids.h"
#include "gpu/colour_scale.h"

namespace ropescope {

struct FigureTick {
    double position = 0.0; ///< 0 at the beginning of the axis, 1 at its end
    QString label;         ///< empty: a minor tick
};

/// Round token positions, each at the middle of its cell.
[[nodiscard]] std::vector<FigureTick> tokenTicks(TokenRange range);

/// Every token with its piece of text, on one line and not too long for an axis.
[[nodiscard]] std::vector<FigureTick> pieceTicks(const std::vector<std::string>& pieces);

/// Round values where the colour scale puts them; powers of ten on a logarithmic one.
[[nodiscard]] std::vector<FigureTick> scaleTicks(const ColourScale& scale);

} // namespace ropescope
