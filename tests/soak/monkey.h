// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include "tests/soak/dice.h"
#include "tests/soak/hand.h"
#include "tests/soak/rest.h"

class QFileDialog;

namespace ropescope {
class MainWindow;
}

namespace ropescope::soak {

class LoopWatch;
class Playground;

/// Does to the program whatever the dice say, an act every few hundredths of a second, from inside
/// its event loops: also while a dialog is open. Now and then it lets the program come to rest.
class Monkey : public QObject {
    Q_OBJECT

public:
    struct Sample {
        double minute;
        Memory memory;
    };
    struct Plan {
        std::chrono::milliseconds length;
        std::chrono::milliseconds betweenRests;
        std::uint64_t seed;
    };

    Monkey(const Playground& playground, LoopWatch& watch, const Plan& plan);

    /// In the event loop, once the program shows its window.
    void begin();
    [[nodiscard]] const std::map<std::string, int>& counts() const { return m_counts; }
    [[nodiscard]] const std::vector<Sample>& memory() const { return m_memory; }
    /// The program did not come to rest.
    [[nodiscard]] bool gotStuck() const { return m_stuck; }
    /// From any thread.
    [[nodiscard]] const char* lastAct() const { return m_lastAct; }

signals:
    void finished();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    struct Act {
        const char* name;
        int weight;
        void (Monkey::*play)();
    };

    void later(int milliseconds);
    void tick();
    void rest();
    void play(const Act& act);
    [[nodiscard]] const Act& drawn(const std::vector<Act>& acts);

    // Mouse and keyboard, on the window that has them: monkey_input.cpp
    [[nodiscard]] QWidget* surface();
    [[nodiscard]] QWidget* someWidget(QWidget* window, const std::function<bool(QWidget*)>& suits);
    [[nodiscard]] QPoint somePlace(const QWidget* widget);
    [[nodiscard]] Qt::KeyboardModifiers someModifiers();
    void click();
    void clickRight();
    void clickTwice();
    void pressButton();
    void hover();
    void drag();
    void turnWheel();
    void pressKey();
    void escape();
    void type();
    void trigger();
    void answerFileDialog(QFileDialog* dialog);

    // What a user reaches by several of those: monkey_session.cpp
    [[nodiscard]] MainWindow* someWindow();
    void edit();
    void undoOrRedo();
    void showHead();
    void changeView();
    void compare();
    void runPrompt();
    void goOn();
    void cancel();
    void open();
    void startLesson();
    void showPage();
    void setLook();
    void resize();
    void changeWindows();

    const Playground& m_playground;
    LoopWatch& m_watch;
    Plan m_plan;
    Dice m_dice;
    Hand m_hand;
    QPointer<MainWindow> m_window; ///< the first, which stays
    QByteArray m_layout;           ///< of its docks, at first
    QElapsedTimer m_clock;
    std::chrono::milliseconds m_nextRest { 0 };
    std::chrono::milliseconds m_end { 0 };
    std::optional<Rest> m_rest;
    std::map<std::string, int> m_counts;
    std::vector<Sample> m_memory;
    std::atomic<const char*> m_lastAct { "start" };
    int m_files = 0;
    bool m_stuck = false;
};

} // namespace ropescope::soak
