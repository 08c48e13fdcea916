// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/token_text.h"

namespace ropescope {

QString displayPiece(const QString& piece, int longest)
{
    QString text = piece;
    text.replace(QLatin1String("\r\n"), QLatin1String("↵"));
    text.replace(QLatin1Char('\n'), QChar(0x21B5));
    text.replace(QLatin1Char('\r'), QChar(0x21B5));
    text.replace(QLatin1Char('\t'), QChar(0x21E5));
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return QString(text.size(), QChar(0x2423));
    if (trimmed.size() <= longest)
        return trimmed;
    const int head = longest / 2;
    return trimmed.left(head) + QChar(0x2026) + trimmed.right(longest - head - 1);
}

QString quotedPiece(const QString& piece, int position)
{
    const QString text = displayPiece(piece);
    if (text.isEmpty())
        return QStringLiteral("token %1").arg(position);
    return QChar(0x201C) + text + QChar(0x201D);
}

} // namespace ropescope
