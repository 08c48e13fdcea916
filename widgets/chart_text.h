// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace ropescope {

/// A title, axis label or name of a CurveChart in the language of the window. The chart itself
/// stays English, since files are written from it; names of methods are the same in all languages.
[[nodiscard]] QString chartText(const QString& words);

} // namespace ropescope
