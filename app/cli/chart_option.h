// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "app/cli/option_reader.h"

namespace ropescope {

/// The value of --figure: a file that ends in .svg, .pdf or .png; empty where it is not given.
[[nodiscard]] std::string readFigureFile(OptionReader& reader);

/// How the program was called, for a file to keep: "ropescope compress --budgets 64 ..".
[[nodiscard]] std::string commandText(const std::string& command, const CommandContext& context);

} // namespace ropescope
