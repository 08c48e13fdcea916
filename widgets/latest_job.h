// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>

#include "core/base/result.h"
#include "widgets/job.h"
#include "widgets/run_in.h"

namespace ropescope {

/// What destruction does about work that was told to stop and is still under way: waits for it, or
/// lets it go. The latter is for work that owns all it touches, on a pool that outlives the job.
enum class AtEnd { Wait, LetGo };

/// Runs work off the GUI thread; the newest request wins. start() asks the previous run to stop,
/// and its result is never delivered, so an older picture cannot land on a newer one. Destruction
/// stops the work and, unless it may let it go, waits for it, also from inside a delivery. Lives in
/// the GUI thread.
///
/// An exception that escapes the work is delivered as the Error of a Result; any other T has no
/// place for it, and is not delivered.
template <class T> class LatestJob final : public Job {
public:
    using Work = std::function<T(std::stop_token)>;
    using Deliver = std::function<void(T)>;
    using Failed = std::function<void()>;

    explicit LatestJob(QThreadPool* pool, AtEnd atEnd = AtEnd::Wait)
        : m_pool(pool)
        , m_atEnd(atEnd)
    {
    }
    ~LatestJob() override
    {
        abandon();
        if (m_atEnd == AtEnd::LetGo)
            return;
        for (QFuture<void>& run : m_abandoned)
            run.waitForFinished();
        seeWhatEnded();
    }

    /// deliver runs in the GUI thread, unless start() or cancel() came first; failed in its place
    /// when the work ended without anything to deliver.
    void start(Work work, Deliver deliver, Failed failed = {})
    {
        abandon();
        m_stop = std::stop_source();
        auto result = std::make_shared<std::optional<T>>();
        auto* const watcher = new QFutureWatcher<void>;
        m_watcher = watcher;
        QObject::connect(
            watcher, &QFutureWatcher<void>::finished, watcher,
            [this, watcher, result, deliver = std::move(deliver), failed = std::move(failed)] {
                watcher->deleteLater();
                m_watcher = nullptr;
                seeWhatEnded();
                if (*result)
                    deliver(std::move(**result));
                else if (failed)
                    failed();
            });
        QPromise<void> promise;
        promise.start();
        watcher->setFuture(promise.future());
        runIn(m_pool,
              [work = std::move(work), result, stop = m_stop.get_token(),
               promise = std::move(promise)]() mutable {
                  if (!stop.stop_requested()) // it may have waited long for a thread
                      run(work, stop, *result);
                  work = {}; // what it holds goes before the run counts as ended
                  result.reset();
                  endedRuns.fetch_add(1, std::memory_order_release);
                  promise.finish();
              });
    }

    void cancel() override { abandon(); }
    [[nodiscard]] bool isRunning() const override { return m_watcher != nullptr; }

private:
    static constexpr bool kIsResult = requires(T t)
    {
        t.error();
        requires std::is_same_v<typename T::error_type, Error>;
    };

    void abandon()
    {
        m_stop.request_stop();
        if (auto* const watcher = std::exchange(m_watcher, nullptr)) {
            m_abandoned.push_back(watcher->future());
            delete watcher; // with it goes the delivery
        }
        std::erase_if(m_abandoned, [](const QFuture<void>& run) { return run.isFinished(); });
    }

    /// As in post.h: a future orders the threads, and ThreadSanitizer is told so.
    static void seeWhatEnded()
    {
        [[maybe_unused]] const unsigned ended = endedRuns.load(std::memory_order_acquire);
    }

    static void run(const Work& work, const std::stop_token& stop, std::optional<T>& result)
    {
        try {
            result.emplace(work(stop));
        } catch (const std::exception& error) {
            qWarning("A job in the background failed: %s", error.what());
            if constexpr (kIsResult) {
                const bool noMemory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
                result.emplace(fail(ErrorCode::InvalidArgument,
                                    noMemory ? "Not enough memory for this." : error.what()));
            }
        }
    }

    inline static std::atomic<unsigned> endedRuns { 0 }; ///< runs of this kind

    QThreadPool* m_pool;
    AtEnd m_atEnd;
    std::stop_source m_stop;
    QFutureWatcher<void>* m_watcher = nullptr;
    std::vector<QFuture<void>> m_abandoned; ///< asked to stop, perhaps still running
};

} // namespace ropescope
