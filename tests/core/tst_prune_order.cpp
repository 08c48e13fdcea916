// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <limits>

#include <QTest>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"
#include "core/prune/prune_order.h"
#include "tests/support/files.h"

using namespace ropescope;
using Json = nlohmann::json;
using Numbers = std::vector<double>;
using Order = std::vector<int>;

namespace {

/// By Python's floats and sorting; see tests/data/make_prune_reference.py.
const Json& referenceCases()
{
    static const Json all
        = readJsonFile(std::filesystem::path(ROPESCOPE_TEST_DATA) / "prune/orders.json").value();
    return all;
}

} // namespace

class TestPruneOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ordersAreThoseOfPython_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(referenceCases().size()); ++i) {
            const auto& name = referenceCases()[static_cast<std::size_t>(i)]["name"]
                                   .get_ref<const std::string&>();
            QTest::newRow(name.c_str()) << i;
        }
    }
    /// To the last bit, since a last bit decides ties.
    void ordersAreThoseOfPython()
    {
        QFETCH(int, index);
        const Json& expected = referenceCases()[static_cast<std::size_t>(index)];
        const Numbers bi = expected["bi"];
        const auto made
            = tappaOrder(bi, expected["q_similarity"].get<Numbers>(), expected["beta"]).value();
        QCOMPARE(made.blockInfluenceNorm, expected["bi_norm"].get<Numbers>());
        QCOMPARE(made.qSimilarityNorm, expected["q_similarity_norm"].get<Numbers>());
        QCOMPARE(made.score, expected["tappa_score"].get<Numbers>());
        QCOMPARE(made.order, expected["prune_order"].get<Order>());
        QCOMPARE(ascendingOrder(bi), expected["shortgpt_order"].get<Order>());
    }

    void alikeQueriesGoFirstAmongLayersThatChangeAsMuch()
    {
        QCOMPARE(tappaOrder(Numbers { 1, 1, 1 }, Numbers { 0.2, 0.9, 0.5 }, 0.1)->order,
                 (Order { 1, 2, 0 }));
    }

    void betaZeroIsShortGpt()
    {
        const Numbers bi { 0.5, 0.1, 0.3, 0.1 };
        QCOMPARE(tappaOrder(bi, Numbers { 0.1, 0.2, 0.9, 0.4 }, 0.0)->order, ascendingOrder(bi));
    }

    void equalValuesAreZeroWhenNormalised()
    {
        QCOMPARE(minMaxNormalised(Numbers { 0.7, 0.7 }), (Numbers { 0.0, 0.0 }));
        QVERIFY(minMaxNormalised(Numbers {}).empty());
    }

    void aSeedGivesOneOrderEverywhere()
    {
        // From the definition of the 64-bit Mersenne Twister, by another program.
        QCOMPARE(randomOrder(8, 1), (Order { 4, 6, 3, 5, 1, 7, 2, 0 }));
        QVERIFY(randomOrder(64, 1) != randomOrder(64, 2));
        Order sorted = randomOrder(64, 3);
        std::ranges::sort(sorted);
        for (int i = 0; i < 64; ++i)
            QCOMPARE(sorted[static_cast<std::size_t>(i)], i);
        QVERIFY(randomOrder(0, 1).empty());
    }

    void randomOrdersPreferNoPlace()
    {
        constexpr int kDraws = 6000;
        int counts[3][3] = {};
        for (int seed = 0; seed < kDraws; ++seed) {
            const Order order = randomOrder(3, static_cast<std::uint64_t>(seed));
            for (int place = 0; place < 3; ++place)
                ++counts[place][order[static_cast<std::size_t>(place)]];
        }
        for (const auto& place : counts) {
            for (const int count : place) // six standard deviations, 36.5 each
                QVERIFY2(std::abs(count - kDraws / 3) < 220, std::to_string(count).c_str());
        }
    }

    void wrongScoresAreRefused()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();
        ROPESCOPE_EXPECT_ERROR(tappaOrder(Numbers { 1, 2 }, Numbers { 1 }, 0.1),
                               ErrorCode::InvalidArgument, "found 2 and 1");
        ROPESCOPE_EXPECT_ERROR(tappaOrder(Numbers {}, Numbers {}, 0.1), ErrorCode::InvalidArgument,
                               "found 0 and 0");
        ROPESCOPE_EXPECT_ERROR(tappaOrder(Numbers { 1, nan }, Numbers { 1, 2 }, 0.1),
                               ErrorCode::InvalidArgument, "block influence of layer 1");
        ROPESCOPE_EXPECT_ERROR(tappaOrder(Numbers { 1, 2 }, Numbers { infinity, 2 }, 0.1),
                               ErrorCode::InvalidArgument, "q-similarity of layer 0");
        ROPESCOPE_EXPECT_ERROR(tappaOrder(Numbers { 1, 2 }, Numbers { 1, 2 }, nan),
                               ErrorCode::InvalidArgument, "beta");
    }
};

QTEST_GUILESS_MAIN(TestPruneOrder)
#include "tst_prune_order.moc"
