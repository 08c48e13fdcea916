// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <atomic>
#include <cstring>

#include <QTest>

#include "core/rope/rope_edit.h"
#include "gpu/cpu/cpu_renderer.h"
#include "gpu/cpu/map_grid.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

bool same(const ValueMap& a, const ValueMap& b)
{
    return a.width == b.width && a.values.size() == b.values.size()
        && std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(float)) == 0;
}

MapRequest request(int tokens, std::uint64_t seed)
{
    auto head = std::make_shared<const HeadTrace>(
        test::randomHead({ .tokens = tokens, .headDim = 32, .seed = seed }));
    return { .head = head,
             .rope = *makeRopeTable(head->rope, { .base = 500.0 }),
             .region = { { 0, tokens }, { 0, tokens }, 48, 48 } };
}

} // namespace

class TestCpuMapGrid : public QObject {
    Q_OBJECT

private slots:
    void eachMapIsTheOneDrawnAlone()
    {
        const std::uint64_t seed = test::freshSeed();
        std::vector<MapRequest> requests;
        for (int i = 0; i < 24; ++i) {
            requests.push_back(request(20 + 37 * i, seed + static_cast<std::uint64_t>(i)));
            requests.back().pool = i % 2 == 0 ? Pool::Max : Pool::Mean;
            if (i % 5 == 0)
                requests.back().quantity = { QuantityKind::Phase, 1 };
            if (i % 5 == 1)
                requests.back().quantity = { QuantityKind::KeySimilarity };
        }
        ThreadPool pool(3);
        const auto maps = drawMaps(requests, pool, {});
        QCOMPARE(maps.size(), requests.size());
        CpuRenderer renderer(std::make_shared<ThreadPool>(2));
        for (std::size_t i = 0; i < maps.size(); ++i) {
            QVERIFY(maps[i]);
            QVERIFY(same(*maps[i], *renderer.map(requests[i], {})));
        }
    }

    void aHeadThatCannotBeDrawnLeavesTheOthersAlone()
    {
        std::vector<MapRequest> requests { request(40, 1), request(40, 2), request(40, 3) };
        requests[1].region.rows.end = 41;
        ThreadPool pool(2);
        const auto maps = drawMaps(requests, pool, {});
        QVERIFY(maps[0] && maps[2]);
        QCOMPARE(maps[1].error().code, ErrorCode::InvalidArgument);
    }

    void aStopEndsTheGrid()
    {
        std::vector<MapRequest> requests;
        for (std::uint64_t i = 0; i < 40; ++i)
            requests.push_back(request(100, i));
        std::stop_source stop;
        std::atomic<int> delivered = 0;
        ThreadPool pool(2);
        drawMaps(requests, pool, stop.get_token(), [&](std::size_t, const Result<ValueMap>&) {
            ++delivered;
            stop.request_stop();
        });
        QVERIFY(delivered <= pool.threadCount());
        const auto maps = drawMaps(requests, pool, stop.get_token());
        QCOMPARE(maps.front().error().code, ErrorCode::Cancelled);
    }

    void noHeadsMakeNoMaps()
    {
        ThreadPool pool(2);
        QVERIFY(drawMaps({}, pool, {}).empty());
    }
};

QTEST_GUILESS_MAIN(TestCpuMapGrid)
#include "tst_cpu_map_grid.moc"
