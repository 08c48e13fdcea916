// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a leak in what Qt calls counts as one, whatever tests/leaks-of-others.txt leaves out.
#include <cstdlib>

#include <QTest>

class LeakInASlot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leak()
    {
        void* volatile lost = std::malloc(777'001);
        QVERIFY(lost != nullptr);
        lost = nullptr;
    }
};

QTEST_GUILESS_MAIN(LeakInASlot)
#include "leak_in_a_slot.moc"
