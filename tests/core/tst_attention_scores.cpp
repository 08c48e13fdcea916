// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>
#include <set>

#include <QTest>

#include "core/attention/reference_map.h"
#include "core/rope/rope_edit.h"
#include "core/theory/attention_scores.h"
#include "core/theory/head_theory.h"
#include "core/theory/lag_profile.h"
#include "core/theory/retrieval_score.h"
#include "tests/support/files.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

MatrixRMd mapOf(const HeadTrace& head, const RopeTable& table)
{
    const Quantity probability { QuantityKind::Probability };
    const MatrixRMd map
        = referenceMap(prepareOperands(head, table, probability).value(), probability);
    return map.array().isNaN().select(0.0, map);
}

std::set<int> strongest(const MatrixRMd& map, int t)
{
    std::vector<int> keys;
    for (int i = 0; i <= t; ++i)
        keys.push_back(i);
    std::stable_sort(keys.begin(), keys.end(), [&](int a, int b) { return map(t, a) > map(t, b); });
    return { keys.begin(), keys.begin() + kStrongestKeys };
}

double overlap(const std::set<int>& earlier, const std::set<int>& later, int shift)
{
    const auto shared
        = std::ranges::count_if(earlier, [&](int key) { return later.contains(key + shift); });
    return static_cast<double>(shared) / kStrongestKeys;
}

} // namespace

class TestAttentionScores : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneSweepEqualsTheWholeMap_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("window");
        QTest::newRow("one block") << 20 << 0;
        QTest::newRow("block edge") << 64 << 0;
        QTest::newRow("many blocks") << 101 << 0;
        QTest::newRow("sliding window") << 101 << 40;
        QTest::newRow("narrow window") << 70 << 5;
        QTest::newRow("one token") << 1 << 0;
        QTest::newRow("two tokens") << 2 << 0;
    }
    void oneSweepEqualsTheWholeMap()
    {
        QFETCH(int, tokens);
        QFETCH(int, window);
        const std::uint64_t seed = test::freshSeed();
        const QByteArray message = "seed " + QByteArray::number(seed);
        const HeadTrace head = test::randomHead(
            { .tokens = tokens, .headDim = 12, .slidingWindow = window, .seed = seed });
        const RopeTable table = makeRopeTable(head.rope, { .gains = { { 2, 1.5 } } }).value();
        const MatrixRMd p = mapOf(head, table);
        const AttentionScores scores = attentionScores(head, table).value();
        const auto near = [](double a, double b) { return std::abs(a - b) < 2e-6; };

        double entropy = 0.0;
        double unshifted = 0.0;
        double shifted = 0.0;
        int compared = 0;
        for (int t = 0; t < tokens; ++t) {
            for (int i = 0; i <= t; ++i)
                entropy -= p(t, i) > 0.0 ? p(t, i) * std::log(p(t, i)) : 0.0;
            const int seen = window > 0 ? std::min(window, t + 1) : t + 1;
            if (t + 1 < tokens && seen >= 2 * kStrongestKeys) {
                unshifted += overlap(strongest(p, t), strongest(p, t + 1), 0);
                shifted += overlap(strongest(p, t), strongest(p, t + 1), 1);
                ++compared;
            }
            double lagMean = 0.0;
            for (int row = t; row < tokens; ++row)
                lagMean += p(row, row - t) / (tokens - t);
            QVERIFY2(near(scores.slash[static_cast<std::size_t>(t)], lagMean), message);
        }
        QCOMPARE(scores.slashBeyondChance.size(), static_cast<std::size_t>(tokens / 2));
        for (int lag = 0; lag < tokens / 2; ++lag) {
            double found = 0.0;
            double chance = 0.0;
            const int first = std::max(kFirstSinkRow, lag);
            for (int row = first; row < tokens; ++row) {
                found += p(row, row - lag) / (tokens - first);
                chance += 1.0 / (window > 0 ? std::min(window, row + 1) : row + 1);
            }
            chance /= tokens - first;
            const double expected = tokens > first ? (found - chance) / (1.0 - chance) : 0.0;
            QVERIFY2(near(scores.slashBeyondChance[static_cast<std::size_t>(lag)], expected),
                     message);
        }
        QVERIFY2(near(scores.entropy, entropy / tokens), message);
        QCOMPARE(scores.consistency.has_value(), compared > 0);
        if (compared > 0) {
            // Keys of equal rank within rounding may swap places.
            QVERIFY2(std::abs(*scores.consistency - unshifted / compared) < 0.02, message);
            QVERIFY2(std::abs(*scores.consistencyShifted - shifted / compared) < 0.02, message);
        }
        QCOMPARE(scores.sinkMass().has_value(), tokens > kFirstSinkRow);
        if (scores.sinkMass())
            QVERIFY2(near(*scores.sinkMass(), p.col(0).tail(tokens - kFirstSinkRow).mean()),
                     message);
        QCOMPARE(scores.previousTokenMass().has_value(), tokens > 1);
        QCOMPARE(scores.stripes.size(), static_cast<std::size_t>(tokens / 2));
        QCOMPARE(scores.strongestKey.size(), static_cast<std::size_t>(tokens));
    }

    void theLagProfileComesWithIt()
    {
        const HeadTrace head = test::randomHead({ .tokens = 90, .seed = test::freshSeed() });
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        const std::vector<double> expected
            = measuredLagProfile(lagCorrelation(head, table.pairing), table);
        const std::vector<double> found = attentionScores(head, table).value().lagProfile;
        QCOMPARE(found.size(), expected.size());
        for (std::size_t lag = 0; lag < found.size(); ++lag)
            QVERIFY(std::abs(found[lag] - expected[lag]) < 1e-9);
    }

    void aStoredMapGivesTheSame()
    {
        const HeadTrace head = test::randomHead({ .tokens = 50, .seed = test::freshSeed() });
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        HeadTrace stored;
        stored.attention = mapOf(head, table).cast<float>();
        const AttentionScores a = attentionScores(head, table).value();
        const AttentionScores b = attentionScores(stored, {}).value();
        QVERIFY(std::abs(a.entropy - b.entropy) < 1e-5);
        QVERIFY(std::abs(*a.sinkMass() - *b.sinkMass()) < 1e-6);
        QVERIFY(b.lagProfile.empty());
    }

    void inductionAndRetrievalFollowTheRepeat()
    {
        constexpr int kLength = 12;
        std::vector<std::int64_t> ids { 99 };
        for (int copy = 0; copy < 2; ++copy) {
            for (int i = 0; i < kLength; ++i)
                ids.push_back(i);
        }
        const auto repeat = findRepeat(ids);
        QCOMPARE(repeat, (TokenRepeat { 1, kLength }));
        HeadTrace stored;
        const auto n = static_cast<Eigen::Index>(ids.size());
        stored.attention = MatrixRM::Zero(n, n);
        for (Eigen::Index t = 0; t < n; ++t)
            stored.attention(t, t >= kLength ? t - kLength + 1 : 0) = 1.0F;
        const AttentionScores scores = attentionScores(stored, {}, repeat).value();
        QCOMPARE(*scores.induction, 1.0);
        // The first token of the needle is foretold by no query of the second copy.
        QCOMPARE(retrievalScore(scores.strongestKey, *repeat, ids), std::optional(11.0 / 12.0));
    }

    void equalTokensTellNoRetrieval()
    {
        const std::vector<std::int64_t> ids(40, 7);
        const auto repeat = findRepeat(ids);
        QVERIFY(repeat.has_value());
        HeadTrace stored;
        stored.attention = MatrixRM::Identity(40, 40);
        const AttentionScores scores = attentionScores(stored, {}, repeat).value();
        QVERIFY(!retrievalScore(scores.strongestKey, *repeat, ids));
        QVERIFY(!headTheory(stored, {}, ids).value().retrieval);
    }

    void textsWithoutRepeatHaveNone()
    {
        std::vector<std::int64_t> ids;
        for (int i = 0; i < 40; ++i)
            ids.push_back(i * i % 41);
        QVERIFY(!findRepeat(ids));
        QVERIFY(!findRepeat({}));
        QVERIFY(!findRepeat(std::vector<std::int64_t> { 1, 2, 1, 2 }));
    }

    void aStopIsObeyed()
    {
        std::stop_source source;
        source.request_stop();
        const HeadTrace head = test::randomHead({});
        ROPESCOPE_EXPECT_ERROR(
            attentionScores(head, makeRopeTable(head.rope, {}).value(), {}, source.get_token()),
            ErrorCode::Cancelled, "");
    }
};

QTEST_GUILESS_MAIN(TestAttentionScores)
#include "tst_attention_scores.moc"
