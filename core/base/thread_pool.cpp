// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <exception>

#include <cblas.h>

namespace ropescope {

struct ThreadPool::Loop {
    int count;
    const std::function<void(int, int)>& body;
    std::atomic<int> next = 0;
    std::once_flag failed = {};
    std::exception_ptr failure = nullptr; ///< the first

    void run(int worker)
    {
        try {
            for (int index = next++; index < count; index = next++)
                body(index, worker);
        } catch (...) {
            std::call_once(failed, [this] { failure = std::current_exception(); });
            next = count;
        }
    }
};

ThreadPool::ThreadPool(int threads)
{
    static std::once_flag blasIsSet;
    std::call_once(blasIsSet, [] { openblas_set_num_threads(1); });
    if (threads <= 0)
        threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    for (int worker = 1; worker < threads; ++worker) {
        m_workers.emplace_back([this, worker](const std::stop_token& stop) { work(stop, worker); });
    }
}

ThreadPool::~ThreadPool() = default;

void ThreadPool::forEach(int count, const std::function<void(int, int)>& body)
{
    const std::lock_guard oneCaller(m_callers);
    Loop loop { count, body };
    if (count > 1 && !m_workers.empty()) {
        const std::lock_guard lock(m_mutex);
        m_loop = &loop;
        ++m_generation;
        m_wake.notify_all();
    }
    loop.run(0);
    {
        std::unique_lock lock(m_mutex);
        m_loop = nullptr; // a worker that wakes late finds nothing to do
        m_done.wait(lock, [this] { return m_busy == 0; });
    }
    if (loop.failure)
        std::rethrow_exception(loop.failure);
}

void ThreadPool::work(const std::stop_token& stop, int worker)
{
    unsigned seen = 0;
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, stop, [&] { return m_loop != nullptr && m_generation != seen; })) {
        seen = m_generation;
        Loop* const loop = m_loop;
        ++m_busy;
        lock.unlock();
        loop->run(worker);
        lock.lock();
        if (--m_busy == 0)
            m_done.notify_all();
    }
}

} // namespace ropescope
