// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/rope/rope_edit.h"
#include "core/theory/head_likeness.h"
#include "core/trace/synthesize.h"
#include "tests/support/head_theories.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

/// The definition, number by number.
double distanceByHand(const std::vector<HeadTheory>& heads, const HeadTheory& a,
                      const HeadTheory& b)
{
    double squares = 0.0;
    int count = 0;
    for (const HeadNumber* const number : HeadLikeness::numbers()) {
        std::vector<double> values;
        for (const HeadTheory& head : heads) {
            if (const auto value = number->of(head))
                values.push_back(*value);
        }
        double mean = 0.0;
        for (const double value : values)
            mean += value / static_cast<double>(values.size());
        double variance = 0.0;
        for (const double value : values)
            variance += (value - mean) * (value - mean) / static_cast<double>(values.size());
        const auto first = number->of(a);
        const auto second = number->of(b);
        if (first && second) {
            squares += (*first - *second) * (*first - *second) / variance;
            ++count;
        }
    }
    return std::sqrt(squares / count);
}

HeadTheory synthetic(SynthesisKind kind, std::uint64_t seed, int index)
{
    const HeadTrace head = synthesize({ .kind = kind, .tokens = 256, .headDim = 64, .seed = seed })
                               .value()
                               ->head({})
                               .value();
    HeadTheory theory = headTheory(head, makeRopeTable(head.rope, {}).value(), {},
                                   { .withBounds = false, .withSpectra = false })
                            .value();
    theory.id = { { 0 }, { index } };
    return theory;
}

} // namespace

class TestHeadLikeness : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDistanceIsTheOneOfItsDefinition()
    {
        const std::vector<HeadTheory> heads = test::randomTheories(10, test::freshSeed());
        const HeadLikeness likeness(heads);
        for (const HeadTheory& a : heads) {
            for (const HeadTheory& b : heads) {
                const double expected = distanceByHand(heads, a, b);
                QVERIFY(std::abs(*likeness.distance(a.id, b.id) - expected) < 1e-9);
                QCOMPARE(*likeness.distance(a.id, b.id), *likeness.distance(b.id, a.id));
            }
            QCOMPARE(*likeness.distance(a.id, a.id), 0.0);
        }
    }

    void neighboursComeNearestFirstAndWithoutTheHeadItself()
    {
        const std::vector<HeadTheory> heads = test::randomTheories(10, test::freshSeed());
        const HeadLikeness likeness(heads);
        const HeadId id = heads[7].id;
        const auto all = likeness.nearest(id, 100);
        QCOMPARE(all.size(), heads.size() - 1);
        for (std::size_t i = 0; i < all.size(); ++i) {
            QVERIFY(all[i].id != id);
            QCOMPARE(all[i].distance, *likeness.distance(id, all[i].id));
            QVERIFY(i == 0 || all[i - 1].distance <= all[i].distance);
        }
        QCOMPARE(likeness.nearest(id, 3).size(), std::size_t(3));
        QCOMPARE(likeness.nearest(id, 3).back().id, all[2].id);
    }

    void aHeadsTwinIsOfTheSameConstruction()
    {
        std::vector<HeadTheory> heads;
        constexpr SynthesisKind kKinds[]
            = { SynthesisKind::Sink, SynthesisKind::Diagonal, SynthesisKind::Periodic,
                SynthesisKind::Seasonal, SynthesisKind::Random };
        for (const SynthesisKind kind : kKinds) {
            for (const std::uint64_t seed : { 1U, 2U, 3U })
                heads.push_back(synthetic(kind, seed, static_cast<int>(heads.size())));
        }
        const HeadLikeness likeness(heads);
        for (const HeadTheory& head : heads) {
            for (const auto& twin : likeness.nearest(head.id, 2))
                QCOMPARE(twin.id.head.value / 3, head.id.head.value / 3);
        }
    }

    void headsThatCannotBeComparedHaveNoDistance()
    {
        const HeadLikeness none({});
        QVERIFY(none.nearest({}, 3).empty());
        QVERIFY(!none.distance({}, {}));
        const std::vector<HeadTheory> same(2); // nothing varies
        QVERIFY(!HeadLikeness(same).distance(same[0].id, same[1].id));
    }
};

QTEST_GUILESS_MAIN(TestHeadLikeness)
#include "tst_head_likeness.moc"
