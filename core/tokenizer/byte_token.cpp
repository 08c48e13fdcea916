// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/byte_token.h"

#include <charconv>

#include <fmt/core.h>

namespace ropescope {

std::string byteToken(unsigned char byte) { return fmt::format("<0x{:02X}>", byte); }

std::optional<unsigned char> byteOfToken(std::string_view token)
{
    if (token.size() != 6 || !token.starts_with("<0x") || token.back() != '>')
        return {};
    unsigned char byte = 0;
    const char* end = token.data() + 5;
    const auto [stop, error] = std::from_chars(token.data() + 3, end, byte, 16);
    if (error != std::errc() || stop != end)
        return {};
    return byte;
}

} // namespace ropescope
