// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

namespace ropescope {

/// The colours of the window. One accent for what is measured, one for what is predicted or edited.
struct Theme {
    bool dark = true;
    QColor window; ///< behind everything, also behind the map, and inside text fields
    QColor panel;  ///< side columns, bars, buttons
    QColor field;  ///< cards
    QColor border;
    QColor text;
    QColor mutedText;
    QColor measured;   ///< accent: measured curves, selection, focus
    QColor onMeasured; ///< text on the accent
    QColor predicted;  ///< accent: predictions and edits
    QColor good;       ///< conditions that hold
    QColor opposed;    ///< measured parts that count against; told from `measured` by all eyes

    [[nodiscard]] static Theme darkTheme();
    [[nodiscard]] static Theme lightTheme();
};

/// The style sheet of the whole application, meant for the Fusion style. Dynamic properties that it
/// knows, each set before the widget is first shown:
///   card = true       QFrame: a rounded panel
///   side = true       QWidget: a column of cards
///   heading = true    QLabel: the small bold title of a card
///   strong = true     QLabel: bold text
///   title = true      QLabel: the title of a page that is read
///   muted = true      QLabel: secondary text
///   note = true       QLabel: small secondary text
///   predicted = true  QLabel: bold, in the colour of predictions
///   segment = left | middle | right | only   checkable QPushButton or QToolButton of one choice
///   compact = true    QToolButton: a segment in the title of a card
///   primary = true    QPushButton: the main button of a card
///   fold = true       QToolButton: the title of a card that can be folded
///   tile = true       QToolButton: a small picture with a few words below
///   quiet = true      QPushButton or QToolButton without a frame
///   chip = true       QLabel: a small pill; with good = true in the colour of what holds
///   message = true    QFrame: an inline notice that something went wrong
///   page = true       QTextBrowser: text that is read, without a frame
///   invalid = true    QLineEdit: the input cannot be used
///
/// fontPixels is the size of the application's font; a lecture may want it larger.
[[nodiscard]] QString styleSheet(const Theme& theme, int fontPixels = 13);

/// The same colours for what a style sheet does not reach (item views, text selection, links).
[[nodiscard]] QPalette palette(const Theme& theme);

/// Contrast ratio of two opaque colours, 1 .. 21.  Source: WCAG 2.1, success criterion 1.4.3.
[[nodiscard]] double contrastRatio(const QColor& first, const QColor& second);

/// The measured colour at rest, for bars and marks that are not selected; 3:1 against a card.
[[nodiscard]] QColor restingColour(const Theme& theme);

/// `first` with a part of `second`, 0 .. 1.
[[nodiscard]] QColor mixed(const QColor& first, const QColor& second, double part);

} // namespace ropescope
