// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace ropescope {

/// A "Metaspace" step: SentencePiece's way to keep spaces, as a visible character.
struct Metaspace {
    enum class Prepend {
        Always, ///< to each stretch of text
        First,  ///< to the beginning of the whole text
        Never,
    };

    std::string replacement; ///< for a space: one character, usually U+2581
    Prepend prepend = Prepend::Always;
    bool split = true; ///< into words that begin with it

    /// Errors: Malformed.
    [[nodiscard]] static Result<Metaspace> read(const nlohmann::json& json,
                                                const std::string& where);
};

} // namespace ropescope
