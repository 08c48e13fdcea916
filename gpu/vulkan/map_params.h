// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gpu/kernels/attention_map/attention_map_params.h"
#include "gpu/renderer.h"
#include "gpu/vulkan/map_plan.h"
#include "gpu/vulkan/operand_cache.h"
#include "gpu/vulkan/operand_precision.h"

namespace ropescope::vulkan {

/// What the shaders read that is the same for every band of a map: all but rows, tiles and chunks,
/// which setChunks() and setRows() fill in.
[[nodiscard]] shared::AttentionMapParams mapParams(const DeviceOperands& operands,
                                                   const MapRequest& request, const MapPlan& plan,
                                                   Precision precision);

} // namespace ropescope::vulkan
