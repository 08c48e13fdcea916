// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QTest>

#include "core/rope/rope_edit.h"
#include "core/theory/lag_profile.h"
#include "core/theory/pair_phasors.h"
#include "core/theory/season.h"
#include "core/theory/singular_spectrum.h"
#include "tests/support/random_head.h"

#include <Eigen/SVD>

using namespace ropescope;

namespace {

/// Queries and keys that repeat every `period` tokens, with noise on top.
HeadTrace repeating(int period, float noise, std::uint64_t seed)
{
    HeadTrace head = test::randomHead({ .tokens = 120, .headDim = 8, .seed = seed });
    const HeadTrace other = test::randomHead({ .tokens = 120, .headDim = 8, .seed = seed + 1 });
    for (Eigen::Index t = 0; t < 120; ++t) {
        head.q.row(t) = head.q.row(t % period).eval();
        head.k.row(t) = head.k.row(t % period).eval();
    }
    head.q += noise * other.q;
    head.k += noise * other.k;
    return head;
}

} // namespace

class TestSeason : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTransformEqualsTheDefinition()
    {
        const std::uint64_t seed = test::freshSeed();
        for (const int tokens : { 2, 3, 17, 40 }) {
            const MatrixRM raw
                = test::randomHead({ .tokens = tokens, .headDim = 5, .rotaryDim = 4, .seed = seed })
                      .q;
            const std::vector<double> found = contentAutocorrelation(raw);
            const int n = tokens - 1;
            MatrixRMd x = raw.bottomRows(n).cast<double>();
            x.rowwise() -= x.colwise().mean().eval();
            if (n == 1) {
                QVERIFY(found.empty());
                continue;
            }
            QCOMPARE(found.size(), static_cast<std::size_t>(n / 2 + 1));
            for (int lag = 0; lag <= n / 2; ++lag) {
                const double mean = x.topRows(n - lag).cwiseProduct(x.bottomRows(n - lag)).sum()
                    / (n - lag) / (x.squaredNorm() / n);
                QVERIFY2(std::abs(found[static_cast<std::size_t>(lag)] - mean) < 1e-9,
                         QByteArray::number(seed));
            }
        }
    }

    void thePeriodOfTheContentIsFound()
    {
        const std::uint64_t seed = test::freshSeed();
        for (const int period : { 5, 9, 16, 31 }) {
            const HeadTrace head = repeating(period, 0.3F, seed);
            const auto season = findSeason(head, makeRopeTable(head.rope, {}).value());
            QVERIFY2(season && season->period == period, QByteArray::number(seed));
            QVERIFY2(season->strength > 0.7, QByteArray::number(seed));
        }
    }

    void contentWithoutRepetitionHasNoSeason()
    {
        const std::uint64_t seed = test::freshSeed();
        const HeadTrace head = test::randomHead({ .tokens = 400, .headDim = 64, .seed = seed });
        QVERIFY2(!findSeason(head, makeRopeTable(head.rope, {}).value()), QByteArray::number(seed));
        HeadTrace constant = head;
        constant.k.setOnes();
        QVERIFY(!findSeason(constant, makeRopeTable(head.rope, {}).value()));
    }

    void resonanceSaysWhetherTheRotationComesBack()
    {
        HeadTrace head = repeating(10, 0.1F, test::freshSeed());
        RopeTable table = makeRopeTable(head.rope, {}).value();
        std::fill(table.theta.begin(), table.theta.end(), 2.0 * std::numbers::pi / 5.0);
        const auto tuned = findSeason(head, table);
        QCOMPARE(tuned->period, 10);
        QVERIFY(std::abs(tuned->resonance - 1.0) < 1e-9);
        QVERIFY(tuned->detuning[0] < 1e-9);
        std::fill(table.theta.begin(), table.theta.end(), 2.0 * std::numbers::pi / 20.0);
        const auto against = findSeason(head, table);
        QVERIFY(std::abs(against->resonance + 1.0) < 1e-9);
        QVERIFY(std::abs(against->detuning[0] - std::numbers::pi) < 1e-9);
        QCOMPARE(findSeason(head, RopeTable {})->resonance, 1.0); // nothing turns
    }

    void phasorsAddUpToThePredictedProfile()
    {
        const HeadTrace head = test::randomHead(
            { .tokens = 60, .headDim = 10, .rotaryDim = 8, .seed = test::freshSeed() });
        const RopeTable table
            = makeRopeTable(head.rope, { .gains = { { 0, 2.0 }, { 3, -1.0 } } }).value();
        const std::vector<PairPhasor> phasors = pairPhasors(head, table);
        const LagCorrelation correlation = lagCorrelation(head, table.pairing);
        const std::vector<double> predicted = predictedLagProfile(correlation, table);
        for (std::size_t lag = 0; lag < predicted.size(); ++lag) {
            double sum = correlation.coherentUnrotated;
            for (std::size_t m = 0; m < phasors.size(); ++m) {
                sum += phasors[m].amplitude
                    * std::cos(phasors[m].phase + static_cast<double>(lag) * table.theta[m]);
            }
            QVERIFY(std::abs(sum - predicted[lag]) < 1e-9);
        }
    }

    void spectraEqualADecompositionOfTheWholeMatrix()
    {
        for (const int tokens : { 5, 12, 40 }) {
            const MatrixRM x
                = test::randomHead({ .tokens = tokens, .headDim = 12, .seed = test::freshSeed() })
                      .q;
            const std::vector<double> found = singularValues(x);
            const Eigen::VectorXd expected
                = Eigen::JacobiSVD<Eigen::MatrixXd>(x.cast<double>()).singularValues();
            QCOMPARE(found.size(), static_cast<std::size_t>(expected.size()));
            for (std::size_t j = 0; j < found.size(); ++j)
                QVERIFY(std::abs(found[j] - expected[static_cast<Eigen::Index>(j)])
                        < 1e-13 * expected[0]);
        }
        QVERIFY(singularValues(MatrixRM(0, 4)).empty());
    }

    void aMatrixOfRankOneHasOneSingularValue()
    {
        // Small whole numbers: the products are exact in float, so the rank is, too.
        MatrixRM x(40, 12);
        for (Eigen::Index row = 0; row < x.rows(); ++row) {
            for (Eigen::Index column = 0; column < x.cols(); ++column)
                x(row, column) = static_cast<float>((1 + row % 7) * (2 + column % 5));
        }
        const std::vector<double> found = singularValues(x);
        QVERIFY(std::abs(found[0] / x.cast<double>().norm() - 1.0) < 1e-13);
        for (std::size_t j = 1; j < found.size(); ++j)
            QVERIFY2(found[j] < 1e-13 * found[0], qPrintable(QString::number(found[j])));
    }
};

QTEST_GUILESS_MAIN(TestSeason)
#include "tst_season.moc"
