// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>
#include <QFrame>
#include <QLabel>
#include <QString>
#include <QStyle>

namespace ropescope {

/// A rounded panel; see styleSheet().
[[nodiscard]] inline QFrame* makeCard(const QString& objectName, QWidget* parent = nullptr)
{
    auto* const card = new QFrame(parent);
    card->setObjectName(objectName);
    card->setProperty("card", true);
    return card;
}

/// The title of a card, in spaced capitals.
[[nodiscard]] inline QLabel* makeHeading(const QString& text, QWidget* parent = nullptr)
{
    auto* const heading = new QLabel(text.toUpper(), parent);
    heading->setTextFormat(Qt::PlainText);
    heading->setProperty("heading", true);
    QFont font = heading->font();
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.6);
    heading->setFont(font);
    return heading;
}

/// A label of plain text, which may come from a file, with one of the style sheet's flags:
/// "strong", "muted", "predicted".
[[nodiscard]] inline QLabel* makeLabel(const QString& objectName, const char* flag)
{
    auto* const label = new QLabel;
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    label->setProperty(flag, true);
    return label;
}

/// Sets a property that the style sheet looks at, and has the widget styled again.
inline void setStyleFlag(QWidget* widget, const char* flag, bool on)
{
    if (widget->property(flag).toBool() == on)
        return;
    widget->setProperty(flag, on);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace ropescope
