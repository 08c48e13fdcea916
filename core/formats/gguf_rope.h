// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <nlohmann/json.hpp>

#include "core/formats/gguf_fields.h"
#include "core/formats/gguf_source.h"

namespace ropescope {

// What nlohmann's json might throw when it is moved ends the program anyway.
/// How a GGUF file says that its model rotates.
// NOLINTNEXTLINE(bugprone-exception-escape)
struct GgufRope {
    double base = 0.0;
    int rotaryDim = 0;
    nlohmann::json scaling; ///< as "rope_scaling" of config.json; null when nothing is scaled
};

/// Errors go to `fields`. Source: for what the keys mean, the format's description.
[[nodiscard]] GgufRope readGgufRope(const GgufSource& source, GgufFields& fields, int headDim);

} // namespace ropescope
