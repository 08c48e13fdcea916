// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theme.h"

namespace ropescope {

Theme Theme::darkTheme()
{
    return { .dark = true,
             .window = QColor("#14171b"),
             .panel = QColor("#1b1f26"),
             .field = QColor("#20252d"),
             .border = QColor("#2d343f"),
             .text = QColor("#e8eaed"),
             .mutedText = QColor("#9aa1ac"),
             .measured = QColor("#4cc2ff"),
             .onMeasured = QColor("#0b1117"),
             .predicted = QColor("#ffb454"),
             .good = QColor("#7ee08a") };
}

Theme Theme::lightTheme()
{
    return { .dark = false,
             .window = QColor("#f1f3f5"),
             .panel = QColor("#ffffff"),
             .field = QColor("#f7f8fa"),
             .border = QColor("#d3d9e0"),
             .text = QColor("#15191e"),
             .mutedText = QColor("#5c6470"),
             .measured = QColor("#0a74c8"),
             .onMeasured = QColor("#ffffff"),
             .predicted = QColor("#b35c00"),
             .good = QColor("#2a7f3f") };
}

QString styleSheet(const Theme& theme)
{
    return QStringLiteral("QWidget { color: %1; }").arg(theme.text.name());
}

} // namespace ropescope
