// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/io/json_fields.h"
#include "core/rope/rope_config.h"

namespace ropescope {

/// What config.json says about the rotary embedding, in either dialect: `rope_theta` beside
/// `rope_scaling`, or the `rope_parameters` of transformers 5. Problems go to fields.error().
[[nodiscard]] RopeConfig readRopeParameters(JsonFields& fields, int headDim);

} // namespace ropescope
