// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ropescope {

/// The printable character that byte-level vocabularies write for a byte: itself where it is
/// printable Latin-1, else one of U+0100 and up, so that " the" is written "Gthe" with a dot on the
/// G. One UTF-16 unit: all of them lie in the basic plane.
[[nodiscard]] char16_t characterOfByte(unsigned char byte);

/// The bytes behind a token of such a vocabulary; nothing when it holds a character that stands for
/// no byte, as added tokens may.
[[nodiscard]] std::optional<std::string> bytesOfSymbols(std::string_view symbols);

} // namespace ropescope
