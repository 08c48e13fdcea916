// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <stop_token>
#include <utility>

#include <QObject>
#include <QPointer>

#include "app/job_list.h"
#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "widgets/latest_job.h"
#include "widgets/post.h"

namespace ropescope {

/// A job of a session that may take many seconds on all heads of a trace. It computes in a pool of
/// its own with the cores that the list allows: pictures must not queue behind it. T is a Result.
template <class T> class LongJob final : public Job {
public:
    using Work = std::function<T(ThreadPool&, const Progress&, const std::stop_token&)>;

    /// In the list from now on. The list may go first, and stops the job when it does.
    explicit LongJob(JobList* jobs)
        : m_jobs(jobs)
        , m_job(jobs->threads())
    {
        jobs->add(*this, {});
    }
    ~LongJob() override
    {
        if (m_jobs)
            m_jobs->remove(*this);
    }

    /// show: progress from 0 to 1, at once and as it comes; deliver: as LatestJob's.
    void start(Work work, const std::function<void(double)>& show,
               typename LatestJob<T>::Deliver deliver)
    {
        m_job.start(
            [work = std::move(work), context = &m_context, show,
             cores = m_jobs->cores()](const std::stop_token& stop) {
                ThreadPool pool(cores);
                return work(pool, shownBy(context, show, stop), stop);
            },
            [jobs = m_jobs, deliver = std::move(deliver)](T result) {
                deliver(std::move(result));
                if (jobs)
                    jobs->noteEnd();
            });
        show(0.0);
    }

    void cancel() override { m_job.cancel(); }
    [[nodiscard]] bool isRunning() const override { return m_job.isRunning(); }

private:
    /// A run that has delivered shows nothing more: what a thread posts arrives in order.
    [[nodiscard]] static Progress shownBy(QObject* context, const std::function<void(double)>& show,
                                          const std::stop_token& stop)
    {
        return [context, show, stop](double fraction) {
            post(context, [show, stop, fraction] {
                if (!stop.stop_requested()) // meanwhile
                    show(fraction);
            });
        };
    }

    QPointer<JobList> m_jobs;
    QObject m_context; ///< outlives the run, which posts to it
    LatestJob<T> m_job;
};

} // namespace ropescope
