// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/token_id.h"

#include <nlohmann/json.hpp>

namespace ropescope {

std::optional<int> tokenIdFrom(const nlohmann::json& value)
{
    // Parsed text holds every number that is not negative as unsigned, other JSON need not.
    if (!value.is_number_integer())
        return {};
    const bool tooLow = !value.is_number_unsigned() && value.get<std::int64_t>() < 0;
    if (tooLow || value.get<std::uint64_t>() > kHighestTokenId)
        return {};
    return value.get<int>();
}

} // namespace ropescope
