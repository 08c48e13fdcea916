// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/byte_alphabet.h"

#include <array>

#include <unicode/utf8.h>

namespace ropescope {

namespace {

constexpr int kBytes = 256;
constexpr int kFirstSubstitute = 0x100;
constexpr int kSubstitutes = 68; ///< bytes that are not printable Latin-1

struct Alphabet {
    std::array<char16_t, kBytes> characters {};
    std::array<unsigned char, kFirstSubstitute + kSubstitutes> bytes {};
    std::array<bool, kFirstSubstitute + kSubstitutes> known {};
};

constexpr bool isPrintable(int byte)
{
    return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
}

Alphabet makeAlphabet()
{
    Alphabet alphabet;
    int substitute = kFirstSubstitute;
    for (int byte = 0; byte < kBytes; ++byte) {
        const int character = isPrintable(byte) ? byte : substitute++;
        const auto index = static_cast<std::size_t>(character);
        alphabet.characters[static_cast<std::size_t>(byte)] = static_cast<char16_t>(character);
        alphabet.bytes[index] = static_cast<unsigned char>(byte);
        alphabet.known[index] = true;
    }
    return alphabet;
}

const Alphabet& alphabet()
{
    static const Alphabet instance = makeAlphabet();
    return instance;
}

} // namespace

char16_t characterOfByte(unsigned char byte) { return alphabet().characters[byte]; }

std::optional<std::string> bytesOfSymbols(std::string_view symbols)
{
    const Alphabet& letters = alphabet();
    std::string bytes;
    const auto length = static_cast<int>(symbols.size());
    for (int at = 0; at < length;) {
        UChar32 character = 0;
        U8_NEXT(symbols.data(), at, length, character);
        const auto index = static_cast<std::size_t>(character);
        if (character < 0 || index >= letters.known.size() || !letters.known[index])
            return {};
        bytes.push_back(static_cast<char>(letters.bytes[index]));
    }
    return bytes;
}

} // namespace ropescope
