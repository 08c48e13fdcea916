// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>

#include <QColor>
#include <QRectF>
#include <QString>

#include "core/theory/pattern_label.h"
#include "widgets/theme.h"

class QPainter;

namespace ropescope {

/// In the order of the enum.
inline constexpr std::array kPatterns { Pattern::ReAccess, Pattern::Sequential, Pattern::Periodic,
                                        Pattern::Seasonal, Pattern::Unpredictable };

/// "Re-access", "Sequential", ...
[[nodiscard]] QString patternTitle(Pattern pattern);

/// What such a map looks like, a few words.
[[nodiscard]] QString patternMeaning(Pattern pattern);

/// Colours of Okabe and Ito, told apart by all eyes; grey for Unpredictable.
[[nodiscard]] QColor patternColour(Pattern pattern, const Theme& theme);

/// A square of the pattern's colour with what the pattern looks like drawn over it: a stripe, a
/// diagonal, diagonals, a grid, nothing. So the colour alone need not tell.
void paintPatternMark(QPainter& painter, const QRectF& square, Pattern pattern, const Theme& theme);

} // namespace ropescope
