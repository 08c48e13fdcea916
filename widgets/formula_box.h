// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QFont>
#include <QPainterPath>
#include <QPointF>
#include <QString>

#include "widgets/formula_node.h"

class QPainter;

namespace ropescope {

/// A formula laid out: what to draw where, relative to the left end of its baseline, y downward,
/// logical pixels.
struct FormulaBox {
    struct Glyphs {
        QPointF baseline;
        QString text;
        QFont font;
    };
    /// Fraction bars, roots, brackets that grow.
    struct Stroke {
        QPainterPath path;
        double width = 1.0;
    };

    double width = 0.0;
    double ascent = 0.0;  ///< above the baseline
    double descent = 0.0; ///< below it
    std::vector<Glyphs> glyphs;
    std::vector<Stroke> strokes;

    [[nodiscard]] double height() const { return ascent + descent; }
    /// Takes over what another box draws, moved by `offset`, and covers it with this one's height;
    /// the width stays.
    void add(const FormulaBox& other, QPointF offset);
};

enum class FormulaStyle {
    Inline,    ///< within a line of text: fractions and sums stay small
    Displayed, ///< on a line of its own
};

/// `font`: of the text around; its family and size decide those of the formula.
[[nodiscard]] FormulaBox layOutFormula(const FormulaNode& node, const QFont& font,
                                       FormulaStyle style);

/// In the painter's pen colour, with the left end of the baseline there.
void paintFormula(QPainter& painter, const FormulaBox& box, QPointF baseline);

} // namespace ropescope
