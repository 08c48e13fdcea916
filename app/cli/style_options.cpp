// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/style_options.h"

#include <fmt/core.h>

namespace ropescope {

void addStyleOptions(CommandParser& parser)
{
    parser.addValue("preset", "NAME",
                    "Width and text size for a venue: column, page, iclr, iclr-half, neurips, "
                    "neurips-half, acl, acl-column, icml, icml-column, ieee-column, slide.");
    parser.addValue("width-mm", "X", "Width of the figure (85, one column).");
    parser.addValue("font", "FAMILY", "Family of all text (Inter).");
    parser.addValue("font-size", "PT",
                    "Of axis labels, in points (7.5); titles are half a point "
                    "larger, ticks smaller.");
    parser.addValue("ticks", "positions|tokens", "Token positions or pieces of text (positions).");
    parser.addValue("dpi", "N", "Dots per inch of a PNG, and of the map in others (300).");
    parser.addValue("columns-of-panels", "N", "Panels side by side (as many as suit).");
    parser.addFlag("no-title", "Without titles.");
    parser.addFlag("no-colour-bar", "Without colour bars.");
    parser.addFlag("letters", "\"(a)\" in front of each panel's title.");
}

FigureStyle readStyle(OptionReader& options)
{
    FigureStyle style;
    if (const auto name = options.text("preset")) {
        const FigurePreset* const preset = findFigurePreset(*name);
        if (preset == nullptr) {
            std::string names;
            for (const FigurePreset& known : figurePresets())
                names += (names.empty() ? "" : ", ") + std::string(known.name);
            options.reject(fmt::format("--preset: '{}' should be one of {}", *name, names));
        } else {
            style.widthMm = preset->widthMm;
            style.points = preset->points;
        }
    }
    style.widthMm = options.number("width-mm", kMinFigureMm, kMaxFigureMm).value_or(style.widthMm);
    style.family = options.text("font").value_or(std::string());
    if (!style.family.empty() && !isInstalledFamily(style.family)) {
        options.reject(fmt::format(
            "--font: there is no font '{}' here; 'fc-list : family' lists those that are",
            style.family));
    }
    style.points = options.number("font-size", kMinPoints, kMaxPoints).value_or(style.points);
    style.ticks
        = options
              .choice<TickKind>(
                  "ticks", { { "positions", TickKind::Positions }, { "tokens", TickKind::Tokens } })
              .value_or(style.ticks);
    style.dotsPerInch
        = options.integer("dpi", kMinDotsPerInch, kMaxDotsPerInch).value_or(style.dotsPerInch);
    style.columns = options.integer("columns-of-panels", 1, kMaxPanelColumns).value_or(0);
    style.title = !options.has("no-title");
    style.colourBar = !options.has("no-colour-bar");
    style.letters = options.has("letters");
    return style;
}

} // namespace ropescope
