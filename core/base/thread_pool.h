// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ropescope {

/// A fixed set of threads that share out the iterations of one loop at a time.
/// BLAS runs single-threaded inside an iteration (the constructor sees to it), so the two never
/// fight for cores. The calling thread takes part; calls from several threads queue up.
class ThreadPool {
public:
    /// threads: 0 means one for each core.
    explicit ThreadPool(int threads = 0);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    [[nodiscard]] int threadCount() const { return static_cast<int>(m_workers.size()) + 1; }

    /// Calls body(index, worker) for every index in [0, count), in order of index but on any
    /// thread; worker in [0, threadCount()) names the thread, for scratch memory. Returns when all
    /// are done. When body throws, iterations under way end, no other begins, and the first
    /// exception comes out here. body must not call forEach of the same pool.
    void forEach(int count, const std::function<void(int index, int worker)>& body);

private:
    struct Loop;
    void work(const std::stop_token& stop, int worker);

    std::mutex m_callers;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::condition_variable m_done;
    Loop* m_loop = nullptr;
    unsigned m_generation = 0;
    int m_busy = 0;
    std::vector<std::jthread> m_workers;
};

} // namespace ropescope
