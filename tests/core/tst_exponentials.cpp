// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>
#include <vector>

#include <QTest>

#include "core/model/exponentials.h"

using namespace ropescope;

namespace {

std::vector<float> wave(int size)
{
    std::vector<float> values(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i)
        values[static_cast<std::size_t>(i)]
            = static_cast<float>(20.0 * std::sin(0.7 * i * i + 1.0));
    return values;
}

/// Lengths around every vector width.
void addSizes()
{
    QTest::addColumn<int>("size");
    for (const int size : { 1, 3, 4, 7, 8, 15, 16, 17, 31, 1000 })
        QTest::addRow("%d", size) << size;
}

bool isNear(double found, double expected, double relative)
{
    return std::abs(found - expected) <= relative * std::abs(expected) + 1e-30;
}

} // namespace

class TestExponentials : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numeratorsFollowTheDefinition_data() { addSizes(); }
    void numeratorsFollowTheDefinition()
    {
        QFETCH(int, size);
        const std::vector<float> logits = wave(size);
        std::vector<float> found = logits;
        const float sum = softmaxNumerators(found);
        const double maximum = *std::max_element(logits.begin(), logits.end());
        double expectedSum = 0.0;
        for (std::size_t i = 0; i < found.size(); ++i) {
            const double expected = std::exp(logits[i] - maximum);
            expectedSum += expected;
            QVERIFY(isNear(found[i], expected, 5e-6));
        }
        QVERIFY(isNear(sum, expectedSum, 5e-6));
    }

    void theMaximumMayStandAnywhere()
    {
        for (std::size_t at = 0; at < 37; ++at) {
            std::vector<float> values(37, -500.0f);
            values[at] = 300.0f;
            QCOMPARE(softmaxNumerators(values), 1.0f);
            QCOMPARE(values[at], 1.0f);
            QCOMPARE(values[(at + 1) % 37], 0.0f);
        }
    }

    void siluFollowsTheDefinition_data() { addSizes(); }
    void siluFollowsTheDefinition()
    {
        QFETCH(int, size);
        const std::vector<float> gate = wave(size);
        std::vector<float> up(gate.rbegin(), gate.rend());
        std::vector<float> found = gate;
        silu(found, up);
        for (std::size_t i = 0; i < found.size(); ++i) {
            const double g = gate[i];
            QVERIFY(isNear(found[i], g / (1.0 + std::exp(-g)) * up[i], 5e-6));
        }
    }

    void largeGatesStayFinite()
    {
        std::vector<float> gate { -1e30f, -1000.0f, 1000.0f, 1e30f };
        const std::vector<float> up { 1.0f, 1.0f, 1.0f, 1.0f };
        silu(gate, up);
        QCOMPARE(gate[2], 1000.0f);
        QCOMPARE(gate[3], 1e30f);
        QVERIFY(std::abs(gate[1]) < 1e-30f);
        QVERIFY(std::isfinite(gate[0]));
    }
};

QTEST_GUILESS_MAIN(TestExponentials)
#include "tst_exponentials.moc"
