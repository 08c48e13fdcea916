// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string_view>

#include "widgets/formula_node.h"

namespace ropescope {

/// The symbol of a TeX command, without its backslash: "theta", "le", "sum", "cos". Nothing for
/// names that are no symbol.
[[nodiscard]] std::optional<FormulaNode> formulaSymbol(const QString& name);

/// The symbol of one character of a formula: a letter, an operator, a bracket.
[[nodiscard]] FormulaNode formulaCharacter(QChar character);

/// All names that formulaSymbol() knows, for suggestions.
[[nodiscard]] std::vector<std::string_view> formulaSymbolNames();

} // namespace ropescope
