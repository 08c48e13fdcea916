// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include "core/rope/rope_config.h"

namespace ropescope {

/// The scaling of a model with all parameters that its type reads: "llama3: factor 8, original
/// context 8192, bands 1 to 4 turns". Where the frequencies are not what the words say, it says so.
[[nodiscard]] QString describeScaling(const RopeConfig& config);

} // namespace ropescope
