// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/token_ids.h"

#include <fmt/core.h>

namespace ropescope {

Result<void> checkTokenIds(std::span<const std::int64_t> ids, const ModelConfig& config)
{
    for (std::size_t t = 0; t < ids.size(); ++t) {
        if (ids[t] < 0 || ids[t] >= config.vocabSize) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("Token {} has id {}, but the vocabulary of {} ends at {}.", t,
                                    ids[t], config.name, config.vocabSize - 1));
        }
    }
    return {};
}

} // namespace ropescope
