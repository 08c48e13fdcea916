// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/model_option.h"

#include "app/input_file.h"
#include "app/resource_paths.h"

namespace ropescope {

CommandResult<std::shared_ptr<const LanguageModel>> openModelOption(const std::string& given)
{
    auto model
        = LanguageModel::open(given.empty() ? resourcePath("model") : std::filesystem::path(given));
    if (!model)
        return jobFailed(given.empty() ? model.error() : ofOption("model", model.error()));
    return std::move(*model);
}

} // namespace ropescope
