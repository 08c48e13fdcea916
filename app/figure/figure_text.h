// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QStringList>

class QColor;
class QPainter;

namespace ropescope {

struct FigureStyle;

/// Lengths of a figure are hundredths of a millimetre: fine enough for hairlines, and text sizes
/// are whole numbers.
inline constexpr double kFigureUnitsPerMm = 100.0;
inline constexpr double kFigureUnitsPerPoint = kFigureUnitsPerMm * 25.4 / 72.0;

struct FigureFonts {
    explicit FigureFonts(const FigureStyle& style);

    QFont title;
    QFont label;
    QFont tick;
};

/// What stands in the file for readers without the font: "Inter, Helvetica, Arial, sans-serif".
[[nodiscard]] QString familyList(const FigureStyle& style);

[[nodiscard]] double lineHeight(const QFont& font);
[[nodiscard]] double textWidth(const QFont& font, const QString& text);

/// The parts of the text on lines of this width, cut between parts; the last line that is allowed
/// ends in an ellipsis when there is more.
[[nodiscard]] QStringList wrapped(const std::string& text, const QString& separator,
                                  const QFont& font, double width, int maxLines);

/// On one line. The model's name gives way to the layer and the head.
[[nodiscard]] QString fittingTitle(const QString& title, const QFont& font, double width);

void drawText(QPainter& painter, const QFont& font, const QColor& colour, const QRectF& box,
              int alignment, const QString& text);

/// Read from below; alignment: of the unrotated text to the point, as drawText has it.
void drawUpwards(QPainter& painter, const QFont& font, const QColor& colour, QPointF point,
                 int alignment, const QString& text);

} // namespace ropescope
