// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>

#include <QTest>

#include <fmt/core.h>

#include "core/attention/reference_map.h"
#include "core/rope/rope_edit.h"
#include "core/trace/memory_trace.h"
#include "gpu/cpu/cpu_renderer.h"
#include "gpu/vulkan/vulkan_renderer.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

using HeadPtr = std::shared_ptr<const HeadTrace>;

constexpr std::array kQuantities {
    Quantity { .kind = QuantityKind::Probability },
    Quantity { .kind = QuantityKind::LogProbability },
    Quantity { .kind = QuantityKind::Logit },
    Quantity { .kind = QuantityKind::QuerySimilarity },
    Quantity { .kind = QuantityKind::KeySimilarity },
    Quantity { .kind = QuantityKind::Contribution, .pair = 0 },
    Quantity { .kind = QuantityKind::Phase, .pair = 0 },
};
constexpr std::array kPools { Pool::Max, Pool::Mean };

HeadPtr makeHead(const test::RandomHeadOptions& options)
{
    return std::make_shared<HeadTrace>(test::randomHead(options));
}

MapRequest request(const HeadPtr& head, const Quantity& quantity, Pool pool,
                   const MapRegion& region)
{
    return { .head = head,
             .rope = makeRopeTable(head->rope, {}).value(),
             .quantity = quantity,
             .pool = pool,
             .region = region };
}

MapRegion wholeMap(const HeadPtr& head, int width, int height)
{
    const TokenRange all { 0, head->tokenCount() };
    return { .rows = all, .columns = all, .width = width, .height = height };
}

/// Largest sum of |q_c k_c| in a cell: what rounding in float32 is relative to.
double largestProduct(const MapOperands& operands)
{
    return (operands.query.cwiseAbs() * operands.key.cwiseAbs().transpose()).maxCoeff();
}

/// Angles agree when they are 1e-5 apart on the circle.
std::string cyclicDifference(std::span<const float> actual, std::span<const float> expected)
{
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double apart = std::abs(
            std::remainder(double { actual[i] } - double { expected[i] }, 2.0 * std::numbers::pi));
        const bool inRange = std::abs(actual[i]) <= std::numbers::pi_v<float>;
        const bool nothing = std::isnan(actual[i]) && std::isnan(expected[i]);
        if (!nothing && !(apart < 1e-5 && inRange))
            return fmt::format("pixel {}: {}, expected {}", i, actual[i], expected[i]);
    }
    return {};
}

/// A zero vector has no angle, and its cells are 0; arctangents of signed zeros can be pi as well.
void clearZeroVectors(const MapOperands& operands, MatrixRMd& phases)
{
    for (int t = 0; t < operands.tokenCount(); ++t) {
        for (int i = 0; i < operands.tokenCount(); ++i) {
            if (!std::isnan(phases(t, i))
                && (operands.query.row(t).isZero(0) || operands.key.row(i).isZero(0)))
                phases(t, i) = 0.0;
        }
    }
}

/// Empty when the map is right: probabilities within 1e-5, angles too, everything else within 1e-5
/// of the largest value; a logarithm is as wrong as the logit, so the rounding of huge ones is
/// allowed too.
std::string disagreement(const ValueMap& actual, const MapRequest& asked)
{
    const MapOperands operands = prepareOperands(*asked.head, asked.rope, asked.quantity).value();
    MatrixRMd cells = referenceMap(operands, asked.quantity);
    if (asked.quantity.isCyclic())
        clearZeroVectors(operands, cells);
    const ValueMap expected = asked.quantity.isCyclic()
        ? middleCells(cells, asked.region)
        : poolCells(cells, asked.region, asked.pool);
    if (actual.width != expected.width || actual.height != expected.height)
        return fmt::format("{} x {} pixels, expected {} x {}", actual.width, actual.height,
                           expected.width, expected.height);
    if (asked.quantity.isCyclic())
        return cyclicDifference(actual.values, expected.values);
    if (asked.quantity.kind == QuantityKind::Probability)
        return test::difference(actual.values, expected.values, 1e-5);
    if (asked.quantity.kind == QuantityKind::LogProbability)
        return test::difference(actual.values, expected.values,
                                std::ldexp(largestProduct(operands), -20), 1e-5);
    return test::difference(actual.values, expected.values, 1e-6, 1e-5);
}

/// Values whose colours are easy to get wrong, and a ramp.
ValueMap valuesToPaint()
{
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    ValueMap values { .width = 64,
                      .height = 8,
                      .values = { std::numeric_limits<float>::quiet_NaN(), kInfinity, -kInfinity,
                                  0.0F, -0.0F, 1e-3F, 1.0F, 2.0F, -5.0F, 1e-30F } };
    while (values.values.size() < 64 * 8)
        values.values.push_back(static_cast<float>(values.values.size()) / 400.0F);
    return values;
}

std::uint32_t colourAt(const Image& image, std::size_t pixel)
{
    std::uint32_t colour = 0;
    std::memcpy(&colour, &image.rgba[pixel * 4], sizeof colour);
    return colour;
}

/// A value on the border of two colours may take either: devices round logarithms differently.
bool sameOrNext(const std::array<std::uint32_t, 256>& ramp, std::uint32_t a, std::uint32_t b)
{
    const auto neighbours = [&](std::uint32_t first, std::uint32_t second) {
        return std::ranges::adjacent_find(ramp,
                                          [&](std::uint32_t left, std::uint32_t right) {
                                              return left == first && right == second;
                                          })
            != ramp.end();
    };
    return a == b || neighbours(a, b) || neighbours(b, a);
}

} // namespace

/// Both backends draw the same requests, one after the other on the same renderer, so that every
/// buffer still holds the previous picture: what a kernel fails to write shows.
class TestKernelParity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        auto vulkan = VulkanRenderer::create(
            { .allowSoftware = true, .validate = true, .useMatrices = false, .poison = true });
        QVERIFY2(vulkan, vulkan ? "" : vulkan.error().message.c_str());
        m_vulkan = std::move(*vulkan);
        m_processor = std::make_unique<CpuRenderer>(std::make_shared<ThreadPool>());
    }

    void init()
    {
        m_seed = test::freshSeed();
        qInfo("seed %llu", static_cast<unsigned long long>(m_seed));
    }

    void cleanup()
    {
        for (const std::string& message : m_vulkan->validationMessages())
            QFAIL(message.c_str());
    }

    void everyQuantityAndPool_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("headDim");
        for (const int tokens : { 1, 63, 64, 65, 131 }) {
            for (const int headDim : { 2, 6, 64, 128 })
                QTest::addRow("n %d, d %d", tokens, headDim) << tokens << headDim;
        }
    }
    void everyQuantityAndPool()
    {
        QFETCH(int, tokens);
        QFETCH(int, headDim);
        const HeadPtr head = makeHead({ .tokens = tokens, .headDim = headDim, .seed = m_seed });
        for (const Quantity& quantity : kQuantities) {
            for (const Pool pool : kPools)
                compare(request(head, quantity, pool, wholeMap(head, 29, 23)));
        }
    }

    void everyRegion_data()
    {
        QTest::addColumn<MapRegion>("region");
        const auto row
            = [](const char* name, const MapRegion& region) { QTest::newRow(name) << region; };
        row("a pixel a cell", { { 0, 150 }, { 0, 150 }, 150, 150 });
        row("one pixel", { { 0, 150 }, { 0, 150 }, 1, 1 });
        row("one cell", { { 97, 98 }, { 41, 42 }, 1, 1 });
        row("one cell on many pixels", { { 97, 98 }, { 41, 42 }, 9, 7 });
        row("more pixels than cells", { { 60, 130 }, { 50, 120 }, 311, 173 });
        row("more pixels across only", { { 0, 150 }, { 100, 111 }, 64, 13 });
        row("pixels across tiles", { { 0, 150 }, { 3, 149 }, 5, 4 });
        row("inside", { { 70, 141 }, { 13, 77 }, 17, 11 });
        row("first row", { { 0, 1 }, { 0, 150 }, 40, 1 });
        row("last row", { { 149, 150 }, { 0, 150 }, 40, 1 });
        row("last column", { { 0, 150 }, { 149, 150 }, 1, 40 });
        row("above the diagonal", { { 0, 30 }, { 100, 150 }, 12, 10 });
        row("across the diagonal", { { 63, 66 }, { 62, 67 }, 5, 3 });
    }
    void everyRegion()
    {
        QFETCH(MapRegion, region);
        const HeadPtr head = makeHead({ .tokens = 150, .headDim = 6, .seed = m_seed });
        for (const Quantity& quantity : kQuantities) {
            for (const Pool pool : kPools)
                compare(request(head, quantity, pool, region));
        }
    }

    void slidingWindows_data()
    {
        QTest::addColumn<int>("window");
        for (const int window : { 1, 2, 63, 64, 65, 1000 })
            QTest::addRow("%d", window) << window;
    }
    void slidingWindows()
    {
        QFETCH(int, window);
        const HeadPtr head
            = makeHead({ .tokens = 200, .headDim = 8, .slidingWindow = window, .seed = m_seed });
        for (const Quantity& quantity : kQuantities) {
            for (const Pool pool : kPools) {
                compare(request(head, quantity, pool, wholeMap(head, 37, 31)));
                // Rows 150 to 199 see none of these keys with the smaller windows.
                compare(request(head, quantity, pool, { { 150, 200 }, { 0, 90 }, 30, 20 }));
            }
        }
    }

    void rowSumsServeLaterRequests()
    {
        const HeadPtr head = makeHead({ .tokens = 300, .headDim = 16, .seed = m_seed });
        const Quantity probability;
        const MapRegion zoomed { { 100, 220 }, { 130, 170 }, 33, 27 };
        const MapRegion shifted { { 90, 210 }, { 10, 190 }, 33, 27 };
        compare(request(head, probability, Pool::Mean, zoomed));
        compare(request(head, probability, Pool::Mean, shifted));
        compare(request(head, probability, Pool::Max, zoomed));
        compare(request(head, probability, Pool::Mean, wholeMap(head, 50, 50)));
        compare(request(head, kQuantities[1], Pool::Max, zoomed));
    }

    void editedTablesAreNotMixedUp()
    {
        const HeadPtr head = makeHead({ .tokens = 80, .headDim = 16, .seed = m_seed });
        const MapRegion region = wholeMap(head, 20, 20);
        for (const double base : { 10000.0, 50.0, 10000.0, 100.0, 200.0, 300.0, 50.0 }) {
            MapRequest asked = request(head, {}, Pool::Max, region);
            asked.rope = makeRopeTable(head->rope, { .base = base }).value();
            compare(asked);
        }
    }

    void headsThatShareKeys()
    {
        const HeadTrace first = test::randomHead({ .tokens = 70, .headDim = 8, .seed = m_seed });
        const HeadTrace second
            = test::randomHead({ .tokens = 70, .headDim = 8, .seed = m_seed + 1 });
        MemoryTraceContent content;
        content.info = { .model = "two heads",
                         .creator = "test",
                         .numLayers = 1,
                         .numHeads = 2,
                         .numKvHeads = 1,
                         .headDim = 8,
                         .tokenCount = 70,
                         .attentionScale = first.attentionScale,
                         .rope = first.rope,
                         .layers = { LayerInfo { .rope = first.rope } } };
        MatrixRM q(140, 8);
        q << first.q, second.q;
        content.layers.push_back({ .q = q, .k = first.k, .v = {} });
        const MemoryTrace trace(std::move(content));
        for (const int index : { 0, 1 }) {
            const HeadPtr head
                = std::make_shared<HeadTrace>(trace.head({ { 0 }, { index } }).value());
            compare(request(head, {}, Pool::Mean, wholeMap(head, 21, 33)));
        }
    }

    void adversarialLogits_data()
    {
        QTest::addColumn<float>("query");
        QTest::addColumn<float>("key");
        QTest::newRow("one huge pair, keys as usual") << 500.0F << 1.0F;
        QTest::newRow("one huge pair on both sides") << 500.0F << 500.0F;
        QTest::newRow("one huge pair of opposite sign") << 500.0F << -500.0F;
        QTest::newRow("all equal") << 0.0F << 0.0F;
    }
    void adversarialLogits()
    {
        QFETCH(float, query);
        QFETCH(float, key);
        HeadTrace head = test::randomHead({ .tokens = 130, .headDim = 64, .seed = m_seed });
        if (query == 0.0F) {
            head.q.setZero();
        } else {
            head.q.col(30).setConstant(query);
            head.k.col(30).setConstant(key);
        }
        const HeadPtr shared = std::make_shared<HeadTrace>(std::move(head));
        for (const Quantity& quantity : kQuantities) {
            for (const Pool pool : kPools)
                compare(request(shared, quantity, pool, wholeMap(shared, 31, 130)));
        }
    }

    /// Long enough for several submissions and several key tiles a work group; three pixel rows, so
    /// that a pixel begins in one band and ends in another.
    void bandsAndChunksJoinWithoutASeam()
    {
        const HeadPtr head = makeHead({ .tokens = 4200, .headDim = 128, .seed = m_seed });
        compare(request(head, {}, Pool::Mean, wholeMap(head, 7, 3)));
        compare(request(head, kQuantities[2], Pool::Max, wholeMap(head, 500, 3)));
    }

    /// float16 factors have their own tolerance; ropescope_gpu_bench checks them at length.
    void cooperativeMatricesStayWithinTwoThousandths()
    {
        const auto matrices = VulkanRenderer::create({ .validate = true, .poison = true });
        QVERIFY(matrices);
        if (!(*matrices)->hasMatrices())
            QSKIP("This device has no cooperative matrices: the float16 path was not run.");
        for (const int tokens : { 1, 65, 1500 }) {
            for (const int headDim : { 16, 64, 80, 128 }) {
                const HeadPtr head
                    = makeHead({ .tokens = tokens, .headDim = headDim, .seed = m_seed });
                for (const Pool pool : kPools) {
                    const MapRequest asked = request(head, {}, pool, wholeMap(head, 31, 27));
                    const MapOperands operands
                        = prepareOperands(*head, asked.rope, asked.quantity).value();
                    const ValueMap expected
                        = poolCells(referenceMap(operands, asked.quantity), asked.region, pool);
                    const auto map = (*matrices)->map(asked, {});
                    QVERIFY(map);
                    ROPESCOPE_COMPARE(map->values, expected.values, 2e-3);
                }
            }
        }
        for (const std::string& message : (*matrices)->validationMessages())
            QFAIL(message.c_str());
    }

    void regionsOutsideTheHeadAreRefused()
    {
        const HeadPtr head = makeHead({ .tokens = 10, .headDim = 4, .seed = m_seed });
        for (const MapRegion& region :
             { MapRegion { { 0, 11 }, { 0, 10 }, 4, 4 }, MapRegion { { 0, 10 }, { -1, 10 }, 4, 4 },
               MapRegion { { 5, 5 }, { 0, 10 }, 4, 4 }, MapRegion { { 0, 10 }, { 0, 10 }, 0, 4 },
               MapRegion { { 0, 10 }, { 0, 10 }, 4, -1 } }) {
            for (Renderer* renderer : renderers()) {
                const auto outcome = renderer->map(request(head, {}, Pool::Max, region), {});
                QVERIFY(!outcome);
                QCOMPARE(outcome.error().code, ErrorCode::InvalidArgument);
            }
        }
    }

    void pairsThatDoNotExistAreRefused()
    {
        const HeadPtr head = makeHead({ .tokens = 10, .headDim = 4, .seed = m_seed });
        for (const Quantity& quantity :
             { Quantity { QuantityKind::Contribution, 2 }, Quantity { QuantityKind::Phase, 2 },
               Quantity { QuantityKind::Phase, -1 } }) {
            for (Renderer* renderer : renderers()) {
                const auto outcome
                    = renderer->map(request(head, quantity, Pool::Max, wholeMap(head, 4, 4)), {});
                QVERIFY(!outcome);
                QCOMPARE(outcome.error().code, ErrorCode::InvalidArgument);
            }
        }
        compare(request(head, {}, Pool::Max, wholeMap(head, 4, 4)));
    }

    /// Float32 angles of so many turns would be wrong in the second digit.
    void phasesStayExactAtManyThousandTokens()
    {
        const int tokens = 131072;
        HeadTrace head = test::randomHead({ .tokens = tokens, .headDim = 4, .seed = m_seed });
        const HeadPtr shared = std::make_shared<HeadTrace>(std::move(head));
        for (const int pair : { 0, 1 }) {
            for (const MapRegion& region :
                 { wholeMap(shared, 61, 47),
                   MapRegion { { tokens - 30, tokens }, { 0, 30 }, 30, 30 },
                   MapRegion { { 60000, 60003 }, { 59990, 60010 }, 70, 9 } }) {
                const MapRequest asked
                    = request(shared, { QuantityKind::Phase, pair }, Pool::Max, region);
                const auto map = m_vulkan->map(asked, {});
                const auto twin = m_processor->map(asked, {});
                QVERIFY(map && twin);
                QCOMPARE(map->values.size(), twin->values.size());
                const std::string line = cyclicDifference(map->values, twin->values);
                QVERIFY2(line.empty(), line.c_str());
            }
        }
    }

    void pairsThatAreZeroHaveNoAngle()
    {
        HeadTrace head = test::randomHead({ .tokens = 70, .headDim = 8, .seed = m_seed });
        head.q.row(40).setZero();
        head.k.row(7).setZero();
        const HeadPtr shared = std::make_shared<HeadTrace>(std::move(head));
        const MapRequest asked
            = request(shared, { QuantityKind::Phase, 2 }, Pool::Mean, wholeMap(shared, 70, 70));
        compare(asked);
        const auto map = m_vulkan->map(asked, {});
        QVERIFY(map);
        QCOMPARE(map->at(3, 40), 0.0F);
        QCOMPARE(map->at(7, 60), 0.0F);
        QVERIFY(std::isnan(map->at(7, 6)));
    }

    /// Opposite vectors: half a turn, which is pi and not -pi.
    void halfATurnIsPlusPi()
    {
        HeadTrace head = test::randomHead({ .tokens = 9, .headDim = 2, .seed = m_seed });
        head.q = MatrixRM::Constant(9, 2, 1.0F);
        head.k = -head.q;
        const HeadPtr shared = std::make_shared<HeadTrace>(std::move(head));
        const MapRequest asked
            = request(shared, { QuantityKind::Phase, 0 }, Pool::Max, wholeMap(shared, 9, 9));
        const auto map = m_vulkan->map(asked, {});
        QVERIFY(map);
        QCOMPARE(map->at(0, 0), std::numbers::pi_v<float>);
        compare(asked);
    }

    void aStoppedMapIsCancelledAndTheNextIsWhole()
    {
        const HeadPtr head = makeHead({ .tokens = 100, .headDim = 4, .seed = m_seed });
        const MapRequest asked = request(head, {}, Pool::Max, wholeMap(head, 10, 10));
        std::stop_source stop;
        stop.request_stop();
        for (Renderer* renderer : renderers()) {
            const auto outcome = renderer->map(asked, stop.get_token());
            QVERIFY(!outcome);
            QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
        }
        compare(asked);
    }

    void picturesAreTheSame_data()
    {
        QTest::addColumn<int>("map");
        QTest::addColumn<int>("kind");
        for (std::size_t map = 0; map < colourMaps().size(); ++map) {
            for (const int kind : { 0, 1, 2 })
                QTest::addRow("%s, scale %d", std::string(colourMaps()[map].name).c_str(), kind)
                    << static_cast<int>(map) << kind;
        }
    }
    void picturesAreTheSame()
    {
        QFETCH(int, map);
        QFETCH(int, kind);
        const ValueMap values = valuesToPaint();
        for (const auto& [low, high] :
             { std::pair { 1e-3F, 1.0F }, { 0.25F, 0.5F }, { 0.5F, 0.5F } }) {
            const ColourScale scale { .map = &colourMaps()[static_cast<std::size_t>(map)],
                                      .kind = static_cast<ScaleKind>(kind),
                                      .low = low,
                                      .high = high };
            const auto picture = m_vulkan->paint(values, scale);
            const auto twin = m_processor->paint(values, scale);
            QVERIFY(picture);
            QVERIFY(twin);
            QCOMPARE(picture->width, twin->width);
            QCOMPARE(picture->height, twin->height);
            QCOMPARE(picture->rgba.size(), twin->rgba.size());
            QCOMPARE(picture->rgba[3], std::uint8_t { 0 }); // NaN
            for (std::size_t i = 0; i < values.values.size(); ++i) {
                QVERIFY2(sameOrNext(scale.map->colours, colourAt(*picture, i), colourAt(*twin, i)),
                         fmt::format("low {}, value {}: colour {:08x}, expected {:08x}", low,
                                     values.values[i], colourAt(*picture, i), colourAt(*twin, i))
                             .c_str());
            }
        }
    }

private:
    [[nodiscard]] std::array<Renderer*, 2> renderers() const
    {
        return { m_vulkan.get(), m_processor.get() };
    }

    void compare(const MapRequest& asked) const
    {
        for (Renderer* renderer : renderers()) {
            const auto map = renderer->map(asked, {});
            QVERIFY2(map, map ? "" : map.error().message.c_str());
            const std::string line = disagreement(*map, asked);
            QVERIFY2(line.empty(),
                     fmt::format("{}, quantity {}, pool {}: {}", renderer->name(),
                                 static_cast<int>(asked.quantity.kind),
                                 static_cast<int>(asked.pool), line)
                         .c_str());
        }
    }

    std::uint64_t m_seed = 0;
    std::unique_ptr<VulkanRenderer> m_vulkan;
    std::unique_ptr<Renderer> m_processor;
};

QTEST_GUILESS_MAIN(TestKernelParity)
#include "tst_kernel_parity.moc"
