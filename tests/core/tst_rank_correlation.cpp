// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <random>
#include <vector>

#include <QTest>

#include "core/theory/rank_correlation.h"
#include "tests/support/random_head.h"

using namespace ropescope;

using Values = std::vector<double>;

class TestRankCorrelation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheOrderCounts()
    {
        QCOMPARE(*spearman(Values { 1, 2, 3, 4 }, Values { 10, 100, 1000, 10000 }), 1.0);
        QCOMPARE(*spearman(Values { 1, 2, 3, 4 }, Values { 9, 7, 5, -3 }), -1.0);
    }

    void withoutTiesItIsTheSchoolFormula()
    {
        const std::uint64_t seed = test::freshSeed();
        std::mt19937_64 engine(seed);
        constexpr int kCount = 50;
        std::vector<int> order(kCount);
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin(), order.end(), engine);
        Values a;
        Values b;
        double squares = 0.0;
        for (int i = 0; i < kCount; ++i) {
            a.push_back(i);
            b.push_back(std::exp(0.1 * order[static_cast<std::size_t>(i)]));
            squares += std::pow(i - order[static_cast<std::size_t>(i)], 2);
        }
        const double expected = 1.0 - 6.0 * squares / (kCount * (kCount * kCount - 1.0));
        QVERIFY2(std::abs(*spearman(a, b) - expected) < 1e-12, QByteArray::number(seed));
    }

    void tiesShareTheirMeanRank()
    {
        // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
        QVERIFY(std::abs(*spearman(Values { 1, 5, 5, 7 }, Values { 1, 2, 3, 4 })
                         - 4.5 / std::sqrt(4.5 * 5.0))
                < 1e-12);
    }

    void thereIsNoneWithoutVariation()
    {
        QVERIFY(!spearman(Values { 1, 1, 1 }, Values { 1, 2, 3 }));
        QVERIFY(!spearman(Values { 1 }, Values { 1 }));
        QVERIFY(!spearman(Values {}, Values {}));
    }
};

QTEST_GUILESS_MAIN(TestRankCorrelation)
#include "tst_rank_correlation.moc"
