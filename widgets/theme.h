// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QString>

namespace ropescope {

/// The colours of the window. One accent for what is measured, one for what is predicted or edited.
struct Theme {
    bool dark = true;
    QColor window;    ///< behind everything, also behind the map
    QColor panel;     ///< cards and bars
    QColor field;     ///< buttons and inputs
    QColor border;
    QColor text;
    QColor mutedText;
    QColor measured;  ///< accent: measured curves, selection, focus
    QColor onMeasured;///< text on the accent
    QColor predicted; ///< accent: predictions and edits
    QColor good;      ///< conditions that hold

    [[nodiscard]] static Theme darkTheme();
    [[nodiscard]] static Theme lightTheme();
};

/// The style sheet of the whole application. Dynamic properties that it knows:
/// `card` (a rounded panel), `heading` (small capitals above a card), `muted` (secondary text),
/// `segment` = left|middle|right|only (buttons of one choice), `primary` (the main button).
[[nodiscard]] QString styleSheet(const Theme& theme);

} // namespace ropescope
