// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/job_list.h"

#include <algorithm>

namespace ropescope {

namespace {

constexpr int kThreads = 8; ///< for jobs that mostly wait for a ThreadPool's

} // namespace

JobList::JobList(int cores)
    : m_cores(cores)
{
    m_threads.setMaxThreadCount(kThreads);
}

void JobList::add(Job& job, Traits traits) { m_entries.push_back({ &job, traits }); }

void JobList::remove(const Job& job)
{
    std::erase_if(m_entries, [&](const Entry& entry) { return entry.job == &job; });
}

void JobList::cancelAll()
{
    for (const Entry& entry : m_entries)
        entry.job->cancel();
}

void JobList::cancelOfHead()
{
    for (const Entry& entry : m_entries) {
        if (entry.traits.ofHead)
            entry.job->cancel();
    }
}

bool JobList::isSettled() const
{
    return std::ranges::none_of(m_entries, [](const Entry& entry) {
        return entry.traits.settles && entry.job->isRunning();
    });
}

bool JobList::isIdle() const
{
    return std::ranges::none_of(m_entries,
                                [](const Entry& entry) { return entry.job->isRunning(); });
}

} // namespace ropescope
