// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <numeric>
#include <random>

#include <QTest>

#include "core/cache/budget_shift.h"

using namespace ropescope;

class TestBudgetShift : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSumStaysAndNoBudgetLeavesItsRange()
    {
        std::mt19937 engine(7);
        std::vector<int> budgets { 40, 64, 90, 33, 32, 120, 200, 77 };
        const int sum = std::accumulate(budgets.begin(), budgets.end(), 0);
        for (int i = 0; i < 2000; ++i) {
            const std::size_t layer = engine() % budgets.size();
            const int wanted = static_cast<int>(engine() % 400) - 50;
            budgets = shiftBudget(budgets, layer, wanted, 32, 249);
            QCOMPARE(std::accumulate(budgets.begin(), budgets.end(), 0), sum);
            for (const int budget : budgets)
                QVERIFY(budget >= 32 && budget <= 249);
        }
    }

    void theLayerGetsWhatIsWantedWhereTheOthersCanGiveIt()
    {
        QCOMPARE(shiftBudget(std::vector { 50, 50, 50 }, 0, 60, 32, 100),
                 (std::vector { 60, 45, 45 }));
        QCOMPARE(shiftBudget(std::vector { 50, 50, 50 }, 1, 40, 32, 100),
                 (std::vector { 55, 40, 55 }));
        // All that the others have above the least.
        QCOMPARE(shiftBudget(std::vector { 50, 40, 34 }, 0, 99, 32, 100),
                 (std::vector { 60, 32, 32 }));
        // All that the others have room for.
        QCOMPARE(shiftBudget(std::vector { 90, 98, 97 }, 0, 32, 32, 100),
                 (std::vector { 85, 100, 100 }));
    }

    void whoHasMoreGivesMore()
    {
        QCOMPARE(shiftBudget(std::vector { 40, 92, 62 }, 0, 70, 32, 200),
                 (std::vector { 70, 72, 52 }));
    }

    void aLoneLayerKeepsWhatItHas()
    {
        QCOMPARE(shiftBudget(std::vector { 50 }, 0, 90, 32, 100), std::vector { 50 });
    }
};

QTEST_GUILESS_MAIN(TestBudgetShift)
#include "tst_budget_shift.moc"
