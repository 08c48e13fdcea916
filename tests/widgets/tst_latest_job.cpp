// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <atomic>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>

#include <QSignalSpy>
#include <QThreadPool>
#include <QtTest>

#include "widgets/latest_job.h"
#include "widgets/live_job.h"

using namespace ropescope;

namespace {

constexpr int kPatience = 5000; ///< ms; only a failing test waits so long

/// Work that runs until it is told to stop or to end.
struct Gate {
    std::atomic<bool> started = false;
    std::atomic<bool> open = false;
    std::atomic<bool> stopped = false;
    std::atomic<bool> left = false;

    int pass(const std::stop_token& stop, int result)
    {
        started = true;
        while (!open && !stop.stop_requested())
            QThread::yieldCurrentThread();
        stopped = stop.stop_requested();
        left = true;
        return result;
    }
};

} // namespace

class TestLatestJob : public QObject {
    Q_OBJECT

private slots:
    void init() { m_pool.setMaxThreadCount(2); }

    void deliversInTheThreadThatStartedIt();
    void newerRequestStopsTheOlderAndWins();
    void finishedButUndeliveredResultIsReplaced();
    void cancelDeliversNothing();
    void destructionStopsAndWaits();
    void destructionLetsGoOfWorkThatOwnsAllItTouches();
    void destructionInsideDeliveryIsAllowed();
    void startInsideDeliveryRunsAgain();
    void resultsThatOnlyMoveAreDelivered();
    void exceptionLeavesNothingBehind();
    void exceptionIsDeliveredAsAnError_data();
    void exceptionIsDeliveredAsAnError();
    void exceptionStartsTheWaitingRequest();

private:
    QThreadPool m_pool;
};

void TestLatestJob::deliversInTheThreadThatStartedIt()
{
    LatestJob<int> job(&m_pool);
    QThread* worker = nullptr;
    QThread* receiver = nullptr;
    int received = 0;
    job.start(
        [&](const std::stop_token&) {
            worker = QThread::currentThread();
            return 7;
        },
        [&](int value) {
            received = value;
            receiver = QThread::currentThread();
        });
    QVERIFY(job.isRunning());
    QTRY_COMPARE_WITH_TIMEOUT(received, 7, kPatience);
    QCOMPARE(receiver, QThread::currentThread());
    QVERIFY(worker != receiver);
    QVERIFY(!job.isRunning());
}

void TestLatestJob::newerRequestStopsTheOlderAndWins()
{
    LatestJob<int> job(&m_pool);
    Gate first;
    QList<int> received;
    const auto deliver = [&](int value) { received.append(value); };
    job.start([&](const std::stop_token& stop) { return first.pass(stop, 1); }, deliver);
    QTRY_VERIFY_WITH_TIMEOUT(first.started, kPatience);
    job.start([](const std::stop_token&) { return 2; }, deliver);
    QTRY_COMPARE_WITH_TIMEOUT(received, QList<int> { 2 }, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(first.left, kPatience);
    QVERIFY(first.stopped);
    QCoreApplication::processEvents();
    QCOMPARE(received, QList<int> { 2 });
}

void TestLatestJob::finishedButUndeliveredResultIsReplaced()
{
    LatestJob<int> job(&m_pool);
    QList<int> received;
    const auto deliver = [&](int value) { received.append(value); };
    job.start([](const std::stop_token&) { return 1; }, deliver);
    m_pool.waitForDone(); // its end is in the event queue now
    job.start([](const std::stop_token&) { return 2; }, deliver);
    m_pool.waitForDone();
    QTRY_VERIFY_WITH_TIMEOUT(!received.isEmpty(), kPatience);
    QCoreApplication::processEvents();
    QCOMPARE(received, QList<int> { 2 });
}

void TestLatestJob::cancelDeliversNothing()
{
    LatestJob<int> job(&m_pool);
    Gate gate;
    bool delivered = false;
    job.start([&](const std::stop_token& stop) { return gate.pass(stop, 1); },
              [&](int) { delivered = true; });
    job.cancel();
    QVERIFY(!job.isRunning());
    m_pool.waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(!delivered);
}

void TestLatestJob::destructionStopsAndWaits()
{
    Gate gate;
    Gate older;
    {
        LatestJob<int> job(&m_pool);
        job.start([&](const std::stop_token& stop) { return older.pass(stop, 1); }, [](int) {});
        QTRY_VERIFY_WITH_TIMEOUT(older.started, kPatience);
        job.start([&](const std::stop_token& stop) { return gate.pass(stop, 2); }, [](int) {});
        QTRY_VERIFY_WITH_TIMEOUT(gate.started, kPatience);
    }
    QVERIFY(gate.left);
    QVERIFY(older.left);
}

void TestLatestJob::destructionLetsGoOfWorkThatOwnsAllItTouches()
{
    struct Shared {
        std::atomic<bool> started = false;
        std::atomic<bool> jobIsGone = false;
        std::atomic<bool> sawStop = false;
    };
    const auto shared = std::make_shared<Shared>();
    bool delivered = false;
    {
        LatestJob<int> job(&m_pool, AtEnd::LetGo);
        job.start(
            [shared](const std::stop_token& stop) {
                shared->started = true;
                while (!shared->jobIsGone) // were it waited for, this would never end
                    QThread::yieldCurrentThread();
                shared->sawStop = stop.stop_requested();
                return 1;
            },
            [&](int) { delivered = true; });
        QTRY_VERIFY_WITH_TIMEOUT(shared->started, kPatience);
    }
    shared->jobIsGone = true;
    QVERIFY(m_pool.waitForDone(kPatience));
    QCoreApplication::processEvents();
    QVERIFY(shared->sawStop);
    QVERIFY(!delivered);
}

void TestLatestJob::destructionInsideDeliveryIsAllowed()
{
    auto job = std::make_unique<LatestJob<int>>(&m_pool);
    int received = 0;
    job->start([](const std::stop_token&) { return 5; },
               [&](int value) {
                   job.reset();
                   received = value;
               });
    QTRY_COMPARE_WITH_TIMEOUT(received, 5, kPatience);
}

void TestLatestJob::startInsideDeliveryRunsAgain()
{
    LatestJob<int> job(&m_pool);
    QList<int> received;
    job.start([](const std::stop_token&) { return 1; },
              [&](int first) {
                  received.append(first);
                  job.start([](const std::stop_token&) { return 2; },
                            [&](int second) { received.append(second); });
              });
    QTRY_COMPARE_WITH_TIMEOUT(received, (QList<int> { 1, 2 }), kPatience);
    QVERIFY(!job.isRunning());
}

void TestLatestJob::resultsThatOnlyMoveAreDelivered()
{
    LatestJob<std::unique_ptr<int>> job(&m_pool);
    int received = 0;
    job.start([](const std::stop_token&) { return std::make_unique<int>(9); },
              [&](std::unique_ptr<int> value) { received = *value; });
    QTRY_COMPARE_WITH_TIMEOUT(received, 9, kPatience);
}

void TestLatestJob::exceptionLeavesNothingBehind()
{
    LatestJob<int> job(&m_pool);
    bool delivered = false;
    job.start([](const std::stop_token&) -> int { throw std::bad_alloc(); },
              [&](int) { delivered = true; });
    QTRY_VERIFY_WITH_TIMEOUT(!job.isRunning(), kPatience);
    QVERIFY(!delivered);
    int received = 0;
    job.start([](const std::stop_token&) { return 3; }, [&](int value) { received = value; });
    QTRY_COMPARE_WITH_TIMEOUT(received, 3, kPatience);
}

void TestLatestJob::exceptionIsDeliveredAsAnError_data()
{
    QTest::addColumn<bool>("noMemory");
    QTest::addColumn<std::string>("message");
    QTest::newRow("no memory") << true << std::string("Not enough memory for this.");
    QTest::newRow("other") << false << std::string("the dog ate it");
}

void TestLatestJob::exceptionIsDeliveredAsAnError()
{
    QFETCH(bool, noMemory);
    LatestJob<Result<int>> job(&m_pool);
    std::optional<Result<int>> received;
    job.start(
        [noMemory](const std::stop_token&) -> Result<int> {
            if (noMemory)
                throw std::bad_alloc();
            throw std::runtime_error("the dog ate it");
        },
        [&](Result<int> result) { received = std::move(result); });
    QTRY_VERIFY_WITH_TIMEOUT(received, kPatience);
    QVERIFY(!received->has_value());
    QTEST(received->error().message, "message");
    QVERIFY(!job.isRunning());
}

void TestLatestJob::exceptionStartsTheWaitingRequest()
{
    LiveJob<int> job(&m_pool);
    Gate gate;
    QList<int> received;
    const auto deliver = [&](int value) { received.append(value); };
    job.request(
        [&](const std::stop_token& stop) -> int {
            gate.pass(stop, 1);
            throw std::bad_alloc();
        },
        deliver);
    job.request([](const std::stop_token&) { return 2; }, deliver);
    gate.open = true;
    QTRY_COMPARE_WITH_TIMEOUT(received, QList<int> { 2 }, kPatience);
    QVERIFY(!job.isRunning());
}

QTEST_GUILESS_MAIN(TestLatestJob)
#include "tst_latest_job.moc"
