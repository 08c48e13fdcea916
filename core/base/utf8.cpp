// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/utf8.h"

#include <fmt/core.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace ropescope {

Result<void> checkUtf8(std::string_view text)
{
    constexpr std::size_t kLongest = std::size_t { 1 } << 30;
    if (text.size() > kLongest) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("A text of {} bytes is too long: at most {} can be tokenised.",
                                text.size(), kLongest));
    }
    const auto length = static_cast<int>(text.size());
    for (int at = 0; at < length;) {
        const int begin = at;
        UChar32 character = 0;
        U8_NEXT(text.data(), at, length, character);
        if (character < 0) {
            return fail(
                ErrorCode::Malformed,
                fmt::format("The text is not UTF-8: byte {} is 0x{:02X}.", begin,
                            static_cast<unsigned char>(text[static_cast<std::size_t>(begin)])));
        }
    }
    return {};
}

bool isOneCharacter(std::string_view text)
{
    constexpr std::size_t kLongest = U8_MAX_LENGTH;
    if (text.empty() || text.size() > kLongest)
        return false;
    const auto length = static_cast<int>(text.size());
    int at = 0;
    UChar32 character = 0;
    U8_NEXT(text.data(), at, length, character);
    return character >= 0 && at == length;
}

std::string replaceIllFormed(std::string_view bytes)
{
    std::string text;
    return icu::UnicodeString::fromUTF8(bytes).toUTF8String(text);
}

std::string replaceControls(std::string_view text)
{
    constexpr UChar32 kReplacement = 0xFFFD;
    const icu::UnicodeString given = icu::UnicodeString::fromUTF8(text);
    icu::UnicodeString shown;
    for (int at = 0; at < given.length(); at = given.moveIndex32(at, 1)) {
        const UChar32 character = given.char32At(at);
        shown.append(u_charType(character) == U_CONTROL_CHAR ? kReplacement : character);
    }
    std::string result;
    return shown.toUTF8String(result);
}

std::string spellIllFormed(std::string_view bytes)
{
    std::string text;
    const auto length = static_cast<int>(bytes.size());
    for (int at = 0; at < length;) {
        const int begin = at;
        UChar32 character = 0;
        U8_NEXT(bytes.data(), at, length, character);
        const std::string_view part
            = bytes.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
        if (character >= 0) {
            text += part;
            continue;
        }
        for (const char byte : part)
            text += fmt::format("<0x{:02X}>", static_cast<unsigned char>(byte));
    }
    return text;
}

} // namespace ropescope
