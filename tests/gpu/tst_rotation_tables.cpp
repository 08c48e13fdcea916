// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <bit>
#include <cmath>

#include <QTest>

#include <fmt/core.h>

#include "core/rope/rope_config.h"
#include "gpu/vulkan/rotation_tables.h"

using namespace ropescope;
using namespace ropescope::vulkan;

class TestRotationTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void coarseAndFineAnglesJoinToThePosition()
    {
        const RopeTable table { .theta = defaultTheta(10000.0, 128),
                                .gain = std::vector<double>(64, 1.0),
                                .attentionFactor = 1.25 };
        const int tokens = 131072;
        const RotationTables angles = rotationTables(table, tokens);
        QCOMPARE(angles.coarse.size(), std::size_t { 64 } * (tokens / 64));
        QCOMPARE(angles.fine.size(), std::size_t { 64 } * 64);
        double largest = 0.0;
        for (int t = 0; t < tokens; t = t * 2 + 1) {
            for (std::size_t m = 0; m < 64; ++m) {
                const SplitAngle& a = angles.coarse[static_cast<std::size_t>(t / 64) * 64 + m];
                const SplitAngle& b = angles.fine[static_cast<std::size_t>(t % 64) * 64 + m];
                const double cosA = double { a[0] } + double { a[1] };
                const double sinA = double { a[2] } + double { a[3] };
                const double cosB = double { b[0] } + double { b[1] };
                const double sinB = double { b[2] } + double { b[3] };
                const double angle = t * table.theta[m];
                largest = std::max(
                    { largest, std::abs(cosA * cosB - sinA * sinB - 1.25 * std::cos(angle)),
                      std::abs(sinA * cosB + cosA * sinB - 1.25 * std::sin(angle)) });
            }
        }
        QVERIFY2(largest < 1e-9, fmt::format("{}", largest).c_str());
    }

    void leadingPartsHaveTwelveBits()
    {
        const RopeTable table { .theta = { 0.7, 0.01 }, .gain = { 1.0, 1.0 } };
        for (const SplitAngle& angle : rotationTables(table, 1000).coarse) {
            for (const float leading : { angle[0], angle[2] })
                QCOMPARE(std::bit_cast<std::uint32_t>(leading) & 0xfffU, 0U);
        }
    }

    void aHeadWithoutRotationHasNoAngles()
    {
        const RotationTables angles = rotationTables({}, 100);
        QVERIFY(angles.coarse.empty());
        QVERIFY(angles.fine.empty());
    }
};

QTEST_GUILESS_MAIN(TestRotationTables)
#include "tst_rotation_tables.moc"
