// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/chart_option.h"

#include <fmt/core.h>

#include "app/cli/output_file.h"

namespace ropescope {

std::string readFigureFile(OptionReader& reader)
{
    return optionalOutput(reader, "figure", { ".svg", ".pdf", ".png" });
}

std::string commandText(const std::string& command, const CommandContext& context)
{
    return fmt::format("ropescope {} {}", command,
                       context.arguments.join(QLatin1Char(' ')).toStdString());
}

} // namespace ropescope
