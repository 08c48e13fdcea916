// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/soak/hand.h"

#include <QCoreApplication>
#include <QTest> // the ways into a window: qt_handleMouseEvent, qt_handleKeyEvent
#include <QWheelEvent>

namespace ropescope::soak {

namespace {

constexpr int kBetweenClicksMs = 1000; ///< more than a double click allows
constexpr int kWheelStep = 120;

int timestamp = 0;

void mouse(QWindow* window, QPoint at, QEvent::Type type, Qt::MouseButton button,
           Qt::MouseButtons held, Qt::KeyboardModifiers modifiers)
{
    if (window != nullptr)
        qt_handleMouseEvent(window, at, window->mapToGlobal(at), held, button, type, modifiers,
                            ++timestamp);
}

void press(QWindow* window, QPoint at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers)
{
    mouse(window, at, QEvent::MouseButtonPress, button, button, modifiers);
}

void release(QWindow* window, QPoint at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers)
{
    mouse(window, at, QEvent::MouseButtonRelease, button, Qt::NoButton, modifiers);
}

QPoint inWindow(const QWidget* widget, QPoint at) { return widget->mapTo(widget->window(), at); }

QWindow* windowOf(const QWidget* widget) { return widget->window()->windowHandle(); }

} // namespace

void Hand::click(QWidget* widget, QPoint at, Qt::MouseButton button,
                 Qt::KeyboardModifiers modifiers)
{
    const QPointer<QWindow> window = windowOf(widget);
    const QPoint place = inWindow(widget, at);
    timestamp += kBetweenClicksMs;
    moveTo(widget, at);
    press(window, place, button, modifiers);
    release(window, place, button, modifiers); // the press may have closed the window
}

void Hand::doubleClick(QWidget* widget, QPoint at)
{
    const QPointer<QWindow> window = windowOf(widget);
    const QPoint place = inWindow(widget, at);
    click(widget, at);
    press(window, place, Qt::LeftButton, {});
    release(window, place, Qt::LeftButton, {});
}

void Hand::moveTo(QWidget* widget, QPoint at)
{
    mouse(windowOf(widget), inWindow(widget, at), QEvent::MouseMove, Qt::NoButton, Qt::NoButton,
          {});
}

void Hand::wheel(QWidget* widget, QPoint at, int steps, Qt::KeyboardModifiers modifiers)
{
    QWindow* const window = windowOf(widget);
    if (window == nullptr)
        return;
    const QPoint place = inWindow(widget, at);
    QWheelEvent event(place, window->mapToGlobal(place), {}, { 0, steps * kWheelStep },
                      Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(window, &event);
}

void Hand::key(QWidget* window, int key, Qt::KeyboardModifiers modifiers, const QString& text)
{
    const QPointer<QWindow> handle = windowOf(window);
    for (const QEvent::Type type : { QEvent::KeyPress, QEvent::KeyRelease }) {
        if (handle != nullptr) // the press may have closed it
            qt_handleKeyEvent(handle, type, key, modifiers, text);
    }
}

void Hand::type(QWidget* window, const QString& text)
{
    const QPointer<QWidget> still = window;
    for (const QChar character : text) {
        if (still == nullptr)
            return;
        const bool named = character.unicode() < 128 && character.isPrint();
        key(window, named ? character.toUpper().unicode() : 0, {}, character);
    }
}

void Hand::beginDrag(QWidget* widget, QPoint from, QPoint to, int steps,
                     Qt::KeyboardModifiers modifiers)
{
    m_window = windowOf(widget);
    m_modifiers = modifiers;
    for (int step = steps; step >= 1; --step)
        m_way.push_back(inWindow(widget, from + (to - from) * step / steps));
    timestamp += kBetweenClicksMs;
    moveTo(widget, from);
    press(m_window, inWindow(widget, from), Qt::LeftButton, modifiers);
}

void Hand::drag()
{
    const QPoint next = m_way.back();
    m_way.pop_back();
    if (m_window == nullptr)
        return m_way.clear();
    mouse(m_window, next, QEvent::MouseMove, Qt::NoButton, Qt::LeftButton, m_modifiers);
    if (m_way.empty())
        release(m_window, next, Qt::LeftButton, m_modifiers);
}

} // namespace ropescope::soak
