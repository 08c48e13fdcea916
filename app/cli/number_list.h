// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include <fmt/core.h>

#include "app/cli/option_reader.h"
#include "core/base/parse_number.h"

namespace ropescope {

/// The parts of "A,B,.."; a comma at an end makes an empty one. None of an empty text.
[[nodiscard]] inline std::vector<std::string> listWords(const std::string& given)
{
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin <= given.size() && !given.empty();) {
        const std::size_t end = std::min(given.find(',', begin), given.size());
        words.push_back(given.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

/// "A,B,.." of one option, each in [lowest, highest].
template <class T>
std::vector<T> readNumberList(OptionReader& reader, const char* option, T lowest, T highest)
{
    std::vector<T> values;
    const std::string given = reader.text(option).value_or(std::string());
    for (const std::string& word : listWords(given)) {
        const auto value = numberFromText<T>(word);
        if (!value || *value < lowest || *value > highest) {
            reader.reject(fmt::format("--{}: '{}' in '{}' should be a number from {} to {}; "
                                      "commas separate several",
                                      option, word, given, lowest, highest));
            return {};
        }
        values.push_back(*value);
    }
    return values;
}

} // namespace ropescope
