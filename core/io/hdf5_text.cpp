// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/hdf5_text.h"

#include <unicode/unistr.h>

namespace ropescope {

std::string textOfFixedString(std::string_view bytes, H5T_str_t padding)
{
    if (padding == H5T_STR_SPACEPAD)
        bytes = bytes.substr(0, bytes.find_last_not_of(' ') + 1);
    else
        bytes = bytes.substr(0, bytes.find('\0'));
    return validUtf8(bytes);
}

std::string validUtf8(std::string_view bytes)
{
    std::string text;
    icu::UnicodeString::fromUTF8({ bytes.data(), static_cast<int32_t>(bytes.size()) })
        .toUTF8String(text);
    return text;
}

} // namespace ropescope
