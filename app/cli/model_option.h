// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <string>

#include "app/cli/command.h"
#include "core/model/language_model.h"

namespace ropescope {

/// The model that --model names, or the built-in one where it names none. Errors: those of
/// LanguageModel::open(), with the option in front.
[[nodiscard]] CommandResult<std::shared_ptr<const LanguageModel>> openModelOption(
    const std::string& given);

} // namespace ropescope
