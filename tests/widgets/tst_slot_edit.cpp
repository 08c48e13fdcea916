// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <numeric>
#include <random>

#include <QTest>

#include "core/rope/rope_config.h"
#include "widgets/slot_edit.h"

using namespace ropescope;

namespace {

using Swaps = std::vector<std::pair<int, int>>;

RopeTable tableOf(const RopeEdit& edit, int pairs)
{
    RopeConfig config;
    config.base = 1e6;
    config.rotaryDim = 2 * pairs;
    config.theta = defaultTheta(config.base, config.rotaryDim);
    return *makeRopeTable(config, edit);
}

} // namespace

class TstSlotEdit : public QObject {
    Q_OBJECT

private slots:
    void slotsFollowTheTableOfTheEdit();
    void moveGivesThePairTheSlotsFrequency();
    void moveOntoTheOwnSlotChangesNothing();
    void moveOntoAMovedPairSwapsWithItsHolder();
    void swappingTwiceLeavesNoRelocation();
    void simplifiedKeepsTheTableOfAnyEdit();
    void gainOfOneLeavesNoEntry();
    void baseOfTheConfigLeavesNoEntry();
};

void TstSlotEdit::slotsFollowTheTableOfTheEdit()
{
    const RopeEdit edit { .relocations = { { 5, 2 }, { 2, 7 }, { 0, 5 } } };
    const std::vector<int> held = slotsOfPairs(edit, 8);
    const RopeTable original = tableOf({}, 8);
    const RopeTable table = tableOf(edit, 8);
    for (std::size_t pair = 0; pair < 8; ++pair)
        QCOMPARE(table.theta[pair], original.theta[static_cast<std::size_t>(held[pair])]);
}

void TstSlotEdit::moveGivesThePairTheSlotsFrequency()
{
    const RopeEdit edit = movedToSlot({}, 14, 2, 32);
    QCOMPARE(edit.relocations, (Swaps { { 14, 2 } }));
    QCOMPARE(tableOf(edit, 32).theta[14], tableOf({}, 32).theta[2]);
}

void TstSlotEdit::moveOntoTheOwnSlotChangesNothing()
{
    const RopeEdit before { .base = 1e4, .relocations = { { 14, 2 } } };
    QCOMPARE(movedToSlot(before, 14, 2, 32), before);
}

void TstSlotEdit::moveOntoAMovedPairSwapsWithItsHolder()
{
    // After 14 <-> 2 slot 2 belongs to pair 14, so pair 3 swaps with 14 and not with 2.
    const RopeEdit edit = movedToSlot({ .relocations = { { 14, 2 } } }, 3, 2, 32);
    QCOMPARE(edit.relocations, (Swaps { { 14, 2 }, { 3, 14 } }));
    QCOMPARE(slotsOfPairs(edit, 32)[3], 2);
}

void TstSlotEdit::swappingTwiceLeavesNoRelocation()
{
    const RopeEdit edit = movedToSlot({ .relocations = { { 14, 2 } } }, 14, 14, 32);
    QVERIFY(edit.isIdentity());
}

void TstSlotEdit::simplifiedKeepsTheTableOfAnyEdit()
{
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        RopeEdit edit;
        for (int swap = 0; swap < 12; ++swap)
            edit.relocations.emplace_back(random() % 6, random() % 6);
        const RopeEdit shorter = simplified(edit, 6);
        QCOMPARE(tableOf(shorter, 6).theta, tableOf(edit, 6).theta);
        QVERIFY(shorter.relocations.size() <= 5);
    }
}

void TstSlotEdit::gainOfOneLeavesNoEntry()
{
    RopeEdit edit = withGain({}, 3, 0.0);
    QCOMPARE(edit.gains.at(3), 0.0);
    QVERIFY(withGain(edit, 3, 1.0).isIdentity());
}

void TstSlotEdit::baseOfTheConfigLeavesNoEntry()
{
    const RopeEdit edit = withBase({}, 1e4, 1e6);
    QCOMPARE(edit.base, std::optional(1e4));
    QVERIFY(withBase(edit, 1e6, 1e6).isIdentity());
}

QTEST_GUILESS_MAIN(TstSlotEdit)
#include "tst_slot_edit.moc"
