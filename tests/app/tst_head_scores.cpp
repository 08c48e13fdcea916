// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QTest>

#include "app/head_scores.h"
#include "app/report/analysis_report.h"
#include "core/trace/synthesize.h"
#include "tests/support/head_theories.h"
#include "tests/support/random_head.h"

#include <nlohmann/json.hpp>

using namespace ropescope;

namespace {

TraceTheory randomTheory(std::uint64_t seed)
{
    TraceTheory theory;
    theory.heads = test::randomTheories(4, seed);
    return theory;
}

TraceInfo twoByFour()
{
    TraceInfo info;
    info.numLayers = 2;
    info.numHeads = 4;
    return info;
}

} // namespace

class TestHeadScores : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyNumberIsInTheReportOfAnalyzeUnderItsColumn()
    {
        const TracePtr trace
            = synthesize({ .kind = SynthesisKind::Seasonal, .tokens = 256, .headDim = 64 }).value();
        ThreadPool pool(1);
        const TheoryOptions options { .withBounds = false, .withSpectra = false };
        const TraceTheory theory = traceTheory(*trace, {}, options, pool).value();
        const Report report = analysisReport({ { "a.h5", trace, theory, {} } },
                                             { .theory = options }, {})["heads"][0];
        for (const HeadNumber& number : headNumbers()) {
            Report::json_pointer place;
            for (const QString& part :
                 QString::fromUtf8(number.column.data()).split(QLatin1Char('.')))
                place /= part.toStdString();
            QVERIFY2(report.contains(place) || report[place.parent_pointer()].is_null(),
                     number.column.data());
            const std::optional<double> value = number.of(theory.heads[0]);
            const Report written = report.value(place, Report(nullptr));
            if (number.name == "period-strength" && written.is_null())
                QCOMPARE(*value, 0.0); // so that it can be ranked
            else if (value)
                QVERIFY2(written == Report(*value), number.name.data());
            else
                QVERIFY2(written.is_null(), number.name.data());
        }
    }

    void scoresStandWhereTheGridWantsThem()
    {
        const TraceTheory theory = randomTheory(test::freshSeed());
        const HeadNumber& number = *findHeadNumber("induction");
        const auto scores = scoresOf(theory, twoByFour(), number);
        QCOMPARE(scores.size(), std::size_t(8));
        for (std::size_t i = 0; i < 8; ++i) {
            const auto value = number.of(theory.heads[i]);
            QVERIFY(value ? scores[i] == *value : std::isnan(scores[i]));
        }
        TraceTheory half = theory;
        half.heads.erase(half.heads.begin(), half.heads.begin() + 4); // the first layer is absent
        QVERIFY(std::isnan(scoresOf(half, twoByFour(), *findHeadNumber("slash"))[0]));
        QVERIFY(!patternsOf(half, twoByFour(), {})[3]);
        QVERIFY(patternsOf(half, twoByFour(), {})[4]);
    }

    void theOrderFallsAndHeadsWithoutTheNumberComeLast()
    {
        const TraceTheory theory = randomTheory(test::freshSeed());
        const HeadNumber& number = *findHeadNumber("season");
        const std::vector<HeadId> order = orderedBy(theory, number);
        QCOMPARE(order.size(), std::size_t(8));
        std::optional<double> before = 1e9;
        for (const HeadId id : order) {
            const auto value = number.of(
                theory.heads[static_cast<std::size_t>(id.layer.value * 4 + id.head.value)]);
            QVERIFY(!value || (before && *before >= *value));
            before = value;
        }
    }

    void whatAQueryDimsIsWhatDoesNotMatch()
    {
        const TraceTheory theory = randomTheory(test::freshSeed());
        const HeadQuery query = *parseHeadQuery("layer = 1 and head < 2");
        QCOMPARE(dimmedBy(query, theory, twoByFour(), {}),
                 (std::vector<bool> { true, true, true, true, false, false, true, true }));
    }

    void patternCountsAddUp()
    {
        const TraceTheory theory = randomTheory(test::freshSeed());
        int all = 0;
        for (const int count : patternCounts(theory, {}))
            all += count;
        QCOMPARE(all, 8);
        const PatternThresholds none { 2.0, 2.0, 2.0, 2.0 };
        QCOMPARE(patternCounts(theory, none).back(), 8); // all unpredictable
    }
};

QTEST_GUILESS_MAIN(TestHeadScores)
#include "tst_head_scores.moc"
