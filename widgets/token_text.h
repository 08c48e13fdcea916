// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace ropescope {

/// A token's piece on one line: outer spaces go, white space alone and line ends become signs, long
/// pieces lose their middle. Empty for an empty piece.
[[nodiscard]] QString displayPiece(const QString& piece, int longest = 24);

/// In quotes for sentences: “purse”; "token 12" when the text is unknown.
[[nodiscard]] QString quotedPiece(const QString& piece, int position);

} // namespace ropescope
