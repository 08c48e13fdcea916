// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>
#include <unicode/normalizer2.h>

#include "core/base/result.h"

namespace ropescope {

/// The "normalizer" of a tokenizer.json: Unicode normalisation forms, in order.
class TextNormalizer {
public:
    /// Errors: Malformed, Unsupported (the normaliser's name).
    [[nodiscard]] static Result<TextNormalizer> read(const nlohmann::json& normalizer,
                                                     const std::string& where);

    /// text must be UTF-8.
    [[nodiscard]] std::string apply(const std::string& text) const;

private:
    std::vector<const icu::Normalizer2*> m_forms; ///< ICU's own, never freed
};

} // namespace ropescope
