// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/token_id.h"

#include <nlohmann/json.hpp>

namespace ropescope {

std::optional<int> tokenIdFrom(const nlohmann::json& value)
{
    // Only parsed text comes here, where every whole number that is not negative is unsigned.
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > kHighestTokenId)
        return {};
    return value.get<int>();
}

} // namespace ropescope
