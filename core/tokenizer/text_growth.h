// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/io/json_fields.h"

namespace ropescope {

/// How much longer the steps of a tokenizer.json may make a text: a file of a few lines could ask
/// for each space to become two, thirty times over.
class TextGrowth {
public:
    /// given: length of the text as it came, in whatever unit check() is asked in.
    explicit TextGrowth(std::size_t given)
        : m_given(given)
    {
    }
    /// Errors: Malformed, when `length` is out of all proportion.
    [[nodiscard]] Result<void> check(std::size_t length) const;

private:
    std::size_t m_given;
};

/// A text that a step puts in at each of many places. One of more than 256 bytes is Unsupported;
/// problems go to fields.error().
[[nodiscard]] std::string insertedText(JsonFields& fields, std::string_view key);

} // namespace ropescope
