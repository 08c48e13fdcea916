// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/chart_option.h"

#include <fmt/core.h>

#include "app/figure/figure_page.h"

namespace ropescope {

std::string readFigureFile(OptionReader& reader)
{
    std::string path = reader.required("figure", "the file to write");
    const std::string suffix = suffixOf(path);
    if (!path.empty() && suffix != ".svg" && suffix != ".pdf" && suffix != ".png")
        reader.reject(fmt::format("--figure: '{}' should end in .svg, .pdf or .png", path));
    return path;
}

std::string commandText(const std::string& command, const CommandContext& context)
{
    return fmt::format("ropescope {} {}", command,
                       context.arguments.join(QLatin1Char(' ')).toStdString());
}

} // namespace ropescope
