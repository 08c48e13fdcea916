// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <complex>

#include <QTest>

#include "core/rope/rope_edit.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

RopeTable tableOf(const HeadTrace& head, const RopeEdit& edit = {})
{
    return makeRopeTable(head.rope, edit).value();
}

/// The definition, pair by pair in double: multiply by e^{j t theta}.
MatrixRM rotateByDefinition(const MatrixRM& raw, const RopeTable& table, int firstPosition)
{
    MatrixRM rotated = raw;
    for (int t = 0; t < raw.rows(); ++t) {
        for (int m = 0; m < table.pairCount(); ++m) {
            const auto [a, b] = table.coordinates(m);
            const std::complex<double> turned = std::complex<double>(raw(t, a), raw(t, b))
                * std::polar(table.attentionFactor,
                             (firstPosition + t) * table.theta[static_cast<std::size_t>(m)]);
            rotated(t, a) = static_cast<float>(turned.real());
            rotated(t, b) = static_cast<float>(turned.imag());
        }
    }
    return rotated;
}

} // namespace

class TestRopeTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wavelengthsOfQwenAreThePublishedOnes()
    {
        const RopeConfig config { .base = 1e6, .rotaryDim = 128, .theta = defaultTheta(1e6, 128) };
        const RopeTable table = makeRopeTable(config, {}).value();
        QVERIFY(std::abs(table.wavelength(2) - 9.68) < 0.005);
        QVERIFY(std::abs(table.wavelength(3) - 12.01) < 0.005);
        QVERIFY(std::abs(table.wavelength(5) - 18.49) < 0.005);
        QVERIFY(std::abs(table.wavelength(60) / 2.65e6 - 1.0) < 0.005);
        const RopeTable slower = makeRopeTable(config, { .base = 1e5 }).value();
        QVERIFY(std::abs(slower.wavelength(2) - 9.00) < 0.005);
        QVERIFY(std::abs(slower.wavelength(60) - 305971.0) < 1.0);
    }

    void rotationFollowsTheDefinition_data()
    {
        QTest::addColumn<int>("pairing");
        QTest::addColumn<int>("rotaryDim");
        QTest::addColumn<int>("firstPosition");
        QTest::newRow("half-split") << 0 << 16 << 0;
        QTest::newRow("interleaved") << 1 << 16 << 0;
        QTest::newRow("half-split, partial") << 0 << 4 << 0;
        QTest::newRow("interleaved, partial") << 1 << 4 << 0;
        QTest::newRow("far position") << 0 << 16 << 100'003;
        QTest::newRow("no rotation") << 0 << 0 << 0;
    }
    void rotationFollowsTheDefinition()
    {
        QFETCH(int, pairing);
        QFETCH(int, rotaryDim);
        QFETCH(int, firstPosition);
        const auto seed = test::freshSeed();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        const HeadTrace head = test::randomHead({ .tokens = 200,
                                                  .rotaryDim = rotaryDim,
                                                  .pairing = static_cast<RopePairing>(pairing),
                                                  .seed = seed });
        const RopeTable table = tableOf(head);
        ROPESCOPE_COMPARE(rotate(head.q, table, firstPosition),
                          rotateByDefinition(head.q, table, firstPosition), 1e-6, 1e-6);
    }

    void rotationKeepsNorm()
    {
        const HeadTrace head = test::randomHead({ .tokens = 300 });
        const MatrixRM rotated = rotate(head.q, tableOf(head));
        for (int t = 0; t < head.tokenCount(); ++t)
            QVERIFY(std::abs(rotated.row(t).norm() - head.q.row(t).norm()) < 1e-5F);
    }

    void scoreDependsOnOffsetOnly()
    {
        const HeadTrace head = test::randomHead({ .tokens = 1, .headDim = 64 });
        const RopeTable table = tableOf(head);
        const auto score = [&](int query, int key) {
            return rotate(head.q, table, query).row(0).dot(rotate(head.k, table, key).row(0));
        };
        QVERIFY(std::abs(score(17, 5) - score(1012, 1000)) < 1e-4F);
        QVERIFY(std::abs(score(17, 5) - score(17, 6)) > 1e-3F);
    }

    void attentionFactorScalesOnlyRotatedCoordinates()
    {
        const HeadTrace head = test::randomHead({ .rotaryDim = 8 });
        RopeTable table = tableOf(head);
        const MatrixRM plain = rotate(head.q, table);
        table.attentionFactor = 1.5;
        const MatrixRM scaled = rotate(head.q, table);
        ROPESCOPE_COMPARE(MatrixRM(scaled.leftCols(8)), MatrixRM(1.5F * plain.leftCols(8)), 1e-6,
                          1e-6);
        ROPESCOPE_COMPARE(MatrixRM(scaled.rightCols(8)), MatrixRM(plain.rightCols(8)), 0.0);
    }

    void relocationSwapsSlotsInOrder()
    {
        const HeadTrace head = test::randomHead({});
        const RopeTable before = tableOf(head);
        const RopeTable after = tableOf(head, { .relocations = { { 0, 1 }, { 1, 2 } } });
        QCOMPARE(after.theta[0], before.theta[1]);
        QCOMPARE(after.theta[1], before.theta[2]);
        QCOMPARE(after.theta[2], before.theta[0]);
        QCOMPARE(tableOf(head, { .relocations = { { 3, 5 }, { 3, 5 } } }), before);
    }

    void baseKeepsWhatScalingDidToEachPair()
    {
        HeadTrace head = test::randomHead({ .base = 1e4 });
        for (double& theta : head.rope.theta)
            theta /= 4.0; // linear scaling by 4
        const RopeTable edited = tableOf(head, { .base = 1e5 });
        const std::vector<double> plain = defaultTheta(1e5, 16);
        for (std::size_t m = 0; m < plain.size(); ++m)
            QVERIFY(std::abs(edited.theta[m] * 4.0 / plain[m] - 1.0) < 1e-12);
        QCOMPARE(tableOf(head, { .base = 1e4 }), tableOf(head));
    }

    void wrongEditsAreRefusedWithASentence_data()
    {
        QTest::addColumn<QString>("part");
        QTest::addColumn<double>("base");
        QTest::addColumn<int>("pair");
        QTest::addColumn<double>("gain");
        QTest::newRow("base too small") << "base" << 1.0 << 0 << 1.0;
        QTest::newRow("base not a number") << "base" << std::nan("") << 0 << 1.0;
        QTest::newRow("no such pair") << "pair 8" << 1e4 << 8 << 1.0;
        QTest::newRow("negative pair") << "pair -1" << 1e4 << -1 << 1.0;
        QTest::newRow("gain not finite")
            << "gain" << 1e4 << 0 << std::numeric_limits<double>::infinity();
    }
    void wrongEditsAreRefusedWithASentence()
    {
        QFETCH(QString, part);
        QFETCH(double, base);
        QFETCH(int, pair);
        QFETCH(double, gain);
        const HeadTrace head = test::randomHead({});
        const auto table = makeRopeTable(
            head.rope, { .base = base, .relocations = { { pair, 0 } }, .gains = { { 0, gain } } });
        QVERIFY(!table);
        QVERIFY2(QString::fromStdString(table.error().message).contains(part),
                 table.error().message.c_str());
    }

    void headWithoutRopeSaysSo()
    {
        const HeadTrace head = test::randomHead({ .rotaryDim = 0 });
        const auto table = makeRopeTable(head.rope, { .relocations = { { 0, 1 } } });
        QVERIFY(!table);
        QVERIFY(QString::fromStdString(table.error().message).contains("no RoPE"));
    }
};

QTEST_GUILESS_MAIN(TestRopeTable)
#include "tst_rope_table.moc"
