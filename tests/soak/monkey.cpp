// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/soak/monkey.h"

#include <QApplication>
#include <QEvent>
#include <QFileDialog>
#include <QTimer>

#include "app/main_window.h"
#include "tests/soak/loop_watch.h"

namespace ropescope::soak {

namespace {

constexpr int kPauseMs = 30;
constexpr int kLongPauseMs = 600; ///< now and then, so that work gets done and is shown
constexpr int kStepMs = 40;       ///< of a rest

std::string nameOf(const QWidget* widget)
{
    if (widget == nullptr)
        return "nothing";
    const std::string kind = widget->metaObject()->className();
    return widget->objectName().isEmpty() ? kind : kind + " " + widget->objectName().toStdString();
}

} // namespace

Monkey::Monkey(const Playground& playground, LoopWatch& watch, const Plan& plan)
    : m_playground(playground)
    , m_watch(watch)
    , m_plan(plan)
    , m_dice(plan.seed)
{
}

void Monkey::begin()
{
    for (QWidget* const widget : QApplication::topLevelWidgets()) {
        if (auto* const window = qobject_cast<MainWindow*>(widget))
            m_window = window;
    }
    if (m_window == nullptr)
        qFatal("There is no window.");
    m_window->installEventFilter(this);
    m_layout = m_window->saveState();
    m_clock.start();
    m_watch.begin();
    later(0);
}

/// The first window is not closed, by whatever the monkey hits.
bool Monkey::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() == QEvent::Close && object == m_window) {
        event->ignore();
        return true;
    }
    return QObject::eventFilter(object, event);
}

void Monkey::later(int milliseconds) { QTimer::singleShot(milliseconds, this, &Monkey::tick); }

void Monkey::tick()
{
    const std::chrono::milliseconds now { m_clock.elapsed() };
    if (!m_rest && now >= m_nextRest)
        m_rest.emplace(m_window, m_layout);
    if (m_rest)
        return rest();
    // First, since an act may open a dialog, which comes back when it is closed.
    later(m_dice.once(40) ? kLongPauseMs : m_dice.below(kPauseMs));
    if (m_hand.isDragging())
        return m_hand.drag();

    static const std::vector<Act> input = {
        { "click", 12, &Monkey::click },
        { "right click", 3, &Monkey::clickRight },
        { "double click", 3, &Monkey::clickTwice },
        { "button", 14, &Monkey::pressButton },
        { "hover", 8, &Monkey::hover },
        { "drag", 8, &Monkey::drag },
        { "wheel", 8, &Monkey::turnWheel },
        { "key", 12, &Monkey::pressKey },
        { "type", 4, &Monkey::type },
        { "menu", 10, &Monkey::trigger },
    };
    static const std::vector<Act> session = {
        { "edit", 12, &Monkey::edit },      { "undo or redo", 6, &Monkey::undoOrRedo },
        { "head", 8, &Monkey::showHead },   { "view", 6, &Monkey::changeView },
        { "compare", 4, &Monkey::compare }, { "prompt", 3, &Monkey::runPrompt },
        { "continue", 2, &Monkey::goOn },   { "cancel", 4, &Monkey::cancel },
        { "open", 4, &Monkey::open },       { "lesson", 2, &Monkey::startLesson },
        { "page", 6, &Monkey::showPage },   { "look", 1, &Monkey::setLook },
        { "resize", 1, &Monkey::resize },   { "windows", 2, &Monkey::changeWindows },
    };
    static const std::vector<Act> away = { { "escape", 1, &Monkey::escape } };

    auto* const top = surface();
    if (auto* const dialog = qobject_cast<QFileDialog*>(top)) {
        ++m_counts["file dialog"];
        m_lastAct = "file dialog";
        m_watch.note(m_lastAct.load(), nameOf(top));
        return answerFileDialog(dialog);
    }
    const bool somethingIsOpen = QApplication::activePopupWidget() != nullptr
        || QApplication::activeModalWidget() != nullptr;
    if (somethingIsOpen)
        play(drawn(m_dice.once(8) ? away : input));
    else
        play(drawn(m_dice.once(3) ? session : input));
}

const Monkey::Act& Monkey::drawn(const std::vector<Act>& acts)
{
    int all = 0;
    for (const Act& act : acts)
        all += act.weight;
    int left = m_dice.below(all);
    for (const Act& act : acts) {
        left -= act.weight;
        if (left < 0)
            return act;
    }
    return acts.front();
}

void Monkey::play(const Act& act)
{
    ++m_counts[act.name];
    m_lastAct = act.name;
    m_watch.note(m_lastAct.load(), nameOf(surface()));
    (this->*act.play)();
}

void Monkey::rest()
{
    m_lastAct = "rest";
    m_watch.note(m_lastAct.load(), "");
    while (m_hand.isDragging())
        m_hand.drag();
    const Rest::State state = m_rest->step();
    if (state == Rest::State::UnderWay)
        return later(kStepMs);
    m_rest.reset();
    const std::chrono::milliseconds now { m_clock.elapsed() };
    m_memory.push_back({ std::chrono::duration<double, std::ratio<60>>(now).count(), memoryNow() });
    m_stuck = state == Rest::State::TooLong;
    if (m_memory.size() == 1)
        m_end = now + m_plan.length; // the first rest was the start of the program
    if (m_stuck || now >= m_end)
        return emit finished();
    m_nextRest = std::min(now + m_plan.betweenRests, m_end);
    later(0);
}

} // namespace ropescope::soak
