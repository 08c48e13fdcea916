// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ropescope {

/// The token that stands for a byte where a vocabulary lacks a character: "<0x0A>".
[[nodiscard]] std::string byteToken(unsigned char byte);

/// The byte of such a token; nothing for any other.
[[nodiscard]] std::optional<unsigned char> byteOfToken(std::string_view token);

} // namespace ropescope
