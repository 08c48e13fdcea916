// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstring>

#include <QTest>

#include "core/rope/rope_edit.h"
#include "gpu/cpu/cpu_renderer.h"
#include "gpu/vulkan/vulkan_renderer.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

constexpr QuantityKind kKinds[] { QuantityKind::Probability,   QuantityKind::LogProbability,
                                  QuantityKind::Logit,         QuantityKind::QuerySimilarity,
                                  QuantityKind::KeySimilarity, QuantityKind::Contribution,
                                  QuantityKind::Phase };

bool same(const ValueMap& a, const ValueMap& b)
{
    return a.width == b.width && a.height == b.height && a.values.size() == b.values.size()
        && std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(float)) == 0;
}

MapRequest request(const test::RandomHeadOptions& options, double base = 10000.0)
{
    const auto head = std::make_shared<const HeadTrace>(test::randomHead(options));
    const int n = head->tokenCount();
    return { .head = head,
             .rope = makeRopeTable(head->rope, { .base = base }).value(),
             .region = { { 0, n }, { 0, n }, 40, 32 } };
}

std::vector<MapRequest> heads(int count, int tokens, std::uint64_t seed)
{
    std::vector<MapRequest> requests;
    for (int i = 0; i < count; ++i)
        requests.push_back(request(
            { .tokens = tokens, .headDim = 32, .seed = seed + static_cast<std::uint64_t>(i) }));
    return requests;
}

} // namespace

/// Buffers are poisoned before each map, so what a lane fails to write shows.
class TestVulkanMapGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_seed = test::freshSeed();
        qInfo("seed %llu", static_cast<unsigned long long>(m_seed));
        m_grid = create();
        m_single = create();
        QVERIFY(m_grid && m_single);
    }

    void cleanup()
    {
        for (const std::string& message : m_grid->validationMessages())
            QFAIL(message.c_str());
    }

    void eachMapIsTheOneDrawnAlone_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("pool");
        for (const QuantityKind kind : kKinds) {
            for (const Pool pool : { Pool::Max, Pool::Mean })
                QTest::addRow("quantity %d, pool %d", static_cast<int>(kind),
                              static_cast<int>(pool))
                    << static_cast<int>(kind) << static_cast<int>(pool);
        }
    }
    void eachMapIsTheOneDrawnAlone()
    {
        QFETCH(int, kind);
        QFETCH(int, pool);
        std::vector<MapRequest> requests;
        for (const int tokens : { 1, 63, 64, 65, 131, 300 }) {
            for (const int window : { 0, 20 }) {
                for (const int headDim : { 6, 64 })
                    requests.push_back(request({ .tokens = tokens,
                                                 .headDim = headDim,
                                                 .slidingWindow = window,
                                                 .seed = m_seed + requests.size() },
                                               500.0 + headDim));
            }
        }
        for (MapRequest& asked : requests) {
            asked.quantity = { static_cast<QuantityKind>(kind), 1 };
            asked.pool = static_cast<Pool>(pool);
        }
        compare(requests);
        for (MapRequest& asked : requests) // on lanes that are in use, with known row sums
            asked.region.rows.begin = asked.region.rows.end / 2;
        compare(requests);
    }

    /// One head in doubles beside others in float32.
    void lanesMayDifferInEverything()
    {
        std::vector<MapRequest> requests = heads(7, 150, m_seed);
        HeadTrace huge = *requests[2].head;
        huge.q *= 200.0F;
        huge.k *= 200.0F;
        requests[2].head = std::make_shared<const HeadTrace>(std::move(huge));
        for (std::size_t i = 0; i < requests.size(); ++i) {
            requests[i].quantity = { kKinds[i], 1 };
            requests[i].region.width = 10 + 30 * static_cast<int>(i);
        }
        requests[2].quantity = {};
        requests[4].region = { { 100, 101 }, { 0, 3 }, 50, 60 };
        requests[5].region = { { 0, 10 }, { 100, 150 }, 5, 5 };
        compare(requests);
        std::swap(requests[0], requests[6]);
        std::swap(requests[1], requests[2]);
        compare(requests);
    }

    void allHeadsShareASubmission()
    {
        const std::vector<MapRequest> requests = heads(64, 64, m_seed);
        compare(requests);
        QCOMPARE(m_grid->lastMap().submissions, 1);
        QVERIFY(m_grid->lastMap().summedRows);
        compare(requests);
        QCOMPARE(m_grid->lastMap().submissions, 1);
        QVERIFY(!m_grid->lastMap().summedRows);
        const std::size_t bytes = m_grid->lastMap().deviceBytes;
        for (const double base : { 100.0, 200.0, 300.0 }) {
            std::vector<MapRequest> edited = requests;
            for (MapRequest& asked : edited)
                asked.rope = makeRopeTable(asked.head->rope, { .base = base }).value();
            compare(edited);
        }
        QCOMPARE(m_grid->lastMap().deviceBytes, bytes); // edits take no more memory
        compare(heads(70, 64, m_seed + 7));
        QCOMPARE(m_grid->lastMap().submissions, 2);
    }

    void theProcessorDrawsTheSameGrid()
    {
        const std::vector<MapRequest> requests = heads(12, 200, m_seed);
        const auto maps = m_grid->maps(requests, {});
        CpuRenderer processor(std::make_shared<ThreadPool>(2));
        const auto twins = processor.maps(requests, {});
        QCOMPARE(maps.size(), twins.size());
        for (std::size_t i = 0; i < maps.size(); ++i) {
            QVERIFY(maps[i] && twins[i]);
            ROPESCOPE_COMPARE(maps[i]->values, twins[i]->values, 1e-5);
            QVERIFY(same(*twins[i], *processor.map(requests[i], {})));
        }
    }

    void aHeadThatCannotBeDrawnLeavesTheOthersAlone()
    {
        std::vector<MapRequest> requests = heads(4, 40, m_seed);
        requests[1].region.rows.end = 41;
        requests[2].quantity = { QuantityKind::Contribution, 99 };
        const auto maps = m_grid->maps(requests, {});
        QCOMPARE(maps[1].error().code, ErrorCode::InvalidArgument);
        QCOMPARE(maps[2].error().code, ErrorCode::InvalidArgument);
        for (const std::size_t i : { 0U, 3U }) {
            QVERIFY(maps[i]);
            QVERIFY(same(*maps[i], *m_single->map(requests[i], {})));
        }
    }

    /// One of several bands among small ones.
    void largeMapsAreDrawnToo()
    {
        std::vector<MapRequest> requests = heads(3, 50, m_seed);
        requests.push_back(request({ .tokens = 4200, .headDim = 64, .seed = m_seed + 3 }));
        compare(requests);
    }

    void aDeviceWithLittleMemoryDrawsThemOneByOne()
    {
        auto small = VulkanRenderer::create({ .validate = true, .memoryLimit = 2U << 20 });
        QVERIFY(small);
        const std::vector<MapRequest> requests = heads(40, 200, m_seed);
        const auto maps = (*small)->maps(requests, {});
        for (std::size_t i = 0; i < maps.size(); ++i) {
            QVERIFY2(maps[i], maps[i] ? "" : maps[i].error().message.c_str());
            QVERIFY(same(*maps[i], *m_single->map(requests[i], {})));
        }
        QVERIFY((*small)->validationMessages().empty());
        // A single map may need what lanes hold.
        QVERIFY((*small)->maps(std::span(requests).first(8), {}).back());
        QVERIFY((*small)->map(request({ .tokens = 900, .headDim = 32, .seed = 1 }), {}));
    }

    void aStopEndsTheGridAndTheNextIsWhole()
    {
        const std::vector<MapRequest> requests = heads(5, 60, m_seed);
        std::stop_source stop;
        stop.request_stop();
        for (const auto& map : m_grid->maps(requests, stop.get_token()))
            QCOMPARE(map.error().code, ErrorCode::Cancelled);
        compare(requests);
    }

    void noHeadsMakeNoMaps() { QVERIFY(m_grid->maps({}, {}).empty()); }

private:
    static std::unique_ptr<VulkanRenderer> create()
    {
        auto made
            = VulkanRenderer::create({ .validate = true, .useMatrices = false, .poison = true });
        return made ? std::move(*made) : nullptr;
    }

    void compare(const std::vector<MapRequest>& requests)
    {
        const auto maps = m_grid->maps(requests, {});
        QCOMPARE(maps.size(), requests.size());
        for (std::size_t i = 0; i < maps.size(); ++i) {
            QVERIFY2(maps[i], maps[i] ? "" : maps[i].error().message.c_str());
            const auto alone = m_single->map(requests[i], {});
            QVERIFY(alone);
            QVERIFY2(same(*maps[i], *alone), qPrintable(QString("map %1").arg(i)));
        }
    }

    std::uint64_t m_seed = 0;
    std::unique_ptr<VulkanRenderer> m_grid;
    std::unique_ptr<VulkanRenderer> m_single;
};

QTEST_GUILESS_MAIN(TestVulkanMapGrid)
#include "tst_vulkan_map_grid.moc"
