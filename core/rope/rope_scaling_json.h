// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/io/json_fields.h"
#include "core/rope/rope_scaling.h"

namespace ropescope {

/// What a model is known to be where its words on scaling say nothing.
struct RopeScalingContext {
    int pairCount = 0;         ///< r/2
    int maxPositions = 0;      ///< the model's whole context; 0: unknown
    int originalPositions = 0; ///< given beside the scaling, as Phi-3 does; 0: not given
    int turningPairs = 0;      ///< r/2 times the share that is given; of Proportional
};

/// `rope_scaling` of a config.json or a trace, or transformers 5's `rope_parameters`. An unknown
/// type is Unsupported, by name, never taken for another. Problems go to fields.error().
[[nodiscard]] RopeScaling readRopeScaling(JsonFields& fields, const RopeScalingContext& context);

} // namespace ropescope
