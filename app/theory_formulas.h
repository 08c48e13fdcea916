// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include "core/theory/pattern_label.h"

namespace ropescope {

/// What TAPPA (arXiv:2601.21709) proves of it, in words and symbols.
[[nodiscard]] QString patternFormula(Pattern pattern);

/// What its evidence is.
[[nodiscard]] QString evidenceMeaning(Pattern pattern);

} // namespace ropescope
