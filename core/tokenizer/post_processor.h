// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace ropescope {

/// The "post_processor" of a tokenizer.json: ids put before and after those of a text.
struct PostProcessor {
    std::vector<std::int64_t> before;
    std::vector<std::int64_t> after;

    /// Errors: Malformed, Unsupported (the processor's name).
    [[nodiscard]] static Result<PostProcessor> read(const nlohmann::json& postProcessor,
                                                    const std::string& where);
};

} // namespace ropescope
