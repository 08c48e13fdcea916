// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <atomic>
#include <new>
#include <stdexcept>
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

    void exceptionComesOutAtTheCaller()
    {
        for (const int threads : { 1, 4 }) {
            ThreadPool pool(threads);
            for (int repeat = 0; repeat < 50; ++repeat) {
                std::atomic<int> runs = 0;
                QVERIFY_THROWS_EXCEPTION(std::bad_alloc, pool.forEach(1000, [&](int index, int) {
                    ++runs;
                    if (index == 7)
                        throw std::bad_alloc();
                }));
                QVERIFY(runs >= 8 && runs <= 1000);
                runs = 0;
                pool.forEach(100, [&](int, int) { ++runs; }); // the pool still works
                QCOMPARE(runs.load(), 100);
            }
        }
    }

    void oneOfManyExceptionsComesOut()
    {
        ThreadPool pool(4);
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, pool.forEach(100, [](int, int) {
            throw std::runtime_error("no");
        }));
    }
};

QTEST_GUILESS_MAIN(TestThreadPool)
#include "tst_thread_pool.moc"
