// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "gpu/vulkan/map_bands.h"

using namespace ropescope;
using namespace ropescope::vulkan;
using shared::AttentionMapParams;
using shared::kTile;

namespace {

constexpr int kTokens = 3000;
constexpr int kStep = 64;

MapRegion wholeMap() { return { { 0, kTokens }, { 0, kTokens }, 500, 500 }; }

/// Of a causal head, with sums; window 0: all keys.
AttentionMapParams paramsOf(const MapPlan& plan, std::uint32_t window)
{
    AttentionMapParams params {};
    params.tokenCount = kTokens;
    params.causal = 1;
    params.slidingWindow = window;
    params.chunkTiles = 1;
    params.pooledTileBegin = plan.pooledTileBegin;
    params.pooledTileEnd = plan.pooledTileEnd;
    params.wantsSums = 1;
    return params;
}

} // namespace

/// The arithmetic of bands needs no device.
class TestVulkanMapBands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tilesAreThoseThatSomeRowSees_data()
    {
        QTest::addColumn<unsigned>("window");
        QTest::newRow("all keys") << 0U;
        QTest::newRow("a window") << 100U;
        QTest::newRow("a window longer than the text") << 5000U;
    }
    void tilesAreThoseThatSomeRowSees()
    {
        QFETCH(unsigned, window);
        AttentionMapParams params = paramsOf(planMap(wholeMap()), window);
        for (const TokenRange rows : { TokenRange { 0, 1 }, TokenRange { 63, 65 },
                                       TokenRange { 700, 1500 }, TokenRange { 2999, 3000 } }) {
            setRows(params, rows);
            std::uint32_t first = kTokens;
            std::uint32_t last = 0;
            for (int row = rows.begin; row < rows.end; ++row) {
                for (int key = 0; key <= row; ++key) {
                    if (window > 0 && row - key >= static_cast<int>(window))
                        continue;
                    first = std::min(first, static_cast<std::uint32_t>(key) / kTile);
                    last = std::max(last, static_cast<std::uint32_t>(key) / kTile);
                }
            }
            QCOMPARE(params.tileBegin, first);
            QCOMPARE(params.tileEnd, last + 1);
            QCOMPARE(params.chunkCount, last + 1 - first); // chunks of one tile
        }
    }

    void withoutSumsOnlyDrawnTilesAreSwept()
    {
        const MapPlan plan = planMap({ { 0, kTokens }, { 640, 960 }, 32, 32 });
        AttentionMapParams params = paramsOf(plan, 0);
        params.wantsSums = 0;
        setRows(params, { 700, 1500 });
        QCOMPARE(params.tileBegin, 10U);
        QCOMPARE(params.tileEnd, 15U);
        setRows(params, { 0, 640 }); // which see none of these keys
        QCOMPARE(params.chunkCount, 0U);
    }

    void aFewGroupsSweepLongChunksAndManyShortOnes()
    {
        const MapPlan plan = planMap(wholeMap());
        AttentionMapParams few = paramsOf(plan, 0);
        AttentionMapParams many = few;
        setChunks(few, plan, { 0, kTokens }, kStep, 64);
        setChunks(many, plan, { 0, kTokens }, kStep, 1U << 20);
        QCOMPARE(few.chunkTiles, 16U); // 47 tiles x 47 blocks of rows / 64 are more
        QCOMPARE(few.chunkCount, 3U);
        QCOMPARE(many.chunkTiles, 1U);
        QCOMPARE(many.chunkCount, 47U);
        QCOMPARE(many.slotCount, plan.slotCount(1));
    }

    void aBandFitsIntoTheMemoryButHasOneStepAtLeast()
    {
        const MapPlan plan = planMap(wholeMap());
        AttentionMapParams params = paramsOf(plan, 0);
        setChunks(params, plan, { 0, kTokens }, kStep, 8192);
        const std::uint64_t rowBytes = std::uint64_t { params.slotCount } * kSlotBytes
            + std::uint64_t { params.chunkCount } * kPartBytes;
        QCOMPARE(largestBand(params, kTokens, kStep, 1), kStep);
        QCOMPARE(largestBand(params, kTokens, kStep, rowBytes * 1000), 960);
        QCOMPARE(largestBand(params, kTokens, kStep, ~0ULL), 3008); // all rows, in whole steps
        QCOMPARE(largestBand(params, 100'000'000, kStep, ~0ULL),
                 static_cast<int>((256ULL << 20) / rowBytes) / kStep * kStep);
    }

    void rowsMakeUpTheWorkAndNoStepMore()
    {
        AttentionMapParams params = paramsOf(planMap(wholeMap()), 0);
        constexpr double kPerCell = 64.0;
        constexpr int kMost = 2048;
        for (const int begin : { 0, 64, 1280, 2944 }) {
            const TokenRange rest { begin, kTokens };
            for (const double work : { 1.0, 1e6, 2e7, 1e8, 1e12 }) {
                const int rows = rowsFor(params, rest, kMost, kStep, kPerCell, work);
                QVERIFY(rows % kStep == 0 && rows >= kStep && rows <= kMost);
                const auto workOfFirst = [&](int count) {
                    return workOf(params, { begin, std::min(begin + count, kTokens) }, kPerCell);
                };
                QVERIFY(rows == kStep || workOfFirst(rows) <= work);
                QVERIFY(rows + kStep > kMost || workOfFirst(rows + kStep) > work);
            }
        }
    }

    void workGrowsWithTheKeysThatRowsSee()
    {
        const MapPlan plan = planMap(wholeMap());
        const AttentionMapParams all = paramsOf(plan, 0);
        const AttentionMapParams windowed = paramsOf(plan, 100);
        QVERIFY(workOf(all, { 1000, 1064 }, 1.0) > workOf(all, { 0, 64 }, 1.0));
        QCOMPARE(workOf(windowed, { 1000, 1064 }, 1.0), 64.0 * (100 + kTile));
        QCOMPARE(workOf(all, { 1000, 1001 }, 3.0), 3.0 * (1001 + kTile));
    }

    void aSoftwareDeviceGetsSmallerSubmissions()
    {
        QVERIFY(submissionSize(true).firstWork < submissionSize(false).firstWork);
        QVERIFY(submissionSize(true).wantedGroups < submissionSize(false).wantedGroups);
    }
};

QTEST_GUILESS_MAIN(TestVulkanMapBands)
#include "tst_vulkan_map_bands.moc"
