// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/io/json_fields.h"
#include "core/model/architecture.h"
#include "core/rope/rope_config.h"

namespace ropescope {

/// The rotations of a model: of layers that see all keys and of those with a sliding window, which
/// differ in Gemma 3 only.
struct ModelRope {
    RopeConfig full;
    RopeConfig sliding;
};

/// What config.json says about the rotary embedding, in either dialect: `rope_theta` beside
/// `rope_scaling`, or the `rope_parameters` of transformers 5. Frequencies are those of short
/// sequences. Problems go to fields.error().
[[nodiscard]] ModelRope readRopeParameters(JsonFields& fields, const Architecture& architecture,
                                           int headDim, int maxPositions);

} // namespace ropescope
