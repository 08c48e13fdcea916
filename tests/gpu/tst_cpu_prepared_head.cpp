// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <cstring>

#include <QTest>

#include "core/rope/rope_edit.h"
#include "gpu/cpu/map_job.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

bool same(const MatrixRM& a, const MatrixRM& b)
{
    return a.rows() == b.rows() && a.cols() == b.cols()
        && std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(float)) == 0;
}

MapRequest request(const test::RandomHeadOptions& options)
{
    auto head = std::make_shared<const HeadTrace>(test::randomHead(options));
    const int n = head->tokenCount();
    RopeTable rope = *makeRopeTable(head->rope, {});
    for (std::size_t m = 0; m < rope.gain.size(); ++m)
        rope.gain[m] = 0.5 + 0.25 * static_cast<double>(m % 5);
    rope.attentionFactor = 1.1;
    return { .head = head, .rope = rope, .region = { { 0, n }, { 0, n }, 50, 50 } };
}

constexpr QuantityKind kKinds[]
    = { QuantityKind::Logit, QuantityKind::QuerySimilarity, QuantityKind::KeySimilarity,
        QuantityKind::Contribution, QuantityKind::Phase };

} // namespace

class TestCpuPreparedHead : public QObject {
    Q_OBJECT

private slots:
    // Blocks start where the angles of a whole prompt are anchored, so cutting changes no bit.
    void operandsAreThoseOfOneThread_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("rotaryDim");
        QTest::addColumn<bool>("interleaved");
        for (const int tokens : { 1, 63, 511, 512, 513, 1700 })
            QTest::addRow("%d tokens", tokens) << tokens << 32 << false;
        QTest::addRow("neighbours paired") << 1300 << 32 << true;
        QTest::addRow("half of the channels") << 1300 << 16 << false;
    }

    void operandsAreThoseOfOneThread()
    {
        QFETCH(int, tokens);
        QFETCH(int, rotaryDim);
        QFETCH(bool, interleaved);
        const MapRequest all
            = request({ .tokens = tokens,
                        .headDim = 32,
                        .rotaryDim = rotaryDim,
                        .pairing = interleaved ? RopePairing::Interleaved : RopePairing::HalfSplit,
                        .slidingWindow = 70,
                        .seed = test::freshSeed() });
        ThreadPool pool(3);
        MapOperands parts; // its memory holds the quantity before
        for (const QuantityKind kind : kKinds) {
            const Quantity quantity { kind, 2 };
            const auto whole = *prepareOperands(*all.head, all.rope, quantity);
            QVERIFY(prepareOperands(*all.head, all.rope, quantity, pool, {}, parts));
            QVERIFY(same(whole.query, parts.query));
            QVERIFY(same(whole.key, parts.key));
            QCOMPARE(whole.causal, parts.causal);
            QCOMPARE(whole.slidingWindow, parts.slidingWindow);
        }
        // And those are the rotation of the whole, in one piece.
        const auto operands = *prepareOperands(*all.head, all.rope, { QuantityKind::Logit });
        QVERIFY(same(operands.key, rotate(all.head->k, all.rope)));
        const auto pair = *prepareOperands(*all.head, all.rope, { QuantityKind::Contribution, 2 });
        const auto [a, b] = all.rope.coordinates(2);
        QVERIFY(same(pair.key.col(0), operands.key.col(a)));
        QVERIFY(same(pair.key.col(1), operands.key.col(b)));
        QVERIFY(same(pair.query.col(0), operands.query.col(a)));
        QVERIFY(same(pair.query.col(1), operands.query.col(b)));
    }

    void aStopEndsThePreparation()
    {
        const MapRequest all = request({ .tokens = 2000, .headDim = 16 });
        ThreadPool pool(2);
        std::stop_source stop;
        stop.request_stop();
        MapOperands operands;
        const auto filled
            = prepareOperands(*all.head, all.rope, all.quantity, pool, stop.get_token(), operands);
        QCOMPARE(filled.error().code, ErrorCode::Cancelled);
        HeadMemory memory;
        const auto prepared = prepareHead(all, pool, stop.get_token(), memory);
        QCOMPARE(prepared.error().code, ErrorCode::Cancelled);
    }

    void aHeadThatNobodyHoldsIsForgotten()
    {
        ThreadPool pool(1);
        PreparedHeads heads;
        std::optional<MapRequest> first = request({ .tokens = 100, .headDim = 16 });
        const MapRequest second = request({ .tokens = 90, .headDim = 16, .seed = 2 });
        const std::weak_ptr<const HeadTrace> watched = first->head;
        QVERIFY(heads.find(*first, pool, {}));
        QVERIFY(heads.find(second, pool, {}));
        QVERIFY(heads.known(*first) != nullptr);
        first.reset();
        QVERIFY(watched.expired());
        QVERIFY(heads.find(request({ .tokens = 80, .headDim = 16, .seed = 3 }), pool, {}));
        QVERIFY(heads.known(second) != nullptr);
    }

    void aPanReadsTheRowSumsAndDoesNotRepeatThem()
    {
        const double shift = 2.0;
        for (const Pool pooling : { Pool::Max, Pool::Mean }) {
            for (const float size : { 1.0F, 30.0F }) { // float and double logits
                HeadTrace head = test::randomHead({ .tokens = 400, .headDim = 16 });
                head.q *= size;
                MapRequest all = request({ .tokens = 400, .headDim = 16 });
                all.head = std::make_shared<const HeadTrace>(std::move(head));
                all.pool = pooling;
                ThreadPool pool(2);
                SweepMemory memory;
                HeadMemory headMemory;
                PreparedHead prepared = *prepareHead(all, pool, {}, headMemory);
                const auto draw = [&] {
                    MapJob job(prepared, all, memory, 2);
                    job.draw(job.strips(), pool, {});
                    return job.take();
                };
                QVERIFY(mapCost(all, &prepared).sweep > 0.0);
                (void)draw();
                all.region = { { 200, 300 }, { 20, 60 }, 40, 50 };
                // Only the drawn cells are left to compute.
                QVERIFY(mapCost(all, &prepared).total() < 0.25 * mapCost(all, nullptr).sweep);
                const ValueMap right = draw();
                // Sums that are wrong on purpose come through: they were read.
                std::visit(
                    [&](auto& packed) {
                        for (auto& sum : packed.logSumExp)
                            sum += static_cast<std::decay_t<decltype(sum)>>(shift);
                    },
                    prepared.packed);
                const ValueMap wrong = draw();
                for (std::size_t i = 0; i < right.values.size(); ++i) {
                    const double expected = right.values[i] * std::exp(-shift);
                    QVERIFY(std::abs(wrong.values[i] - expected) <= 1e-4 * expected + 1e-30);
                }
            }
        }
    }

    void memoryOfAnotherHeadLeavesNoTrace()
    {
        ThreadPool pool(2);
        HeadMemory used;
        SweepMemory sweep;
        for (const int tokens : { 900, 30, 31, 900, 450 }) {
            for (const float size : { 1.0F, 30.0F }) { // float and double logits
                HeadTrace head = test::randomHead({ .tokens = tokens, .headDim = 16 });
                head.q *= size;
                MapRequest all = request({ .tokens = tokens, .headDim = 16 });
                all.head = std::make_shared<const HeadTrace>(std::move(head));
                const auto draw = [&](HeadMemory& memory) {
                    PreparedHead prepared = *prepareHead(all, pool, {}, memory);
                    MapJob job(prepared, all, sweep, 2);
                    job.draw(job.strips(), pool, {});
                    memory.operands.query = std::move(prepared.operands.query);
                    memory.packed = std::move(prepared.packed);
                    return job.take().values;
                };
                HeadMemory fresh;
                const std::vector<float> expected = draw(fresh);
                const std::vector<float> values = draw(used);
                QCOMPARE(std::memcmp(values.data(), expected.data(), values.size() * sizeof(float)),
                         0);
            }
        }
    }

    void aHeadIsPreparedOnce()
    {
        MapRequest all = request({ .tokens = 100, .headDim = 16 });
        ThreadPool pool(2);
        PreparedHeads heads;
        QVERIFY(heads.known(all) == nullptr);
        PreparedHead* const first = *heads.find(all, pool, {});
        all.region = { { 10, 20 }, { 0, 9 }, 3, 3 };
        all.pool = Pool::Mean;
        all.quantity = { QuantityKind::LogProbability };
        QCOMPARE(*heads.find(all, pool, {}), first);
        QCOMPARE(heads.known(all), first);
        all.rope.theta[0] *= 2.0;
        QVERIFY(heads.known(all) == nullptr);
    }
};

QTEST_GUILESS_MAIN(TestCpuPreparedHead)
#include "tst_cpu_prepared_head.moc"
