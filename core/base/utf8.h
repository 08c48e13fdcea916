// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace ropescope {

/// Errors: Malformed, with the byte at which the text stops being UTF-8; InvalidArgument for a text
/// longer than ICU can handle (1 GiB).
[[nodiscard]] Result<void> checkUtf8(std::string_view text);

/// Is it one code point of well-formed UTF-8?
[[nodiscard]] bool isOneCharacter(std::string_view text);

/// Each ill-formed stretch becomes U+FFFD.
[[nodiscard]] std::string replaceIllFormed(std::string_view bytes);

/// Each control character, line feeds among them, becomes U+FFFD, and so does each ill-formed
/// stretch: what is left says nothing to a terminal.
[[nodiscard]] std::string replaceControls(std::string_view text);

/// Each ill-formed byte becomes <0xNN>, so that the parts of a character can be told apart.
[[nodiscard]] std::string spellIllFormed(std::string_view bytes);

} // namespace ropescope
