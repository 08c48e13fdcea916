// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ropescope {

enum class TickKind {
    Positions, ///< round token positions
    Tokens,    ///< the tokens' own pieces of text, as many as there is room for
};

/// How a figure looks, whatever it shows.
struct FigureStyle {
    double widthMm = 85.0; ///< one column of most journals
    std::string family;    ///< of the font; empty: Inter or its kin
    double points = 7.5;   ///< of axis labels; titles have half a point more, ticks less
    bool title = true;     ///< titles and what stands below them
    bool colourBar = true;
    bool letters = false; ///< "(a)" in front of the title of each panel
    TickKind ticks = TickKind::Positions;
    int dotsPerInch = 300; ///< of a PNG, and at least of maps inside PDF and SVG
    int columns = 0;       ///< of panels; 0: as many as suit

    bool operator==(const FigureStyle&) const = default;
};

/// The narrowest and widest figure, in millimetres.
inline constexpr double kMinFigureMm = 40.0;
inline constexpr double kMaxFigureMm = 1000.0;
inline constexpr double kMinPoints = 4.0;
inline constexpr double kMaxPoints = 24.0;
inline constexpr int kMinDotsPerInch = 72;
inline constexpr int kMaxDotsPerInch = 2400;
inline constexpr int kMaxPanelColumns = 12;

/// Width and text size for a venue.
struct FigurePreset {
    std::string_view name;  ///< on the command line
    std::string_view title; ///< for people
    double widthMm;
    double points;
};

[[nodiscard]] std::span<const FigurePreset> figurePresets();
/// Null where there is none of that name.
[[nodiscard]] const FigurePreset* findFigurePreset(std::string_view name);

/// Is a font of that family installed? Generic names ("serif") always are.
[[nodiscard]] bool isInstalledFamily(const std::string& family);

} // namespace ropescope
