// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <complex>

#include <QTest>

#include "core/attention/operands.h"
#include "core/attention/reference_map.h"
#include "core/theory/massive_pairs.h"
#include "core/trace/mean_pairs.h"
#include "core/trace/synthesize.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

RopeEdit means(std::set<int> pairs, std::optional<RopePairing> pairing = {})
{
    RopeEdit edit;
    edit.meanPairs = std::move(pairs);
    edit.pairing = pairing;
    return edit;
}

} // namespace

class TestMeanPairs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// z[t, i] summed pair by pair, with the mean of the pair in place of its content.
    void logitsFollowTheDefinition_data()
    {
        QTest::addColumn<int>("pairing");
        QTest::newRow("half-split") << 0;
        QTest::newRow("interleaved") << 1;
    }
    void logitsFollowTheDefinition()
    {
        QFETCH(int, pairing);
        const HeadTrace head = test::randomHead(
            { .tokens = 24, .pairing = static_cast<RopePairing>(pairing), .seed = 5 });
        const RopeEdit edit = means({ 1, 6 });
        const RopeTable table = makeRopeTable(head.rope, edit).value();
        const Quantity quantity { QuantityKind::Logit };
        const MatrixRMd found = referenceMap(
            prepareOperands(withMeanPairs(head, edit), table, quantity).value(), quantity);
        const auto content = [&](const MatrixRM& raw, int t, int m) {
            const auto [a, b] = table.coordinates(m);
            if (!edit.meanPairs.contains(m))
                return std::complex<double>(raw(t, a), raw(t, b));
            std::complex<double> sum;
            for (int row = 0; row < raw.rows(); ++row)
                sum += std::complex<double>(raw(row, a), raw(row, b));
            return sum / static_cast<double>(raw.rows());
        };
        for (int t = 0; t < 24; ++t) {
            for (int i = 0; i <= t; ++i) {
                double z = 0.0;
                for (int m = 0; m < 8; ++m) {
                    z += std::real(content(head.q, t, m) * std::conj(content(head.k, i, m))
                                   * std::polar(1.0, (t - i) * table.theta[std::size_t(m)]));
                }
                z *= head.attentionScale;
                QVERIFY2(std::abs(found(t, i) - z) < 1e-4,
                         qPrintable(QStringLiteral("%1, %2").arg(found(t, i)).arg(z)));
            }
        }
    }

    void othersStayAndTheMeanStaysTheMean()
    {
        const HeadTrace head = test::randomHead({ .seed = 7 });
        const HeadTrace once = withMeanPairs(head, means({ 2 }));
        for (const int column : { 0, 1, 3, 9, 11, 15 }) {
            QVERIFY(once.q.col(column) == head.q.col(column));
            QVERIFY(once.k.col(column) == head.k.col(column));
        }
        QVERIFY(once.q.col(2) != head.q.col(2) && once.k.col(10) != head.k.col(10));
        QVERIFY(std::abs(once.q.col(10).mean() - head.q.col(10).mean()) < 1e-6F);
        ROPESCOPE_COMPARE(withMeanPairs(once, means({ 2 })).q, once.q, 1e-6);
        ROPESCOPE_COMPARE(withMeanPairs(head, {}).q, head.q, 0.0);
    }

    void anEditOfThePairingChoosesTheCoordinates()
    {
        const HeadTrace head = test::randomHead({ .seed = 9 });
        const HeadTrace edited = withMeanPairs(head, means({ 2 }, RopePairing::Interleaved));
        QVERIFY(edited.q.col(4) != head.q.col(4) && edited.q.col(5) != head.q.col(5));
        QVERIFY(edited.q.col(2) == head.q.col(2) && edited.q.col(10) == head.q.col(10));
    }

    void headsWithoutRotationAreLeftAlone()
    {
        const HeadTrace none = test::randomHead({ .rotaryDim = 0 });
        ROPESCOPE_COMPARE(withMeanPairs(none, means({ 1 })).q, none.q, 0.0);
        HeadTrace map;
        map.attention = MatrixRM::Identity(4, 4);
        QVERIFY(withMeanPairs(map, means({ 1 })).attention == map.attention);
    }

    void massiveIsMoreThanFiveTimesTheMedian()
    {
        PairEnergy energy;
        energy.energy = { 1.0, 2.0, 3.0, 12.6, 2.0, 40.0 }; // the median is 2.5
        QCOMPARE(massivePairs(energy), (std::vector<int> { 3, 5 }));
        QCOMPARE(massivePairs(energy, 10.0), (std::vector<int> { 5 }));
        energy.energy[3] = 12.5;
        QCOMPARE(massivePairs(energy), (std::vector<int> { 5 }));
        QVERIFY(massivePairs({}).empty());
        energy.energy.assign(4, 0.0);
        energy.energy[0] = 1.0;
        QVERIFY(massivePairs(energy).empty());
    }

    void theDominantPairOfQwenIsMassive()
    {
        const HeadTrace head = synthesize({ .kind = SynthesisKind::Massive, .tokens = 128 })
                                   .value()
                                   ->head({})
                                   .value();
        const PairEnergy energy = pairEnergy(head, makeRopeTable(head.rope, {}).value());
        QCOMPARE(massivePairs(energy), (std::vector<int> { 60 }));
    }
};

QTEST_GUILESS_MAIN(TestMeanPairs)
#include "tst_mean_pairs.moc"
