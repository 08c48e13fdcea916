// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QComboBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "widgets/score_chooser.h"
#include "widgets/score_legend.h"

using namespace ropescope;

class TestScoreChooser : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_chooser = std::make_unique<ScoreChooser>();
        m_chooser->setChoices({ { "Sink", "Of the first token" }, { "Entropy", "How even" } });
        connect(m_chooser.get(), &ScoreChooser::scoreChosen, this,
                [this](std::optional<int> score) { m_chosen.push_back(score); });
        m_chooser->resize(240, 80);
        m_chooser->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_chooser.get()));
        m_chosen.clear();
    }
    void cleanup() { m_chooser.reset(); }

    void beginsWithMaps()
    {
        QCOMPARE(choice()->count(), 3);
        QCOMPARE(m_chooser->chosen(), std::nullopt);
        QVERIFY(!legend()->isVisible());
    }

    void keysChoose()
    {
        QTest::keyClick(choice(), Qt::Key_Down);
        QTest::keyClick(choice(), Qt::Key_Down);
        QTest::keyClick(choice(), Qt::Key_Home);
        const std::vector<std::optional<int>> expected { 0, 1, std::nullopt };
        QCOMPARE(m_chosen, expected);
        QTest::keyClick(choice(), Qt::Key_E); // by its first letter
        QCOMPARE(m_chooser->chosen(), std::optional(1));
        QCOMPARE(choice()->accessibleDescription(), "How even");
    }

    void setterEmitsNothing()
    {
        m_chooser->setChosen(1);
        QCOMPARE(m_chooser->chosen(), std::optional(1));
        QVERIFY(legend()->isVisible());
        m_chooser->setChosen(std::nullopt);
        QVERIFY(!legend()->isVisible());
        QVERIFY(m_chosen.empty());
    }

    void legendRunsFromLowToHigh()
    {
        m_chooser->setChosen(0);
        const ColourMap& map = *findColourMap("cividis");
        m_chooser->setLegend(ScoreRange { 0.25, 0.75 }, {}, &map);
        QCOMPARE(legend()->accessibleDescription(), "0.25 to 0.75");
        QTRY_VERIFY(legend()->width() > 100);
        const QImage image = legend()->grab().toImage();
        const QRect ramp = legend()->rampRect();
        QCOMPARE(image.pixelColor(ramp.left(), ramp.center().y()), rampColour(&map, {}, 0.0));
        QCOMPARE(image.pixelColor(ramp.right(), ramp.center().y()), rampColour(&map, {}, 1.0));
    }

    void noRangeIsExplained()
    {
        m_chooser->setChosen(0);
        m_chooser->setLegend(std::nullopt, "Needs a text that comes twice.", nullptr);
        QCOMPARE(legend()->accessibleDescription(), "Needs a text that comes twice.");
        QVERIFY(legend()->rampRect().isEmpty());
        QVERIFY(!legend()->grab().isNull());
    }

    void shortWorkShowsNoBar()
    {
        m_chooser->setChosen(0);
        m_chooser->setBusy(0.0);
        QVERIFY(!bar()->isVisible());
        m_chooser->setBusy(std::nullopt);
        QTest::qWait(ScoreChooser::kQuietMs + 50);
        QVERIFY(!bar()->isVisible());
    }

    void longWorkShowsItsProgressAndCanBeCancelled()
    {
        m_chooser->setChosen(0);
        m_chooser->setBusy(0.0);
        m_chooser->setBusy(0.5);
        QTRY_VERIFY(bar()->isVisible());
        QCOMPARE(bar()->value(), 500);
        QVERIFY(!legend()->isVisible());
        QSignalSpy cancelled(m_chooser.get(), &ScoreChooser::cancelRequested);
        QTest::mouseClick(m_chooser->findChild<QPushButton*>("busyCancel"), Qt::LeftButton);
        QTest::keyClick(choice(), Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 2);
        m_chooser->setBusy(std::nullopt);
        QVERIFY(!bar()->isVisible());
        QVERIFY(legend()->isVisible());
        QTest::keyClick(choice(), Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 2);
    }

    void rangesLeaveOutWhatIsNotKnown()
    {
        QVERIFY(!rangeOf({}));
        QVERIFY(!rangeOf({ std::nan("") }));
        const auto range = rangeOf({ std::nan(""), 3.0, -1.0 });
        QCOMPARE(range->low, -1.0);
        QCOMPARE(range->high, 3.0);
        QCOMPARE(range->position(1.0), 0.5);
        QCOMPARE(rangeOf({ 2.0 })->position(2.0), 0.5);
    }

    void everyControlIsNamed()
    {
        for (QWidget* const widget : std::initializer_list<QWidget*> {
                 choice(), legend(), m_chooser->findChild<QPushButton*>("busyCancel") }) {
            QVERIFY(!widget->objectName().isEmpty());
            QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->objectName()));
            const auto* const button = qobject_cast<QPushButton*>(widget);
            QVERIFY(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()));
        }
    }

private:
    [[nodiscard]] QComboBox* choice() const
    {
        return m_chooser->findChild<QComboBox*>("headScore");
    }
    [[nodiscard]] ScoreLegend* legend() const { return m_chooser->findChild<ScoreLegend*>(); }
    [[nodiscard]] QProgressBar* bar() const { return m_chooser->findChild<QProgressBar*>(); }

    std::unique_ptr<ScoreChooser> m_chooser;
    std::vector<std::optional<int>> m_chosen;
};

QTEST_MAIN(TestScoreChooser)
#include "tst_score_chooser.moc"
