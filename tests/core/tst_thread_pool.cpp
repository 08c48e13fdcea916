// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <atomic>
#include <thread>
#include <vector>

#include <QTest>

#include "core/base/thread_pool.h"

using ropescope::ThreadPool;

class TestThreadPool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyIndexRunsOnce_data()
    {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("count");
        for (const int threads : { 1, 2, 5 }) {
            for (const int count : { 0, 1, 2, 1000 })
                QTest::addRow("%d threads, %d", threads, count) << threads << count;
        }
    }
    void everyIndexRunsOnce()
    {
        QFETCH(int, threads);
        QFETCH(int, count);
        ThreadPool pool(threads);
        QCOMPARE(pool.threadCount(), threads);
        for (int repeat = 0; repeat < 50; ++repeat) {
            std::vector<std::atomic<int>> runs(static_cast<std::size_t>(count));
            std::atomic<bool> workersNamed = true;
            pool.forEach(count, [&](int index, int worker) {
                ++runs[static_cast<std::size_t>(index)];
                if (worker < 0 || worker >= threads)
                    workersNamed = false;
            });
            for (const auto& run : runs)
                QCOMPARE(run.load(), 1);
            QVERIFY(workersNamed);
        }
    }

    void callersFromSeveralThreadsQueueUp()
    {
        ThreadPool pool(3);
        std::atomic<int> sum = 0;
        {
            std::vector<std::jthread> callers;
            for (int caller = 0; caller < 4; ++caller) {
                callers.emplace_back([&] {
                    for (int repeat = 0; repeat < 100; ++repeat)
                        pool.forEach(10, [&](int, int) { ++sum; });
                });
            }
        }
        QCOMPARE(sum.load(), 4000);
    }
};

QTEST_GUILESS_MAIN(TestThreadPool)
#include "tst_thread_pool.moc"
