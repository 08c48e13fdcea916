// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "widgets/formula_node.h"

namespace ropescope {

/// Reads a formula in a small part of TeX: letters, digits and operators; _ and ^; { }; \frac,
/// \sqrt, \left \right, \hat, \bar, \text, \mathrm, spaces (\, \; \quad), and the commands of
/// formula_symbols.h. Errors: Malformed, in a sentence that names what was found and, for an
/// unknown command, one that is like it.
[[nodiscard]] Result<FormulaNode> parseFormula(const QString& tex);

} // namespace ropescope
