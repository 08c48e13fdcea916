// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <cstring>
#include <limits>

#include <QTest>

#include "gpu/cpu/cpu_renderer.h"
#include "gpu/kernels/shared_math.h"

using namespace ropescope;

class TestCpuPaint : public QObject {
    Q_OBJECT

private slots:
    void paintFollowsTheSharedScalarMaths_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<float>("low");
        QTest::addColumn<float>("high");
        QTest::addRow("linear") << 0 << -0.5F << 2.0F;
        QTest::addRow("log") << 1 << 1e-5F << 1.0F;
        QTest::addRow("log of subnormal values") << 1 << 1e-41F << 1e-39F;
        QTest::addRow("sqrt") << 2 << 0.0F << 0.7F;
        QTest::addRow("sqrt with both signs") << 2 << -3.0F << 3.0F;
        QTest::addRow("an empty range") << 0 << 0.25F << 0.25F;
    }

    void paintFollowsTheSharedScalarMaths()
    {
        QFETCH(int, kind);
        QFETCH(float, low);
        QFETCH(float, high);
        constexpr float kInfinity = std::numeric_limits<float>::infinity();
        constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
        // Sizes that fill neither vectors nor tasks.
        ValueMap map { .width = 37, .height = 131, .values = {} };
        for (int i = 0; i < map.width * map.height; ++i) {
            const float step = static_cast<float>(i) / 4000.0F * 1.4F - 0.2F;
            map.values.push_back(kind == 1 && step > 0.0F ? low * std::pow(high / low, step)
                                                          : low + (high - low) * step);
        }
        const float special[] = { kNan, kInfinity, -kInfinity, low, high, 0.0F, -0.0F };
        std::copy(std::begin(special), std::end(special), map.values.begin() + 100);

        const ColourScale scale { findColourMap("magma"), static_cast<ScaleKind>(kind), low, high };
        CpuRenderer renderer(std::make_shared<ThreadPool>(2));
        const auto image = renderer.paint(map, scale);
        QVERIFY(image);
        QCOMPARE(image->width, map.width);
        QCOMPARE(image->height, map.height);
        const auto& colours = scale.map->colours;
        for (std::size_t i = 0; i < map.values.size(); ++i) {
            std::uint32_t colour = 0;
            std::memcpy(&colour, image->rgba.data() + 4 * i, 4);
            if (std::isnan(map.values[i])) {
                QCOMPARE(colour, 0U);
                continue;
            }
            const auto position = [&](float value) {
                return shared::scalePosition(value, static_cast<shared::uint>(kind), low, high);
            };
            // Two logarithms may round to two sides of a boundary.
            const float slack = kind == 1 ? 2e-6F : 0.0F;
            const float exact = position(map.values[i]);
            const bool matches = colour == colours[shared::colourIndex(exact)]
                || colour == colours[shared::colourIndex(exact - slack)]
                || colour == colours[shared::colourIndex(exact + slack)];
            QVERIFY2(matches, qPrintable(QStringLiteral("value %1").arg(map.values[i])));
        }
    }

    void anEmptyMapIsAnEmptyPicture()
    {
        CpuRenderer renderer(std::make_shared<ThreadPool>(2));
        const auto image = renderer.paint({}, { .map = findColourMap("grey") });
        QVERIFY(image);
        QVERIFY(image->rgba.empty());
    }
};

QTEST_GUILESS_MAIN(TestCpuPaint)
#include "tst_cpu_paint.moc"
