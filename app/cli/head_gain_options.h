// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>

#include "app/cli/command_parser.h"
#include "core/base/ids.h"
#include "core/model/model_config.h"

namespace ropescope {

/// --mask-head L:H and --head-gain L:H:G, both repeatable.
void addHeadGainOptions(CommandParser& parser);

/// The factor on what each named head adds; 0 masks it. The last word on a head counts.
[[nodiscard]] std::map<HeadId, double> readHeadGains(OptionReader& reader);

/// Exit code 2 for a head that the model does not have.
[[nodiscard]] CommandResult<void> checkHeadGains(const std::map<HeadId, double>& gains,
                                                 const ModelConfig& model);

} // namespace ropescope
