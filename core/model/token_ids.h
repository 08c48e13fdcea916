// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>

#include "core/base/result.h"
#include "core/model/model_config.h"

namespace ropescope {

/// Are they all in the model's vocabulary? Errors: InvalidArgument, with the first that is not.
[[nodiscard]] Result<void> checkTokenIds(std::span<const std::int64_t> ids,
                                         const ModelConfig& config);

} // namespace ropescope
