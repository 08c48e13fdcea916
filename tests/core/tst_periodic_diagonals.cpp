// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <fstream>
#include <sstream>

#include <QTest>

#include "core/model/language_model.h"
#include "core/theory/lag_profile.h"
#include "core/theory/pair_energy.h"
#include "core/theory/period.h"
#include "core/trace/synthesize.h"

using namespace ropescope;

namespace {

std::string textOf(const std::string& path)
{
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The built-in model on an excerpt of a validation book, run once for all tests.
TracePtr builtInTrace()
{
    static const TracePtr trace = [] {
        const std::string directory = ROPESCOPE_SOURCE_DIR "/resources/model";
        const auto model = LanguageModel::open(directory).value();
        ThreadPool pool(2);
        const auto ids
            = model->tokenize(textOf(directory + "/prompts/treasure-island.txt")).value();
        return TracePtr(model->capture(ids, {}, pool, {}, {}).value().trace);
    }();
    return trace;
}

} // namespace

/// The claim that the program lives by (TAPPA, Theorem 5.3): a dominant channel pair moved to
/// frequency theta makes diagonals every 2 pi / theta tokens.
class TestPeriodicDiagonals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void massiveHeadRepeatsAtThePublishedWavelengths_data()
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
    void massiveHeadRepeatsAtThePublishedWavelengths()
    {
        QFETCH(double, base);
        QFETCH(int, slot);
        QFETCH(double, period);
        const TracePtr trace
            = synthesize(
                  { .kind = SynthesisKind::Massive, .tokens = 512, .headDim = 128, .base = 1e6 })
                  .value();
        const HeadTrace head = trace->head({}).value();
        const RopeTable table
            = makeRopeTable(head.rope, { .base = base, .relocations = { { 60, slot } } }).value();
        QCOMPARE(pairEnergy(head, table).dominantPair, 60);
        const auto found
            = findPeriod(measuredLagProfile(lagCorrelation(head, table.pairing), table));
        QVERIFY(found);
        QVERIFY2(std::abs(found->tokens / period - 1.0) < 0.01,
                 qPrintable(QString::number(found->tokens)));
    }

    void massiveHeadHasNoPeriodBeforeTheEdit()
    {
        const HeadTrace head
            = synthesize({ .kind = SynthesisKind::Massive }).value()->head({}).value();
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        QVERIFY(!findPeriod(measuredLagProfile(lagCorrelation(head, table.pairing), table)));
    }

    void builtInModelRepeatsWherePredicted_data()
    {
        QTest::addColumn<int>("slot");
        QTest::addColumn<double>("base");
        for (const int slot : { 2, 3, 5 })
            QTest::addRow("slot %d", slot) << slot << 1e6;
        QTest::newRow("slot 3, base 1e4") << 3 << 1e4;
    }
    void builtInModelRepeatsWherePredicted()
    {
        QFETCH(int, slot);
        QFETCH(double, base);
        const HeadTrace head = builtInTrace()->head({ { 7 }, { 4 } }).value();
        const RopeTable original = makeRopeTable(head.rope, {}).value();
        const int pair = pairEnergy(head, original).dominantPair;
        const RopeTable table
            = makeRopeTable(head.rope, { .base = base, .relocations = { { pair, slot } } }).value();
        const auto found
            = findPeriod(measuredLagProfile(lagCorrelation(head, table.pairing), table));
        QVERIFY(found);
        QVERIFY2(std::abs(found->tokens / table.wavelength(pair) - 1.0) < 0.02,
                 qPrintable(QStringLiteral("measured %1, predicted %2")
                                .arg(found->tokens)
                                .arg(table.wavelength(pair))));
    }

    void mostHeadsOfTheBuiltInModelFollow()
    {
        int asPredicted = 0;
        for (int index = 0; index < 64; ++index) {
            const HeadTrace head = builtInTrace()->head({ { index / 8 }, { index % 8 } }).value();
            const int pair = pairEnergy(head, makeRopeTable(head.rope, {}).value()).dominantPair;
            const RopeTable table
                = makeRopeTable(head.rope, { .relocations = { { pair, 2 } } }).value();
            const auto found
                = findPeriod(measuredLagProfile(lagCorrelation(head, table.pairing), table));
            asPredicted
                += found && std::abs(found->tokens / table.wavelength(pair) - 1.0) < 0.02 ? 1 : 0;
        }
        qInfo("%d of 64 heads repeat within 2 %% of the prediction", asPredicted);
        QVERIFY(asPredicted >= 48);
    }
};

QTEST_GUILESS_MAIN(TestPeriodicDiagonals)
#include "tst_periodic_diagonals.moc"
