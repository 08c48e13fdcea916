// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <vector>

#include "core/rope/rope_table.h"

namespace ropescope::vulkan {

/// A cosine and a sine, each as its twelve leading bits and the rest: 36 bits in all.
using SplitAngle = std::array<float, 4>;

/// What kernels/rotate_operand reads: position t is kFineAngles * coarse + fine.
struct RotationTables {
    std::vector<SplitAngle> coarse; ///< [tokens / kFineAngles rounded up][pairs], with the factor
    std::vector<SplitAngle> fine;   ///< [kFineAngles][pairs]
};

[[nodiscard]] RotationTables rotationTables(const RopeTable& table, int tokens);

} // namespace ropescope::vulkan
