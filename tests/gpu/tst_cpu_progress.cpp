// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <cstring>
#include <thread>

#include <QTest>

#include "core/rope/rope_edit.h"
#include "gpu/cpu/coarse_map.h"
#include "gpu/cpu/cpu_renderer.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

/// Every map takes too long, coarse maps have about an eighth of a few hundred tokens, and a batch
/// is one strip a thread, whatever the machine.
constexpr CpuRendererOptions kSlow { .quickSeconds = 0.0,
                                     .coarseSeconds = 0.1,
                                     .batchSeconds = 0.0,
                                     .costPerSecond = 3e7,
                                     .measures = false };

struct Delivery {
    ValueMap map;
    double exactShare = 0.0;
    std::thread::id thread;
};

bool same(const ValueMap& a, const ValueMap& b)
{
    return a.width == b.width && a.values.size() == b.values.size()
        && std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(float)) == 0;
}

bool sameRow(const ValueMap& a, const ValueMap& b, int y)
{
    const auto width = static_cast<std::size_t>(a.width);
    const std::size_t first = static_cast<std::size_t>(y) * width;
    return std::memcmp(a.values.data() + first, b.values.data() + first, width * sizeof(float))
        == 0;
}

MapRequest request(HeadTrace head, int width, int height)
{
    auto shared = std::make_shared<const HeadTrace>(std::move(head));
    const int n = shared->tokenCount();
    return { .head = shared,
             .rope = *makeRopeTable(shared->rope, {}),
             .region = { { 0, n }, { 0, n }, width, height } };
}

/// A head whose logit is a slow wave in (t - i): a map of other positions looks like nothing of it.
HeadTrace waveHead(int tokens, double wavelength)
{
    HeadTrace head = test::randomHead({ .tokens = tokens, .headDim = 2 });
    head.rope.theta = { 2.0 * M_PI / wavelength };
    head.attentionScale = 1.0;
    head.q.col(0).setConstant(1.5F);
    head.k.col(0).setConstant(1.5F);
    head.q.col(1).setZero();
    head.k.col(1).setZero();
    return head;
}

double meanOf(const ValueMap& map)
{
    double sum = 0.0;
    int count = 0;
    for (const float value : map.values) {
        if (!std::isnan(value)) {
            sum += value;
            ++count;
        }
    }
    return sum / count;
}

/// Mean distance of two maps over the mean size of the second.
double relativeDistance(const ValueMap& map, const ValueMap& exact)
{
    double distance = 0.0;
    double size = 0.0;
    for (std::size_t i = 0; i < map.values.size(); ++i) {
        if (std::isnan(exact.values[i]))
            continue;
        distance += std::abs(double { map.values[i] } - exact.values[i]);
        size += std::abs(double { exact.values[i] });
    }
    return distance / size;
}

} // namespace

class TestCpuProgress : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_seed = test::freshSeed();
        m_pool = std::make_shared<ThreadPool>(3);
    }

    void cleanup()
    {
        if (QTest::currentTestFailed())
            qInfo("seed %llu", static_cast<unsigned long long>(m_seed));
    }

    void theFinishedMapIsTheOneWithoutAny_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("window");
        for (const int window : { 0, 77 }) {
            QTest::addRow("probability, window %d", window)
                << static_cast<int>(QuantityKind::Probability) << window;
            QTest::addRow("log-probability, window %d", window)
                << static_cast<int>(QuantityKind::LogProbability) << window;
            QTest::addRow("logit, window %d", window)
                << static_cast<int>(QuantityKind::Logit) << window;
            QTest::addRow("query similarity, window %d", window)
                << static_cast<int>(QuantityKind::QuerySimilarity) << window;
            QTest::addRow("contribution, window %d", window)
                << static_cast<int>(QuantityKind::Contribution) << window;
        }
    }

    void theFinishedMapIsTheOneWithoutAny()
    {
        QFETCH(int, kind);
        QFETCH(int, window);
        MapRequest all = request(
            test::randomHead({ .tokens = 700, .slidingWindow = window, .seed = m_seed }), 90, 70);
        all.quantity = { static_cast<QuantityKind>(kind) };
        for (const Pool pool : { Pool::Max, Pool::Mean }) {
            all.pool = pool;
            for (const MapRegion& region :
                 { all.region, MapRegion { { 100, 650 }, { 50, 333 }, 64, 100 },
                   MapRegion { { 300, 340 }, { 290, 341 }, 100, 99 } }) {
                all.region = region;
                all.partial = {};
                CpuRenderer plain(m_pool);
                const ValueMap exact = *plain.map(all, {});

                std::vector<Delivery> deliveries;
                all.partial = [&](const ValueMap& map, double share) {
                    deliveries.push_back({ map, share, std::this_thread::get_id() });
                };
                CpuRenderer renderer(m_pool, kSlow);
                const Result<ValueMap> finished = renderer.map(all, {});
                QVERIFY(finished);
                QVERIFY(same(*finished, exact));

                QVERIFY(!deliveries.empty());
                QCOMPARE(deliveries.front().exactShare, 0.0);
                double before = -1.0;
                for (const Delivery& delivery : deliveries) {
                    QVERIFY(delivery.exactShare > before && delivery.exactShare < 1.0);
                    before = delivery.exactShare;
                    QCOMPARE(delivery.thread, std::this_thread::get_id());
                    QCOMPARE(delivery.map.width, region.width);
                    QCOMPARE(delivery.map.height, region.height);
                    // Rows are either exact or those of the coarse map, in the promised number.
                    int exactRows = 0;
                    for (int y = 0; y < region.height; ++y) {
                        const bool isExact = sameRow(delivery.map, exact, y);
                        QVERIFY(isExact || sameRow(delivery.map, deliveries.front().map, y));
                        exactRows += isExact ? 1 : 0;
                    }
                    QVERIFY(exactRows + 1e-6 >= delivery.exactShare * region.height);
                }
                // A value is where the exact map has one, from the first map on.
                for (std::size_t i = 0; i < exact.values.size(); ++i) {
                    QCOMPARE(std::isnan(deliveries.front().map.values[i]),
                             std::isnan(exact.values[i]));
                }
            }
        }
    }

    void manyStripsComeInManyBatches()
    {
        MapRequest all = request(test::randomHead({ .tokens = 900, .seed = m_seed }), 50, 900);
        int deliveries = 0;
        all.partial = [&](const ValueMap&, double) { ++deliveries; };
        CpuRenderer renderer(m_pool, kSlow);
        QVERIFY(renderer.map(all, {}));
        QVERIFY(deliveries >= 4);
    }

    void quickMapsComeAtOnce()
    {
        MapRequest all = request(test::randomHead({ .tokens = 300, .seed = m_seed }), 50, 50);
        int deliveries = 0;
        all.partial = [&](const ValueMap&, double) { ++deliveries; };
        CpuRenderer renderer(m_pool, { .costPerSecond = 1e15, .measures = false });
        QVERIFY(renderer.map(all, {}));
        QCOMPARE(deliveries, 0);
    }

    void aKnownHeadIsQuickerThanANewOne()
    {
        MapRequest all = request(test::randomHead({ .tokens = 900, .seed = m_seed }), 50, 50);
        // Enough for the drawn cells, not for the row sums.
        const MapCost cost = mapCost(all, nullptr);
        CpuRenderer renderer(m_pool,
                             { .quickSeconds = 1.0,
                               .costPerSecond = 0.5 * cost.total() / m_pool->threadCount(),
                               .measures = false });
        int deliveries = 0;
        all.partial = [&](const ValueMap&, double) { ++deliveries; };
        QVERIFY(renderer.map(all, {}));
        QVERIFY(deliveries > 0);
        deliveries = 0;
        all.region.columns = { 100, 200 };
        QVERIFY(renderer.map(all, {}));
        QCOMPARE(deliveries, 0);
    }

    // Probabilities of sampled keys that were not divided by the stride would be that many times
    // too large, and those of a wave at wrong positions would differ by about their own size.
    void theCoarseMapIsCloseToTheExactOne_data()
    {
        QTest::addColumn<int>("stride");
        QTest::addColumn<int>("window");
        for (const int window : { 0, 500 }) {
            for (const int stride : { 2, 5, 8 })
                QTest::addRow("stride %d, window %d", stride, window) << stride << window;
        }
    }

    void theCoarseMapIsCloseToTheExactOne()
    {
        QFETCH(int, stride);
        QFETCH(int, window);
        HeadTrace wave = waveHead(2000, 400.0);
        wave.slidingWindow = window;
        MapRequest all = request(std::move(wave), 100, 100);
        CoarseMemory memory;
        CpuRenderer renderer(m_pool);
        for (const MapRegion& region :
             { all.region, MapRegion { { 1203, 1801 }, { 801, 1702 }, 90, 80 } }) {
            all.region = region;
            for (const QuantityKind kind :
                 { QuantityKind::Logit, QuantityKind::Probability, QuantityKind::LogProbability }) {
                for (const Pool pool : { Pool::Max, Pool::Mean }) {
                    all.quantity = { kind };
                    all.pool = pool;
                    const ValueMap exact = *renderer.map(all, {});
                    const ValueMap coarse = *coarseMap(all, stride, *m_pool, memory, {});
                    QVERIFY2(relativeDistance(coarse, exact) < 0.12,
                             qPrintable(QString::number(relativeDistance(coarse, exact))));
                }
            }
        }
    }

    void theCoarseMapOfNoiseHasTheExactMean()
    {
        MapRequest all = request(test::randomHead({ .tokens = 3000, .seed = m_seed }), 60, 60);
        all.pool = Pool::Mean;
        // The first rows, with few keys, are most of the mean and no good sample.
        all.region.rows = { 1000, 3000 };
        all.region.columns = { 0, 1000 };
        CoarseMemory memory;
        CpuRenderer renderer(m_pool);
        const double exact = meanOf(*renderer.map(all, {}));
        const double coarse = meanOf(*coarseMap(all, 6, *m_pool, memory, {}));
        QVERIFY2(std::abs(coarse / exact - 1.0) < 0.1,
                 qPrintable(QStringLiteral("%1 against %2").arg(coarse).arg(exact)));
    }

    void theFirstKeyKeepsItsShare()
    {
        // A sink: half of the attention on key 0, which stands for itself alone.
        HeadTrace head = waveHead(2000, 1e9);
        head.k.col(0).setZero();
        head.k(0, 0) = static_cast<float>(std::log(1000.0) / 1.5);
        MapRequest all = request(std::move(head), 100, 100);
        CoarseMemory memory;
        const ValueMap exact = *CpuRenderer(m_pool).map(all, {});
        const ValueMap coarse = *coarseMap(all, 8, *m_pool, memory, {});
        for (int y = 10; y < 100; ++y) {
            QVERIFY(std::abs(coarse.at(0, y) - exact.at(0, y)) < 0.02F);
            QVERIFY(std::abs(coarse.at(5, y) / exact.at(5, y) - 1.0F) < 0.02F);
        }
    }

    void theStrideKeepsWithinTheLimit()
    {
        const MapRequest all = request(test::randomHead({ .tokens = 5000, .seed = m_seed }), 9, 9);
        const MapCost whole = mapCost(all, nullptr);
        int before = 1 << 30;
        for (const double share : { 0.001, 0.01, 0.1, 0.5, 1.0 }) {
            const int stride = strideWithin(all, share * whole.total());
            QVERIFY(coarseCost(all, stride) <= share * whole.total() * (1.0 + 1e-9));
            QVERIFY(stride <= before);
            before = stride;
        }
        QCOMPARE(before, 1);
    }

    void nothingIsDeliveredAfterAStop_data()
    {
        QTest::addColumn<int>("after");
        QTest::addRow("the coarse map") << 1;
        QTest::addRow("a batch") << 2;
        QTest::addRow("another batch") << 3;
    }

    void nothingIsDeliveredAfterAStop()
    {
        QFETCH(int, after);
        MapRequest all = request(test::randomHead({ .tokens = 900, .seed = m_seed }), 50, 900);
        std::stop_source stop;
        int deliveries = 0;
        all.partial = [&](const ValueMap&, double) {
            if (++deliveries == after)
                stop.request_stop();
        };
        CpuRenderer renderer(m_pool, kSlow);
        const auto map = renderer.map(all, stop.get_token());
        QVERIFY(!map);
        QCOMPARE(map.error().code, ErrorCode::Cancelled);
        QCOMPARE(deliveries, after);
        // What was stopped leaves nothing wrong behind.
        all.partial = {};
        QVERIFY(same(*renderer.map(all, {}), *CpuRenderer(m_pool).map(all, {})));
    }

    void aStopFromAnotherThreadLeavesNothingWrongBehind()
    {
        MapRequest all
            = request(test::randomHead({ .tokens = 2500, .headDim = 32, .seed = m_seed }), 40, 400);
        const ValueMap exact = *CpuRenderer(m_pool).map(all, {});
        CpuRenderer renderer(m_pool, kSlow);
        for (int round = 0; round < 6; ++round) {
            std::stop_source stop;
            std::jthread stopper([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(round));
                stop.request_stop();
            });
            all.partial = [](const ValueMap&, double) {};
            const auto map = renderer.map(all, stop.get_token());
            QVERIFY(map ? same(*map, exact) : map.error().code == ErrorCode::Cancelled);
        }
        QVERIFY(same(*renderer.map(all, {}), exact));
    }

private:
    std::uint64_t m_seed = 0;
    std::shared_ptr<ThreadPool> m_pool;
};

QTEST_GUILESS_MAIN(TestCpuProgress)
#include "tst_cpu_progress.moc"
