// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "core/theory/content_comparison.h"
#include "tests/support/files.h"

using namespace ropescope;

namespace {

HeadTheory head(int index, Pattern pattern, double reAccess, double sequential = 0.0)
{
    HeadTheory theory { .id = { { index / 2 }, { index % 2 } } };
    theory.pattern = pattern;
    theory.evidence = { .reAccess = reAccess, .sequential = sequential };
    return theory;
}

TraceTheory theory(std::vector<HeadTheory> heads)
{
    TraceTheory all;
    all.heads = std::move(heads);
    return all;
}

} // namespace

class TestContentComparison : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keptPatternsAreCounted()
    {
        const auto comparison = compareContent(
            theory({ head(0, Pattern::ReAccess, 0.9), head(1, Pattern::Sequential, 0.1),
                     head(2, Pattern::Unpredictable, 0.0), head(3, Pattern::ReAccess, 0.5) }),
            theory({ head(0, Pattern::ReAccess, 0.8), head(1, Pattern::Unpredictable, 0.2),
                     head(2, Pattern::Unpredictable, 0.1), head(3, Pattern::Sequential, 0.3) }));
        QVERIFY(comparison);
        QCOMPARE(comparison->withPattern(), 3);
        QCOMPARE(comparison->kept(), 1);
        QVERIFY(comparison->heads[0].keepsPattern());
        QVERIFY(!comparison->heads[2].keepsPattern()); // none is no pattern
        QCOMPARE(comparison->heads[3].id, (HeadId { { 1 }, { 1 } }));
        QCOMPARE(comparison->heads[3].onRandom, Pattern::Sequential);
    }

    void evidenceIsRanked()
    {
        const auto comparison = compareContent(
            theory({ head(0, Pattern::ReAccess, 0.1, 3.0), head(1, Pattern::ReAccess, 0.2, 2.0),
                     head(2, Pattern::ReAccess, 0.3, 1.0) }),
            theory({ head(0, Pattern::ReAccess, 0.5, 1.0), head(1, Pattern::ReAccess, 0.6, 2.0),
                     head(2, Pattern::ReAccess, 0.9, 3.0) }));
        QCOMPARE(comparison->reAccess, std::optional(1.0));
        QCOMPARE(comparison->sequential, std::optional(-1.0));
        QVERIFY(!comparison->periodic && !comparison->seasonal); // nothing varies
    }

    void differentHeadsAreRefused()
    {
        ROPESCOPE_EXPECT_ERROR(compareContent(theory({ head(0, Pattern::Periodic, 0.0) }),
                                              theory({ head(1, Pattern::Periodic, 0.0) })),
                               ErrorCode::InvalidArgument, "same heads");
        ROPESCOPE_EXPECT_ERROR(
            compareContent(theory({ head(0, Pattern::Periodic, 0.0) }), theory({})),
            ErrorCode::InvalidArgument, "1 and 0");
    }
};

QTEST_GUILESS_MAIN(TestContentComparison)
#include "tst_content_comparison.moc"
