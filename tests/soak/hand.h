// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QPointer>
#include <QWidget>
#include <QWindow>

namespace ropescope::soak {

/// Mouse and keyboard, given to windows as the system gives them, so that popups, modal dialogs,
/// shortcuts and focus act as they do for a user. A call returns when the window has dealt with it:
/// late, where it opens a dialog.
class Hand {
public:
    static void click(QWidget* widget, QPoint at, Qt::MouseButton button = Qt::LeftButton,
                      Qt::KeyboardModifiers modifiers = {});
    static void doubleClick(QWidget* widget, QPoint at);
    static void moveTo(QWidget* widget, QPoint at);
    static void wheel(QWidget* widget, QPoint at, int steps, Qt::KeyboardModifiers modifiers);
    static void key(QWidget* window, int key, Qt::KeyboardModifiers modifiers,
                    const QString& text = {});
    static void type(QWidget* window, const QString& text);

    /// Presses here; each drag() goes on to the next place, the last one lets go.
    void beginDrag(QWidget* widget, QPoint from, QPoint to, int steps,
                   Qt::KeyboardModifiers modifiers);
    [[nodiscard]] bool isDragging() const { return !m_way.empty(); }
    void drag();

private:
    QPointer<QWindow> m_window;
    std::vector<QPoint> m_way; ///< what is left of it, in the window, last first
    Qt::KeyboardModifiers m_modifiers;
};

} // namespace ropescope::soak
