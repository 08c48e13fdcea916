// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/text_growth.h"

#include <algorithm>

#include <fmt/core.h>

namespace ropescope {

namespace {

constexpr std::size_t kMostGrowth = 32; // the longest decomposition in Unicode has 18 characters
constexpr std::size_t kLeastGiven = 1024;
constexpr std::size_t kLongestInsertion = 256;

} // namespace

Result<void> TextGrowth::check(std::size_t length) const
{
    const std::size_t longest = std::max(m_given, kLeastGiven) * kMostGrowth;
    if (length <= longest)
        return {};
    return fail(ErrorCode::Malformed,
                fmt::format("The tokenizer's steps make a text of length {} longer than {}.",
                            m_given, longest));
}

std::string insertedText(JsonFields& fields, std::string_view key)
{
    std::string text = fields.text(key);
    if (text.size() > kLongestInsertion) {
        fields.reject(ErrorCode::Unsupported,
                      fmt::format("{}: '{}' has {} bytes, supported are {}.", fields.where(), key,
                                  text.size(), kLongestInsertion));
    }
    return text;
}

} // namespace ropescope
