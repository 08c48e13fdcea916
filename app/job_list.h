// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QObject>
#include <QThreadPool>

#include "widgets/job.h"

namespace ropescope {

/// All work of a session that may be under way, whoever owns it, and the threads it runs in.
/// Lives in the GUI thread.
class JobList : public QObject {
    Q_OBJECT

public:
    struct Traits {
        bool settles = false; ///< what is shown is not finished before it
        bool ofHead = false;  ///< of no use once another head is shown
    };

    /// cores: what a job may use that brings a pool of its own, see LongJob.
    explicit JobList(int cores);

    [[nodiscard]] QThreadPool* threads() { return &m_threads; }
    [[nodiscard]] int cores() const { return m_cores; }

    /// The job lives as long as the list, or is removed.
    void add(Job& job, Traits traits);
    void remove(const Job& job);

    void cancelAll();
    void cancelOfHead();
    /// Nothing is under way that settles.
    [[nodiscard]] bool isSettled() const;
    /// Nothing at all is under way.
    [[nodiscard]] bool isIdle() const;

    /// To be called when a job has delivered or was cancelled, after all that follows from it.
    void noteEnd() { emit ended(); }

signals:
    void ended();

private:
    struct Entry {
        Job* job;
        Traits traits;
    };

    QThreadPool m_threads;
    int m_cores;
    std::vector<Entry> m_entries;
};

} // namespace ropescope
