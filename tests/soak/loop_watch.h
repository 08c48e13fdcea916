// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include <QTimer>

namespace ropescope::soak {

/// What the clocks of a thread say; milliseconds.
struct Clocks {
    double wall = 0.0;
    double processor = 0.0; ///< that it had
    double queued = 0.0;    ///< that it was ready to run while others had the processors
};

/// A time in which the event loop did not come round.
struct Gap {
    Clocks lasted;
    std::string act;          ///< what the monkey had done last
    std::string top;          ///< the window that it was done to
    std::vector<void*> stack; ///< of the GUI thread somewhere in it; empty in a short one

    /// What remains on a machine that has nothing else to do: working or waiting. The clocks are
    /// not read at one moment, hence the bound.
    [[nodiscard]] double own() const
    {
        return std::max(lasted.wall - lasted.queued, lasted.processor);
    }
};

/// Measures how long the event loop of the GUI thread does not come round, by a timer in it.
/// Another thread looks what the GUI thread is at in the meantime, and ends the program if nothing
/// moves at all. Also says what was done last when the program crashes.
class LoopWatch : public QObject {
    Q_OBJECT

public:
    static constexpr int kBeatMs = 10;
    static constexpr int kKept = 12;
    static constexpr double kWorthAStack = 100.0; ///< milliseconds
    static constexpr double kHopeless = 120'000.0;

    LoopWatch();
    ~LoopWatch() override;

    /// To be called once the event loop runs: what is before is start-up.
    void begin();
    void note(const std::string& act, const std::string& top);
    /// The longest ones by processor time, and by own(), longest first.
    [[nodiscard]] const std::vector<Gap>& byProcessor() const { return m_byProcessor; }
    [[nodiscard]] const std::vector<Gap>& byOwn() const { return m_byOwn; }

private:
    void beat();
    void watch(const std::stop_token& stop);
    [[nodiscard]] Clocks clocks() const;

    QTimer m_beat;
    pthread_t m_gui;
    int m_schedule; ///< of the GUI thread, in /proc
    Clocks m_last;
    Gap m_present;
    std::vector<Gap> m_byProcessor;
    std::vector<Gap> m_byOwn;
    std::jthread m_watcher;
};

/// One line a call, innermost first.
[[nodiscard]] std::vector<std::string> names(const std::vector<void*>& stack);

} // namespace ropescope::soak
