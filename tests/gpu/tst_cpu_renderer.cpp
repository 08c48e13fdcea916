// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <cstring>
#include <thread>

#include <QScopeGuard>
#include <QTest>
#include <hwy/targets.h>

#include "core/attention/reference_map.h"
#include "core/rope/rope_edit.h"
#include "gpu/cpu/cpu_renderer.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

struct NamedQuantity {
    const char* name;
    Quantity quantity;
    double relative; ///< tolerance against the largest value, beside 1e-5 absolute
};

const NamedQuantity kQuantities[] = {
    { "probability", { QuantityKind::Probability }, 0.0 },
    { "log-probability", { QuantityKind::LogProbability }, 1e-6 },
    { "logit", { QuantityKind::Logit }, 1e-6 },
    { "q-similarity", { QuantityKind::QuerySimilarity }, 0.0 },
    { "k-similarity", { QuantityKind::KeySimilarity }, 0.0 },
    { "contribution", { QuantityKind::Contribution, 0 }, 1e-6 },
};

MapRegion whole(const HeadTrace& head, int width, int height)
{
    const int n = head.tokenCount();
    return { .rows = { 0, n }, .columns = { 0, n }, .width = width, .height = height };
}

MapRequest request(HeadTrace head)
{
    auto shared = std::make_shared<const HeadTrace>(std::move(head));
    return { .head = shared,
             .rope = *makeRopeTable(shared->rope, {}),
             .region = whole(*shared, shared->tokenCount(), shared->tokenCount()) };
}

ValueMap expected(const MapRequest& request)
{
    const auto operands = *prepareOperands(*request.head, request.rope, request.quantity);
    return poolCells(referenceMap(operands, request.quantity), request.region, request.pool);
}

/// Empty when the renderer agrees with the definition.
std::string disagreement(CpuRenderer& renderer, const MapRequest& request, double relative)
{
    const Result<ValueMap> map = renderer.map(request, {});
    if (!map)
        return map.error().message;
    const ValueMap reference = expected(request);
    if (map->width != reference.width || map->height != reference.height)
        return "another size";
    return test::difference(map->values, reference.values, 1e-5, relative);
}

/// Equal bits, so that NaN equals NaN.
bool same(const ValueMap& a, const ValueMap& b)
{
    return a.width == b.width && a.values.size() == b.values.size()
        && std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(float)) == 0;
}

} // namespace

class TestCpuRenderer : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_seed = test::freshSeed();
        m_renderer = std::make_unique<CpuRenderer>(std::make_shared<ThreadPool>(2));
    }

    void cleanup()
    {
        if (QTest::currentTestFailed())
            qInfo("seed %llu", static_cast<unsigned long long>(m_seed));
    }

    void everyQuantityAgreesWithItsDefinition_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("headDim");
        QTest::addColumn<int>("window");
        // A chunk has 12 keys, a panel up to 32 queries and a task 64 or 128 of them.
        for (const int tokens : { 1, 2, 11, 12, 13, 31, 32, 33, 101, 128, 129, 389 })
            QTest::addRow("%d tokens", tokens) << tokens << 64 << 0;
        QTest::addRow("head dimension 2") << 101 << 2 << 0;
        QTest::addRow("head dimension 80") << 101 << 80 << 0;
        QTest::addRow("window 1") << 101 << 16 << 1;
        QTest::addRow("window 29") << 389 << 16 << 29;
        QTest::addRow("window of the whole prompt") << 101 << 16 << 101;
        QTest::addRow("window beyond the prompt") << 101 << 16 << 2000000000;
    }

    void everyQuantityAgreesWithItsDefinition()
    {
        QFETCH(int, tokens);
        QFETCH(int, headDim);
        QFETCH(int, window);
        MapRequest all = request(test::randomHead(
            { .tokens = tokens, .headDim = headDim, .slidingWindow = window, .seed = m_seed }));
        for (const NamedQuantity& named : kQuantities) {
            for (const Pool pool : { Pool::Max, Pool::Mean }) {
                all.quantity = named.quantity;
                all.pool = pool;
                for (const auto& [width, height] : { std::pair { tokens, tokens },
                                                     { (tokens + 1) / 2, (tokens + 1) / 2 },
                                                     { 7, 3 },
                                                     { 1, 1 },
                                                     { tokens + 9, 5 },
                                                     { 5, 2 * tokens + 1 } }) {
                    all.region = whole(*all.head, width, height);
                    const std::string line = disagreement(*m_renderer, all, named.relative);
                    QVERIFY2(line.empty(),
                             qPrintable(QStringLiteral("%1, %2 pool, %3x%4 pixels: %5")
                                            .arg(named.name, pool == Pool::Max ? "max" : "mean")
                                            .arg(width)
                                            .arg(height)
                                            .arg(line.c_str())));
                }
            }
        }
    }

    void zoomedRegionsAgreeWithTheDefinition_data()
    {
        QTest::addColumn<bool>("warm");
        QTest::addRow("first picture of the head") << false;
        QTest::addRow("row sums known") << true;
    }

    void zoomedRegionsAgreeWithTheDefinition()
    {
        QFETCH(bool, warm);
        MapRequest zoomed = request(test::randomHead(
            { .tokens = 301, .headDim = 32, .slidingWindow = 150, .seed = m_seed }));
        for (const NamedQuantity& named : kQuantities) {
            for (const Pool pool : { Pool::Max, Pool::Mean }) {
                for (const auto& [rows, columns] :
                     { std::pair<TokenRange, TokenRange> { { 100, 240 }, { 3, 220 } },
                       { { 0, 90 }, { 200, 301 } },  // nothing visible
                       { { 250, 301 }, { 0, 120 } }, // partly behind the window
                       { { 299, 301 }, { 300, 301 } } }) {
                    for (const auto& [width, height] : { std::pair { 64, 40 }, { 400, 333 } }) {
                        CpuRenderer renderer(std::make_shared<ThreadPool>(2));
                        zoomed.quantity = named.quantity;
                        zoomed.pool = pool;
                        zoomed.region = whole(*zoomed.head, 20, 20);
                        if (warm)
                            QVERIFY(renderer.map(zoomed, {}));
                        zoomed.region = { rows, columns, width, height };
                        const std::string line = disagreement(renderer, zoomed, named.relative);
                        QVERIFY2(line.empty(), line.c_str());
                    }
                }
            }
        }
    }

    void probabilitiesStayExactOnAdversarialHeads_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addRow("a slow pair of 500") << 0;
        QTest::addRow("a fast pair of 500") << 1;
        QTest::addRow("all logits equal") << 2;
        QTest::addRow("all logits equal and large") << 3;
        QTest::addRow("norms just below the switch to double") << 4;
        QTest::addRow("values whose squares overflow") << 5;
        QTest::addRow("logits that grow along the row") << 6;
        QTest::addRow("logits that fall along the row") << 7;
    }

    void probabilitiesStayExactOnAdversarialHeads()
    {
        QFETCH(int, kind);
        HeadTrace head = test::randomHead({ .tokens = 333, .headDim = 64, .seed = m_seed });
        const auto setPair = [&](int pair, float value) {
            for (const int column : { pair, pair + 32 }) {
                head.q.col(column).setConstant(value);
                head.k.col(column).setConstant(value);
            }
        };
        const Eigen::VectorXf ramp = Eigen::VectorXf::LinSpaced(333, 0.0F, 300.0F);
        switch (kind) {
        case 0:
            setPair(30, 500.0F);
            break;
        case 1:
            setPair(0, 500.0F);
            break;
        case 2:
            head.k.setZero();
            break;
        case 3:
            head.rope.theta.assign(32, 0.0);
            head.q.setConstant(40.0F);
            head.k.setConstant(40.0F);
            break;
        case 4: // parallel queries and keys, |q||k|s = 63
            head.rope.theta.assign(32, 1e-7);
            head.q = MatrixRM::Constant(333, 64, 2.81F) + 1e-3F * head.q;
            head.k = MatrixRM::Constant(333, 64, 2.81F) + 1e-3F * head.k;
            break;
        case 5:
            head.q *= 1e19F;
            head.k *= 1e19F;
            break;
        default:
            head.rope.theta.assign(32, 0.0);
            head.q.setConstant(1.0F);
            head.k.setZero();
            head.k.col(0) = kind == 6 ? ramp : Eigen::VectorXf(ramp.reverse());
        }
        MapRequest all = request(std::move(head));
        for (const Pool pool : { Pool::Max, Pool::Mean }) {
            all.pool = pool;
            for (const int pixels : { 333, 100 }) {
                all.region = whole(*all.head, pixels, pixels);
                const std::string line = disagreement(*m_renderer, all, 0.0);
                QVERIFY2(line.empty(), line.c_str());
            }
        }
    }

    void everyInstructionSetAgreesWithTheDefinition()
    {
        const auto restore = qScopeGuard([] {
            hwy::SetSupportedTargetsForTest(0);
            hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        });
        const std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
        QVERIFY(!targets.empty());
        for (const std::int64_t target : targets) {
            hwy::SetSupportedTargetsForTest(target);
            hwy::GetChosenTarget().Update(target);
            for (const float size : { 1.0F, 9.0F }) { // float and double logits
                HeadTrace head = test::randomHead({ .tokens = 150, .seed = m_seed });
                head.q *= size;
                head.k *= size;
                MapRequest all = request(std::move(head));
                for (const NamedQuantity& named : kQuantities) {
                    for (const Pool pool : { Pool::Max, Pool::Mean }) {
                        CpuRenderer renderer(std::make_shared<ThreadPool>(2));
                        all.quantity = named.quantity;
                        all.pool = pool;
                        all.region = whole(*all.head, 77, 150);
                        const std::string line = disagreement(renderer, all, named.relative);
                        QVERIFY2(line.empty(),
                                 qPrintable(QStringLiteral("%1: %2").arg(hwy::TargetName(target),
                                                                         line.c_str())));
                    }
                }
            }
        }
    }

    void aRepeatGivesTheSameBits()
    {
        MapRequest first = request(test::randomHead({ .tokens = 200, .seed = m_seed }));
        first.region = whole(*first.head, 90, 77);
        for (const Pool pool : { Pool::Max, Pool::Mean }) {
            first.pool = pool;
            CpuRenderer renderer(std::make_shared<ThreadPool>(2));
            const ValueMap once = *renderer.map(first, {});
            QVERIFY(same(once, *renderer.map(first, {})));
            MapRequest other = first;
            other.rope = *makeRopeTable(first.head->rope, { .base = 77.0 });
            QVERIFY(!same(once, *renderer.map(other, {})));
            QCOMPARE(disagreement(renderer, other, 0.0), std::string());
            QVERIFY(same(once, *renderer.map(first, {})));
        }
    }

    void headsAreToldApartAfterAnotherIsGone()
    {
        for (std::uint64_t i = 0; i < 20; ++i) {
            const MapRequest own = request(test::randomHead({ .tokens = 40, .seed = m_seed + i }));
            QCOMPARE(disagreement(*m_renderer, own, 0.0), std::string());
        }
    }

    void quantitiesOfOneHeadDoNotShareOperands()
    {
        MapRequest all = request(test::randomHead({ .tokens = 60, .seed = m_seed }));
        for (int round = 0; round < 2; ++round) {
            for (int pair = 0; pair < 3; ++pair) {
                all.quantity = { QuantityKind::Contribution, pair };
                QCOMPARE(disagreement(*m_renderer, all, 1e-6), std::string());
            }
            for (const NamedQuantity& named : kQuantities) {
                all.quantity = named.quantity;
                QCOMPARE(disagreement(*m_renderer, all, named.relative), std::string());
            }
        }
    }

    void valuesDoNotDependOnTheNumberOfThreads()
    {
        MapRequest all = request(test::randomHead({ .tokens = 700, .seed = m_seed }));
        all.region = { .rows = { 5, 690 }, .columns = { 9, 700 }, .width = 123, .height = 211 };
        for (const Pool pool : { Pool::Max, Pool::Mean }) {
            all.pool = pool;
            const auto with = [&](int threads) {
                return *CpuRenderer(std::make_shared<ThreadPool>(threads)).map(all, {});
            };
            const ValueMap one = with(1);
            QVERIFY(same(one, with(2)));
            QVERIFY(same(one, with(5)));
        }
    }

    void valuesDoNotDependOnHowRowsAreCut()
    {
        // One thread takes strips of 512 queries here, three take 128.
        MapRequest all
            = request(test::randomHead({ .tokens = 8300, .headDim = 4, .seed = m_seed }));
        all.region = whole(*all.head, 40, 250);
        for (const Pool pool : { Pool::Max, Pool::Mean }) {
            all.pool = pool;
            const ValueMap one = *CpuRenderer(std::make_shared<ThreadPool>(1)).map(all, {});
            QVERIFY(same(one, *CpuRenderer(std::make_shared<ThreadPool>(3)).map(all, {})));
        }
    }

    void aStopRequestedBeforeIsObeyed()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto map
            = m_renderer->map(request(test::randomHead({ .seed = m_seed })), stop.get_token());
        QVERIFY(!map);
        QCOMPARE(map.error().code, ErrorCode::Cancelled);
    }

    void aStoppedMapLeavesNothingWrongBehind()
    {
        MapRequest all
            = request(test::randomHead({ .tokens = 3000, .headDim = 64, .seed = m_seed }));
        all.region = whole(*all.head, 30, 30);
        std::stop_source stop;
        std::jthread stopper([&] { stop.request_stop(); });
        const auto interrupted = m_renderer->map(all, stop.get_token());
        QVERIFY(interrupted || interrupted.error().code == ErrorCode::Cancelled);
        CpuRenderer fresh(std::make_shared<ThreadPool>(2));
        QVERIFY(same(*m_renderer->map(all, {}), *fresh.map(all, {})));
    }

    void regionsOutsideTheHeadAreRefused_data()
    {
        QTest::addColumn<QList<int>>("region");
        QTest::addRow("rows past the end") << QList<int> { 0, 41, 0, 40, 8, 8 };
        QTest::addRow("columns past the end") << QList<int> { 0, 40, 0, 41, 8, 8 };
        QTest::addRow("negative row") << QList<int> { -1, 40, 0, 40, 8, 8 };
        QTest::addRow("negative column") << QList<int> { 0, 40, -1, 40, 8, 8 };
        QTest::addRow("no rows") << QList<int> { 7, 7, 0, 40, 8, 8 };
        QTest::addRow("columns backwards") << QList<int> { 0, 40, 9, 3, 8, 8 };
        QTest::addRow("no width") << QList<int> { 0, 40, 0, 40, 0, 8 };
        QTest::addRow("negative height") << QList<int> { 0, 40, 0, 40, 8, -1 };
    }

    void regionsOutsideTheHeadAreRefused()
    {
        QFETCH(QList<int>, region);
        MapRequest bad = request(test::randomHead({ .tokens = 40, .seed = m_seed }));
        bad.region = { { region[0], region[1] }, { region[2], region[3] }, region[4], region[5] };
        const auto map = m_renderer->map(bad, {});
        QVERIFY(!map);
        QCOMPARE(map.error().code, ErrorCode::InvalidArgument);
    }

    void aPairThatDoesNotExistIsRefused()
    {
        MapRequest bad = request(test::randomHead({ .headDim = 16, .seed = m_seed }));
        bad.quantity = { QuantityKind::Contribution, 8 };
        const auto map = m_renderer->map(bad, {});
        QVERIFY(!map);
        QCOMPARE(map.error().code, ErrorCode::InvalidArgument);
    }

    void aMissingHeadIsRefused()
    {
        const auto map = m_renderer->map({ .region = { { 0, 1 }, { 0, 1 }, 1, 1 } }, {});
        QVERIFY(!map);
        QCOMPARE(map.error().code, ErrorCode::InvalidArgument);
    }

    void theNameSaysHowManyThreads()
    {
        QCOMPARE(m_renderer->name(), std::string("CPU, 2 threads"));
        QCOMPARE(CpuRenderer(std::make_shared<ThreadPool>(1)).name(), std::string("CPU, 1 thread"));
    }

private:
    std::uint64_t m_seed = 0;
    std::unique_ptr<CpuRenderer> m_renderer;
};

QTEST_GUILESS_MAIN(TestCpuRenderer)
#include "tst_cpu_renderer.moc"
