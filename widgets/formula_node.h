// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QString>

namespace ropescope {

/// What a symbol does in a formula; decides the space around it, as in TeX.
enum class FormulaClass {
    Ordinary,    ///< x, 2, θ
    Operator,    ///< ∑, cos
    Binary,      ///< +
    Relation,    ///< =
    Open,        ///< (
    Close,       ///< )
    Punctuation, ///< ,
};

/// A formula as a tree. Which children a kind has:
///   Row       the parts, from left to right
///   Symbol    none: `text` of class `role`
///   Text      none: words, with their spaces
///   Space     none: `space` in em
///   Fraction  above, below
///   Root      what is under it
///   Script    base, below, above; an empty Row where there is none
///   Fence     what is between the two characters of `text`, which grow with it; '.' is none
///   Accent    what is under `text`: "hat" or "bar"
struct FormulaNode {
    enum class Kind { Row, Symbol, Text, Space, Fraction, Root, Script, Fence, Accent };

    Kind kind = Kind::Row;
    QString text;
    FormulaClass role = FormulaClass::Ordinary;
    bool upright = false;   ///< Symbol: digits, names of functions, capital Greek
    bool hasLimits = false; ///< Symbol: scripts stand below and above it in a displayed formula
    bool isLarge = false;   ///< Symbol: larger in a displayed formula
    double space = 0.0;
    std::vector<FormulaNode> children;

    [[nodiscard]] bool isEmpty() const { return kind == Kind::Row && children.empty(); }
};

} // namespace ropescope
