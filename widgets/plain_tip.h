// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QTextDocument>

namespace ropescope {

/// What a tool tip shows as this text, which may come from a file: one that looks like rich text
/// would be taken for it, and read the files that it names. Long lines are broken.
[[nodiscard]] inline QString plainTip(const QString& text)
{
    return text.isEmpty() ? QString() : Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal);
}

} // namespace ropescope
