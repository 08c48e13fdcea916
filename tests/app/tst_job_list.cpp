// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include "app/job_list.h"
#include "app/long_job.h"
#include "widgets/rest_timer.h"

using namespace ropescope;

namespace {

class FakeJob : public Job {
public:
    void cancel() override { m_isRunning = false; }
    [[nodiscard]] bool isRunning() const override { return m_isRunning; }

private:
    bool m_isRunning = true;
};

/// Work that shows progress once and then waits until it is told to stop or to end.
struct Gate {
    std::atomic<bool> open = false;
    std::atomic<bool> waits = false;
    std::atomic<int> threads = 0;

    Result<int> pass(ThreadPool& pool, const Progress& progress, const std::stop_token& stop,
                     int result)
    {
        threads = pool.threadCount();
        progress(0.5);
        waits = true;
        while (!open && !stop.stop_requested())
            QThread::yieldCurrentThread();
        return result;
    }
};

auto passing(Gate& gate, int result)
{
    return
        [&gate, result](ThreadPool& pool, const Progress& progress, const std::stop_token& stop) {
            return gate.pass(pool, progress, stop, result);
        };
}

} // namespace

class TestJobList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void settlingWaitsForThoseThatSettleAlone()
    {
        JobList jobs(1);
        FakeJob picture;
        FakeJob scores;
        QVERIFY(jobs.isSettled() && jobs.isIdle());
        jobs.add(picture, { .settles = true });
        jobs.add(scores, {});
        QVERIFY(!jobs.isSettled() && !jobs.isIdle());
        picture.cancel();
        QVERIFY(jobs.isSettled() && !jobs.isIdle());
        scores.cancel();
        QVERIFY(jobs.isSettled() && jobs.isIdle());
    }

    void anotherHeadCancelsWhatIsOfTheHead()
    {
        JobList jobs(1);
        FakeJob map;
        FakeJob thumbnails;
        jobs.add(map, { .settles = true, .ofHead = true });
        jobs.add(thumbnails, { .settles = true });
        jobs.cancelOfHead();
        QVERIFY(!map.isRunning() && thumbnails.isRunning());
        jobs.cancelAll();
        QVERIFY(jobs.isIdle());
    }

    void aRestingHandIsWorkToCome()
    {
        JobList jobs(1);
        int rested = 0;
        RestTimer timer(std::chrono::milliseconds(1), [&] { ++rested; });
        jobs.add(timer, {});
        timer.start();
        QVERIFY(!jobs.isIdle());
        QTRY_COMPARE(rested, 1);
        QVERIFY(jobs.isIdle());
        timer.start();
        jobs.cancelAll();
        QVERIFY(jobs.isIdle());
    }

    void aLongJobIsSeenUntilItHasDelivered()
    {
        JobList jobs(3);
        const QSignalSpy ended(&jobs, &JobList::ended);
        Gate gate;
        std::vector<double> shown;
        int delivered = 0;
        LongJob<Result<int>> job(&jobs);
        QVERIFY(jobs.isIdle());
        job.start(
            passing(gate, 7), [&](double fraction) { shown.push_back(fraction); },
            [&](const Result<int>& result) {
                delivered = *result;
                QCOMPARE(ended.size(), 0);
            });
        QVERIFY(!jobs.isIdle() && jobs.isSettled());
        QTRY_COMPARE(shown, (std::vector { 0.0, 0.5 }));
        gate.open = true;
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(delivered, 7);
        QCOMPARE(gate.threads, 3); // as many as the list allows
        QVERIFY(jobs.isIdle());
    }

    void progressOfARunThatWasStoppedIsNotShown()
    {
        JobList jobs(1);
        Gate first;
        Gate second;
        std::vector<int> shownBy;
        int delivered = 0;
        LongJob<Result<int>> job(&jobs);
        const auto start = [&](Gate& gate, int number) {
            job.start(
                passing(gate, number), [&shownBy, number](double) { shownBy.push_back(number); },
                [&](const Result<int>& result) { delivered = *result; });
        };
        start(first, 1);
        while (!first.waits) // its progress is posted, and waits for the event loop
            QThread::yieldCurrentThread();
        start(second, 2);
        second.open = true;
        QTRY_COMPARE(delivered, 2);
        QCOMPARE(shownBy, (std::vector { 1, 2, 2 })); // each at once, and the half of the second
    }

    void jobsMayGoBeforeTheListAndAfterIt()
    {
        auto jobs = std::make_unique<JobList>(1);
        Gate gate;
        LongJob<Result<int>> longer(jobs.get());
        {
            LongJob<Result<int>> shorter(jobs.get());
            shorter.start(
                passing(gate, 1), [](double) {}, [](const Result<int>&) { QFAIL("is gone"); });
            QVERIFY(!jobs->isIdle());
        }
        QVERIFY(jobs->isIdle());
        longer.start(
            passing(gate, 1), [](double) {}, [](const Result<int>&) { QFAIL("is stopped"); });
        jobs->cancelAll();
        jobs.reset();
        QVERIFY(!longer.isRunning());
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(TestJobList)
#include "tst_job_list.moc"
