// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <optional>
#include <utility>

#include "widgets/latest_job.h"

namespace ropescope {

/// Work that follows a hand. While a run is under way only the newest request waits; a run that is
/// nearly there is let finish and shown, since cancelling it on every mouse move would show nothing
/// until the hand rests. A run older than kPatience, or one that has shown something already, is
/// stopped for the newer request.
template <class T> class LiveJob final : public Job {
public:
    static constexpr std::chrono::milliseconds kPatience { 100 };

    explicit LiveJob(QThreadPool* pool)
        : m_job(pool)
    {
    }

    void request(typename LatestJob<T>::Work work, typename LatestJob<T>::Deliver deliver)
    {
        if (m_job.isRunning() && !m_hasShown
            && std::chrono::steady_clock::now() - m_started < kPatience) {
            m_waiting.emplace(std::move(work), std::move(deliver));
            return;
        }
        m_waiting.reset();
        start(std::move(work), std::move(deliver));
    }

    /// The run that is under way has put a first result before the eyes: a newer request need not
    /// wait for the rest.
    void noteShown()
    {
        m_hasShown = true;
        startWaiting();
    }

    void cancel() override
    {
        m_waiting.reset();
        m_job.cancel();
    }
    [[nodiscard]] bool isRunning() const override { return m_job.isRunning(); }

private:
    void start(typename LatestJob<T>::Work work, typename LatestJob<T>::Deliver deliver)
    {
        m_started = std::chrono::steady_clock::now();
        m_hasShown = false;
        m_job.start(
            std::move(work),
            [this, deliver = std::move(deliver)](T result) {
                startWaiting();
                deliver(std::move(result));
            },
            [this] { startWaiting(); });
    }

    void startWaiting()
    {
        if (auto next = std::exchange(m_waiting, std::nullopt))
            start(std::move(next->first), std::move(next->second));
    }

    LatestJob<T> m_job;
    std::chrono::steady_clock::time_point m_started;
    bool m_hasShown = false;
    std::optional<std::pair<typename LatestJob<T>::Work, typename LatestJob<T>::Deliver>> m_waiting;
};

} // namespace ropescope
