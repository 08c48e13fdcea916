// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/synthesize.h"

#include <cmath>
#include <numbers>

#include <QtTest>

#include "core/attention/reference_map.h"
#include "core/rope/rope_edit.h"
#include "core/theory/pair_energy.h"
#include "core/theory/period.h"

using namespace ropescope;

namespace {

HeadTrace headOf(const SynthesisOptions& options)
{
    const Result<TracePtr> trace = synthesize(options);
    if (!trace)
        qFatal("%s", trace.error().message.c_str());
    return (*trace)->head({}).value();
}

MatrixRMd mapOf(const HeadTrace& head, QuantityKind kind, const RopeEdit& edit = {})
{
    const RopeTable table = makeRopeTable(head.rope, edit).value();
    const Quantity quantity { .kind = kind };
    return referenceMap(prepareOperands(head, table, quantity).value(), quantity);
}

/// Mean of each visible diagonal, longest lag left out where few cells remain.
std::vector<double> lagProfile(const MatrixRMd& map)
{
    std::vector<double> profile;
    for (Eigen::Index lag = 0; lag < map.rows(); ++lag)
        profile.push_back(map.diagonal(-lag).mean());
    return profile;
}

double sinkMass(const MatrixRMd& probability)
{
    return probability.col(0).tail(probability.rows() - 8).mean();
}

/// Share of the rows whose largest visible logit lies `lag` keys back.
double peakShareAtLag(const MatrixRMd& logit, int lag)
{
    int hits = 0;
    for (Eigen::Index t = lag; t < logit.rows(); ++t) {
        Eigen::Index key = 0;
        logit.row(t).head(t + 1).maxCoeff(&key);
        hits += key == t - lag ? 1 : 0;
    }
    return static_cast<double>(hits) / static_cast<double>(logit.rows() - lag);
}

/// Mean |z[t + a, i + b] - z[t, i]| over the cells where both are visible.
double changeUnderShift(const MatrixRMd& logit, int a, int b)
{
    double sum = 0.0;
    int count = 0;
    for (Eigen::Index t = 0; t + a < logit.rows(); ++t) {
        for (Eigen::Index i = 0; i <= t && i + b <= t + a; ++i) {
            sum += std::abs(logit(t + a, i + b) - logit(t, i));
            ++count;
        }
    }
    return sum / count;
}

} // namespace

class TestSynthesize : public QObject {
    Q_OBJECT

private slots:
    void namesAreThoseOfTheCommandLine()
    {
        for (const char* name :
             { "sink", "diagonal", "periodic", "seasonal", "random", "massive" }) {
            const std::optional<SynthesisKind> kind = synthesisKindFromName(name);
            QVERIFY2(kind.has_value(), name);
            const TracePtr trace = synthesize({ .kind = *kind, .tokens = 16 }).value();
            QCOMPARE(trace->info().model, std::string("synthetic ") + name);
        }
        QVERIFY(!synthesisKindFromName("Massive").has_value());
    }

    void itIsOneHalfSplitHead()
    {
        const TracePtr trace = synthesize({ .tokens = 20, .headDim = 16, .base = 5000.0 }).value();
        const TraceInfo& info = trace->info();
        QCOMPARE(info.numLayers, 1);
        QCOMPARE(info.numHeads, 1);
        QCOMPARE(info.tokenCount, 20);
        QCOMPARE(info.attentionScale, 0.25);
        QCOMPARE(info.rope.base, 5000.0);
        QCOMPARE(info.rope.pairing, RopePairing::HalfSplit);
        QVERIFY(info.rope.theta == defaultTheta(5000.0, 16));
        QVERIFY(info.layers.at(0).rope == info.rope);
        QVERIFY(trace->tokenIds().empty() && trace->tokenTexts().empty());
        QVERIFY(!trace->values({ 0 }, 0).has_value());
    }

    void theSeedDecides()
    {
        // From an implementation of MT19937-64 in another language: the same on every machine.
        const HeadTrace head = headOf({ .kind = SynthesisKind::Random, .tokens = 3, .seed = 7 });
        QCOMPARE(head.q, headOf({ .kind = SynthesisKind::Random, .tokens = 3, .seed = 7 }).q);
        QVERIFY(head.q != headOf({ .kind = SynthesisKind::Random, .tokens = 3, .seed = 8 }).q);
        QCOMPARE(head.q(0, 0), kFirstValues[0]);
        QCOMPARE(head.q(0, 1), kFirstValues[1]);
        QCOMPARE(head.k(2, 127), kFirstValues[2]);
    }

    void noiseIsNormalInMeanAndSpread()
    {
        const HeadTrace head = headOf({ .kind = SynthesisKind::Random, .tokens = 1000 });
        QVERIFY(std::abs(head.q.cast<double>().mean()) < 0.02);
        QVERIFY(std::abs(std::sqrt(head.q.cast<double>().array().square().mean()) - 1.5) < 0.02);
    }

    void sinkAttendsToTheFirstKey_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("headDim");
        QTest::addColumn<double>("base");
        QTest::newRow("default") << 512 << 128 << 1e6;
        QTest::newRow("short") << 16 << 128 << 1e6;
        QTest::newRow("small head, usual base") << 512 << 16 << 1e4;
        QTest::newRow("nearly too long for its slowest pair") << 1500 << 64 << 5000.0;
    }

    void sinkAttendsToTheFirstKey()
    {
        QFETCH(int, tokens);
        QFETCH(int, headDim);
        QFETCH(double, base);
        const HeadTrace head = headOf(
            { .kind = SynthesisKind::Sink, .tokens = tokens, .headDim = headDim, .base = base });
        const double mass = sinkMass(mapOf(head, QuantityKind::Probability));
        QVERIFY2(mass > 0.8, qPrintable(QString::number(mass)));
    }

    void diagonalPeaksAtLagOne_data()
    {
        QTest::addColumn<int>("headDim");
        QTest::addColumn<double>("base");
        QTest::newRow("128, 1e6") << 128 << 1e6;
        QTest::newRow("64, 1e4") << 64 << 1e4;
    }

    void diagonalPeaksAtLagOne()
    {
        QFETCH(int, headDim);
        QFETCH(double, base);
        const HeadTrace head
            = headOf({ .kind = SynthesisKind::Diagonal, .headDim = headDim, .base = base });
        const double share = peakShareAtLag(mapOf(head, QuantityKind::Logit), 1);
        QVERIFY2(share > 0.99, qPrintable(QString::number(share)));
        const MatrixRMd probability = mapOf(head, QuantityKind::Probability);
        QVERIFY(probability.diagonal(-1).mean() > 4.0 * probability.diagonal(-4).mean());
    }

    void periodicRepeatsWithTheWavelengthOfItsPair_data()
    {
        QTest::addColumn<SynthesisOptions>("options");
        QTest::addColumn<int>("pair");
        QTest::newRow("default") << SynthesisOptions { .kind = SynthesisKind::Periodic } << 4;
        QTest::newRow("64, 1e4") << SynthesisOptions {
            .kind = SynthesisKind::Periodic, .headDim = 64, .base = 1e4
        } << 3;
        QTest::newRow("pair 7") << SynthesisOptions { .kind = SynthesisKind::Periodic, .pair = 7 }
                                << 7;
    }

    void periodicRepeatsWithTheWavelengthOfItsPair()
    {
        QFETCH(SynthesisOptions, options);
        QFETCH(int, pair);
        const HeadTrace head = headOf(options);
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        QCOMPARE(pairEnergy(head, table).dominantPair, pair);
        const auto period = findPeriod(lagProfile(mapOf(head, QuantityKind::Logit)));
        QVERIFY(period.has_value());
        QVERIFY(std::abs(period->tokens / table.wavelength(pair) - 1.0) < 0.01);
    }

    void theDefaultPeriodIsEasyToSee()
    {
        for (const double base : { 1e3, 1e4, 1e5, 1e6, 5e6 }) {
            for (const int headDim : { 64, 128, 256 }) {
                const HeadTrace head = headOf({ .kind = SynthesisKind::Periodic,
                                                .tokens = 64,
                                                .headDim = headDim,
                                                .base = base });
                const RopeTable table = makeRopeTable(head.rope, {}).value();
                const double wavelength = table.wavelength(pairEnergy(head, table).dominantPair);
                QVERIFY2(wavelength > 12.0 && wavelength < 20.5,
                         qPrintable(QString::number(wavelength)));
            }
        }
    }

    void seasonalRepeatsInQueriesKeysAndBoth_data()
    {
        QTest::addColumn<SynthesisOptions>("options");
        QTest::addColumn<int>("period");
        QTest::newRow("default") << SynthesisOptions { .kind = SynthesisKind::Seasonal,
                                                       .tokens = 256 }
                                 << 23;
        QTest::newRow("period 30")
            << SynthesisOptions { .kind = SynthesisKind::Seasonal, .tokens = 256, .period = 30 }
            << 30;
        // T of pair 3 is 12.01
        QTest::newRow("pair 3") << SynthesisOptions {
            .kind = SynthesisKind::Seasonal, .tokens = 256, .pair = 3
        } << 12;
    }

    void seasonalRepeatsInQueriesKeysAndBoth()
    {
        QFETCH(SynthesisOptions, options);
        QFETCH(int, period);
        const HeadTrace head = headOf(options);
        const MatrixRMd logit = mapOf(head, QuantityKind::Logit);
        const int quarter = period / 4;
        const double unshifted = changeUnderShift(logit, quarter, 0);
        for (const auto& [a, b] : { std::pair { period, 0 }, { 0, period }, { period, period } }) {
            const double change = changeUnderShift(logit, a, b);
            QVERIFY2(change < 0.25 * unshifted,
                     qPrintable(QString("%1 against %2").arg(change).arg(unshifted)));
        }
        QVERIFY((head.q.row(period) - head.q.row(0)).norm() < 0.35 * head.q.row(0).norm());
    }

    void randomHasNoPattern()
    {
        const HeadTrace head = headOf({ .kind = SynthesisKind::Random });
        const MatrixRMd probability = mapOf(head, QuantityKind::Probability);
        QVERIFY(sinkMass(probability) < 0.1);
        QVERIFY(peakShareAtLag(mapOf(head, QuantityKind::Logit), 1) < 0.1);
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        QVERIFY(pairEnergy(head, table).dominantShare() < 0.03);
    }

    void massiveIsOneSlowPair_data()
    {
        QTest::addColumn<int>("headDim");
        QTest::addColumn<int>("pair");
        QTest::newRow("128") << 128 << 60;
        QTest::newRow("64") << 64 << 30;
        QTest::newRow("16") << 16 << 7;
        QTest::newRow("2") << 2 << 0;
    }

    void massiveIsOneSlowPair()
    {
        QFETCH(int, headDim);
        QFETCH(int, pair);
        const HeadTrace head = headOf({ .headDim = headDim });
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        QCOMPARE(pairEnergy(head, table).dominantPair, pair);
    }

    void relocatedMassivePairShowsThePublishedPeriods_data()
    {
        QTest::addColumn<double>("base");
        QTest::addColumn<int>("slot");
        QTest::addColumn<double>("period");
        QTest::newRow("1e6, slot 2") << 1e6 << 2 << 9.68;
        QTest::newRow("1e6, slot 3") << 1e6 << 3 << 12.01;
        QTest::newRow("1e6, slot 5") << 1e6 << 5 << 18.49;
        QTest::newRow("1e5, slot 2") << 1e5 << 2 << 9.00;
        QTest::newRow("1e5, slot 3") << 1e5 << 3 << 10.78;
        QTest::newRow("1e5, slot 5") << 1e5 << 5 << 15.45;
    }

    void relocatedMassivePairShowsThePublishedPeriods()
    {
        QFETCH(double, base);
        QFETCH(int, slot);
        QFETCH(double, period);
        const HeadTrace head = headOf({}); // written at base 1e6; the edit sets the base
        const RopeEdit edit { .base = base, .relocations = { { 60, slot } } };
        const MatrixRMd logit = mapOf(head, QuantityKind::Logit, edit);
        const auto found = findPeriod(lagProfile(logit));
        QVERIFY(found.has_value());
        QVERIFY2(std::abs(found->tokens / period - 1.0) < 0.01,
                 qPrintable(QString::number(found->tokens)));
        const double largest
            = logit.unaryExpr([](double z) { return std::isnan(z) ? 0.0 : std::abs(z); })
                  .maxCoeff();
        QVERIFY2(largest < 20.0, qPrintable(QString::number(largest)));
        // The stripes: cells one period back hold far more than cells half a period back.
        const MatrixRMd probability = mapOf(head, QuantityKind::Probability, edit);
        QVERIFY(probability.diagonal(-std::lround(period)).mean()
                > 20.0 * probability.diagonal(-std::lround(period / 2.0)).mean());
    }

    void oneTokenIsEnough()
    {
        for (const SynthesisKind kind :
             { SynthesisKind::Sink, SynthesisKind::Diagonal, SynthesisKind::Periodic,
               SynthesisKind::Seasonal, SynthesisKind::Random, SynthesisKind::Massive }) {
            const HeadTrace head = headOf({ .kind = kind, .tokens = 1 });
            QCOMPARE(mapOf(head, QuantityKind::Probability)(0, 0), 1.0);
        }
    }

    void badOptionsAreNamed_data()
    {
        QTest::addColumn<SynthesisOptions>("options");
        QTest::addColumn<QString>("message");
        QTest::newRow("no token") << SynthesisOptions { .tokens = 0 } << "tokens is 0";
        QTest::newRow("odd") << SynthesisOptions { .headDim = 127 } << "dimension is 127";
        QTest::newRow("huge head") << SynthesisOptions { .headDim = 8192 } << "dimension is 8192";
        QTest::newRow("too much") << SynthesisOptions { .tokens = 2'000'000'000 } << "are too many";
        QTest::newRow("base 1") << SynthesisOptions { .base = 1.0 } << "base is 1;";
        QTest::newRow("base nan") << SynthesisOptions { .base = std::nan("") } << "base is nan";
        QTest::newRow("pair 64") << SynthesisOptions { .pair = 64 } << "pairs 0 to 63";
        QTest::newRow("pair -1") << SynthesisOptions { .pair = -1 } << "no pair -1";
        QTest::newRow("period 0") << SynthesisOptions { .kind = SynthesisKind::Seasonal,
                                                        .period = 0 }
                                  << "period is 0";
        QTest::newRow("period of another kind")
            << SynthesisOptions { .period = 12 } << "massive kind has no period";
        QTest::newRow("pair of a kind without")
            << SynthesisOptions { .kind = SynthesisKind::Random, .pair = 3 }
            << "random kind has no dominant pair";
        QTest::newRow("sink in a fast pair")
            << SynthesisOptions { .kind = SynthesisKind::Sink, .pair = 0 } << "slower pair";
    }

    void badOptionsAreNamed()
    {
        QFETCH(SynthesisOptions, options);
        QFETCH(QString, message);
        const Result<TracePtr> trace = synthesize(options);
        QVERIFY(!trace.has_value());
        QCOMPARE(trace.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(QString::fromStdString(trace.error().message).contains(message),
                 trace.error().message.c_str());
    }

private:
    static constexpr float kFirstValues[] = { 0x1.49972p-3f, 0x1.cedd92p-1f, 0x1.d541dp-2f };
};

QTEST_GUILESS_MAIN(TestSynthesize)
#include "tst_synthesize.moc"
