// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the monkey does with mouse and keyboard to whatever is on top.
#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>

#include "app/main_window.h"
#include "tests/soak/loop_watch.h"
#include "tests/soak/monkey.h"
#include "tests/soak/playground.h"

namespace ropescope::soak {

namespace {

constexpr Qt::Key kKeys[]
    = { Qt::Key_Left,      Qt::Key_Right,   Qt::Key_Up,     Qt::Key_Down,     Qt::Key_Tab,
        Qt::Key_Tab,       Qt::Key_Backtab, Qt::Key_Return, Qt::Key_Escape,   Qt::Key_Space,
        Qt::Key_Home,      Qt::Key_End,     Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Delete,
        Qt::Key_Backspace, Qt::Key_Shift,   Qt::Key_Plus,   Qt::Key_Minus };
constexpr char kLetters[]
    = "abcdefghijklmnoprstuvwxyz0123456789?[].,"; // no q: Ctrl+Q ends the program
const QString kTexts[] = { "1e4",
                           "500000",
                           "0",
                           "-1",
                           "2.5",
                           "99999999999",
                           "nan",
                           "sink > 0.4 and layer >= 3",
                           "pattern = periodic or share > 0.3",
                           "sink > > (",
                           "one fish two fish",
                           "It was the best of times, it was the worst of times.",
                           "\u4e2d\u6587 \u00fc\u00df \u20ac",
                           "base",
                           "2,3,5",
                           "" };
constexpr int kMostWindows = 3;

int mainWindows()
{
    int count = 0;
    for (const QWidget* const widget : QApplication::topLevelWidgets())
        count += qobject_cast<const MainWindow*>(widget) != nullptr ? 1 : 0;
    return count;
}

bool isTextField(const QWidget* widget)
{
    const auto* const list = qobject_cast<const QComboBox*>(widget);
    return qobject_cast<const QLineEdit*>(widget) != nullptr
        || qobject_cast<const QPlainTextEdit*>(widget) != nullptr
        || qobject_cast<const QAbstractSpinBox*>(widget) != nullptr
        || (list != nullptr && list->isEditable());
}

} // namespace

/// The window that would get a user's next click.
QWidget* Monkey::surface()
{
    if (QWidget* const popup = QApplication::activePopupWidget())
        return popup;
    if (QWidget* const modal = QApplication::activeModalWidget())
        return modal;
    QList<QWidget*> windows;
    for (QWidget* const widget : QApplication::topLevelWidgets()) {
        if (widget->isVisible() && widget->windowType() != Qt::ToolTip
            && widget->windowHandle() != nullptr)
            windows << widget;
    }
    // Rather the one in front, or else what is typed goes nowhere.
    QWidget* const active = QApplication::activeWindow();
    if (active != nullptr && windows.contains(active) && !m_dice.once(10))
        return active;
    if (windows.isEmpty())
        return m_window;
    QWidget* const window = m_dice.oneOf(windows);
    window->activateWindow();
    return window;
}

QWidget* Monkey::someWidget(QWidget* window, const std::function<bool(QWidget*)>& suits)
{
    QList<QWidget*> found;
    for (QWidget* const child : window->findChildren<QWidget*>()) {
        if (child->isVisible() && child->window() == window && !child->visibleRegion().isEmpty()
            && suits(child))
            found << child;
    }
    return found.isEmpty() ? nullptr : m_dice.oneOf(found);
}

QPoint Monkey::somePlace(const QWidget* widget)
{
    const QRect seen = widget->visibleRegion().boundingRect();
    return seen.isEmpty()
        ? QPoint()
        : seen.topLeft() + QPoint(m_dice.below(seen.width()), m_dice.below(seen.height()));
}

Qt::KeyboardModifiers Monkey::someModifiers()
{
    if (!m_dice.once(4))
        return {};
    constexpr Qt::KeyboardModifiers kModifiers[]
        = { Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier,
            Qt::ControlModifier | Qt::ShiftModifier };
    return m_dice.oneOf(kModifiers);
}

void Monkey::click()
{
    QWidget* const window = surface();
    QWidget* const widget = someWidget(window, [](QWidget*) { return true; });
    QWidget* const target = widget != nullptr ? widget : window;
    Hand::click(target, somePlace(target), Qt::LeftButton, someModifiers());
}

void Monkey::clickRight()
{
    if (QWidget* const widget = someWidget(surface(), [](QWidget*) { return true; }))
        Hand::click(widget, somePlace(widget), Qt::RightButton);
}

void Monkey::clickTwice()
{
    if (QWidget* const widget = someWidget(surface(), [](QWidget*) { return true; }))
        Hand::doubleClick(widget, somePlace(widget));
}

void Monkey::pressButton()
{
    QWidget* const button = someWidget(surface(), [](QWidget* widget) {
        return widget->isEnabled() && qobject_cast<QAbstractButton*>(widget) != nullptr;
    });
    if (button != nullptr)
        Hand::click(button, button->visibleRegion().boundingRect().center());
}

void Monkey::hover()
{
    if (QWidget* const widget = someWidget(surface(), [](QWidget*) { return true; }))
        Hand::moveTo(widget, somePlace(widget));
}

void Monkey::drag()
{
    if (QWidget* const widget = someWidget(surface(), [](QWidget*) { return true; }))
        m_hand.beginDrag(widget, somePlace(widget), somePlace(widget), m_dice.between(2, 12),
                         someModifiers());
}

void Monkey::turnWheel()
{
    if (QWidget* const widget = someWidget(surface(), [](QWidget*) { return true; }))
        Hand::wheel(widget, somePlace(widget), m_dice.between(-4, 4), someModifiers());
}

void Monkey::pressKey()
{
    QWidget* const window = surface();
    if (m_dice.once(2)) {
        Hand::key(window, m_dice.oneOf(kKeys), someModifiers());
        return;
    }
    const char letter = kLetters[m_dice.below(sizeof kLetters - 1)];
    const Qt::KeyboardModifiers modifiers = someModifiers();
    const bool shifted = modifiers == Qt::ShiftModifier || modifiers == Qt::NoModifier;
    Hand::key(window, QChar::fromLatin1(letter).toUpper().unicode(), modifiers,
              shifted ? QString(QChar::fromLatin1(letter)) : QString());
}

void Monkey::escape() { Hand::key(surface(), Qt::Key_Escape, {}); }

void Monkey::type()
{
    QWidget* const window = surface();
    const QPointer<QWidget> field = someWidget(
        window, [](QWidget* widget) { return widget->isEnabled() && isTextField(widget); });
    if (field == nullptr)
        return;
    field->setFocus();
    Hand::key(window, Qt::Key_A, Qt::ControlModifier);
    Hand::type(window, m_dice.oneOf(kTexts));
    if (field != nullptr && m_dice.once(2))
        Hand::key(field, Qt::Key_Return, m_dice.once(3) ? Qt::ControlModifier : Qt::NoModifier);
}

/// Any action that the window on top has to offer, but for the end of the program.
void Monkey::trigger()
{
    QList<QAction*> found;
    for (QAction* const action : surface()->findChildren<QAction*>()) {
        const bool ends = action->shortcut() == QKeySequence(QKeySequence::Quit);
        const bool opens = action->shortcut() == QKeySequence(QKeySequence::New);
        if (action->isEnabled() && action->isVisible() && !action->isSeparator()
            && action->menu() == nullptr && !ends && !(opens && mainWindows() >= kMostWindows))
            found << action;
    }
    if (found.isEmpty())
        return;
    QAction* const action = m_dice.oneOf(found);
    m_watch.note("menu " + action->text().toStdString(), "");
    action->trigger();
}

/// The dialog can rename and delete, so nothing is clicked in it: a name is typed, or it is sent
/// away.
void Monkey::answerFileDialog(QFileDialog* dialog)
{
    auto* const name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    if (name == nullptr || m_dice.once(3))
        return dialog->reject();
    QString path;
    if (dialog->acceptMode() == QFileDialog::AcceptOpen) {
        path = m_dice.oneOf(m_dice.once(4) ? m_playground.lessons() : m_playground.sources());
    } else {
        const QString suffix = QFileInfo(name->text()).suffix();
        path = m_playground.output(++m_files % 50,
                                   suffix.isEmpty() ? QStringLiteral("png") : suffix);
    }
    name->setFocus();
    name->setText(path);
    Hand::key(dialog, Qt::Key_Return, {});
}

} // namespace ropescope::soak
