// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QAbstractItemView>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "widgets/filter_line.h"

using namespace ropescope;

class TestFilterLine : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_filter = std::make_unique<FilterLine>();
        m_filter->setWords({ { "sink", "first token" },
                             { "slash", "diagonal" },
                             { "slash-lag", "its lag" },
                             { "pattern", "label" } },
                           { { "periodic", "by rotation" }, { "seasonal", "by content" } });
        m_filter->resize(260, 60);
        m_filter->show();
        m_filter->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_filter.get()));
        m_filter->takeFocus();
        m_changes = std::make_unique<QSignalSpy>(m_filter.get(), &FilterLine::filterChanged);
    }
    void cleanup()
    {
        m_changes.reset();
        m_filter.reset();
    }

    void aTextThatRestsCounts()
    {
        QTest::keyClicks(line(), "sink > 0.4 ");
        QCOMPARE(m_changes->count(), 0); // the hand is still moving
        QTRY_COMPARE(m_changes->count(), 1);
        QCOMPARE(m_changes->takeFirst().front().toString(), "sink > 0.4");
    }

    void returnAppliesAtOnceAndOnlyOnce()
    {
        m_filter->setText("sink > 1");
        QTest::keyClicks(line(), "2");
        QTest::keyClick(line(), Qt::Key_Return);
        QCOMPARE(m_changes->count(), 1);
        QCOMPARE(m_changes->front().front().toString(), "sink > 12");
        QTest::keyClick(line(), Qt::Key_Return);
        QCOMPARE(m_changes->count(), 1);
    }

    void escapeClears()
    {
        m_filter->setText("sink > 1");
        QTest::keyClick(line(), Qt::Key_Escape);
        QCOMPARE(m_filter->text(), QString());
        QCOMPARE(m_changes->count(), 1);
        QCOMPARE(m_changes->front().front().toString(), QString());
    }

    void theSetterEmitsNothing()
    {
        m_filter->setText("sink > 1");
        QTest::keyClick(line(), Qt::Key_Return); // nothing new
        QCOMPARE(m_changes->count(), 0);
    }

    void theWordUnderTheCursorIsCompleted()
    {
        QTest::keyClicks(line(), "sink > 0.4 and sl");
        QAbstractItemView* const popup = openPopup();
        QVERIFY(popup);
        QCOMPARE(popup->model()->rowCount(), 2);
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QCOMPARE(m_filter->text(), "sink > 0.4 and slash-lag");
    }

    void afterPatternItsNamesAreCompleted()
    {
        QTest::keyClicks(line(), "not pattern = s");
        QAbstractItemView* const popup = openPopup();
        QVERIFY(popup);
        QCOMPARE(popup->model()->rowCount(), 1);
        QCOMPARE(popup->model()->index(0, 0).data().toString(), "seasonal");
    }

    void numbersSuggestNothingAndControlSpaceAll()
    {
        QTest::keyClicks(line(), "0.4");
        QVERIFY(!openPopup());
        m_filter->setText({});
        QTest::keyClick(line(), Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(openPopup());
        QCOMPARE(openPopup()->model()->rowCount(), 4);
    }

    void errorsAreSaidInWords()
    {
        m_filter->setError("At 'sinc': no number of that name");
        QVERIFY(message()->isVisible());
        QVERIFY(line()->property("invalid").toBool());
        QCOMPARE(line()->accessibleDescription(), "At 'sinc': no number of that name");
        m_filter->setNote("5 of 64 heads");
        QVERIFY(!line()->property("invalid").toBool());
        QCOMPARE(message()->text(), "5 of 64 heads");
        m_filter->setNote({});
        QVERIFY(!message()->isVisible());
    }

private:
    QLineEdit* line() { return m_filter->findChild<QLineEdit*>("headFilter"); }
    QLabel* message() { return m_filter->findChild<QLabel*>("filterMessage"); }
    QAbstractItemView* openPopup()
    {
        for (QCompleter* const completer : m_filter->findChildren<QCompleter*>()) {
            if (completer->popup()->isVisible())
                return completer->popup();
        }
        return nullptr;
    }

    std::unique_ptr<FilterLine> m_filter;
    std::unique_ptr<QSignalSpy> m_changes;
};

QTEST_MAIN(TestFilterLine)
#include "tst_filter_line.moc"
