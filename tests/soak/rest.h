// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QPointer>

namespace ropescope {
class MainWindow;
}

namespace ropescope::soak {

/// MiB of the process.
struct Memory {
    double resident = 0.0;
    double allocated = 0.0; ///< what the program holds; the rest is what the allocator keeps
};
[[nodiscard]] Memory memoryNow();

/// Brings a program that may be anywhere back to where it began, step by step, so that memory at
/// two such moments can be compared: one window, no dialog, the built-in model on its usual prompt.
class Rest {
public:
    enum class State { UnderWay, Reached, TooLong };

    /// layout: the docks as they were at first, from saveState().
    Rest(MainWindow* window, QByteArray layout);
    /// Does the next step; to be called from the event loop until it is no longer UnderWay.
    [[nodiscard]] State step();

private:
    [[nodiscard]] bool closedSomething();

    static constexpr int kPatienceMs = 120'000;
    static constexpr int kCalm = 5; ///< idle that often in a row

    QPointer<MainWindow> m_window;
    QByteArray m_layout;
    QElapsedTimer m_clock;
    int m_stage = 0;
    int m_calm = 0;
};

} // namespace ropescope::soak
