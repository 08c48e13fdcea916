// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "widgets/base_dial.h"
#include "widgets/log_slider.h"

using namespace ropescope;

class TstBaseDial : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_dial.reset(); }

    void setterEmitsNothing();
    void typedBaseIsCommitted_data();
    void typedBaseIsCommitted();
    void uselessTextIsMarkedAndEmitsNothing_data();
    void uselessTextIsMarkedAndEmitsNothing();
    void markGoesAwayWhileTyping();
    void leavingTheFieldUntouchedEmitsNothing();
    void answerToAnotherEditKeepsTheTypedText();
    void dragEditsLiveAndCommitsOnce();
    void pressNearTheConfigTakesItExactly();
    void keysTurnTheBase_data();
    void keysTurnTheBase();
    void keysStopAtTheEnds();
    void doubleClickGoesBackToTheConfig();
    void wheelWithoutFocusTurnsNothing();
    void baseOutsideTheSliderIsShownInTheField();

private:
    [[nodiscard]] LogSlider* slider() const { return m_dial->findChild<LogSlider*>("baseSlider"); }
    [[nodiscard]] QLineEdit* field() const { return m_dial->findChild<QLineEdit*>("baseField"); }
    void type(const QString& text)
    {
        field()->setFocus();
        field()->selectAll();
        QTest::keyClicks(field(), text);
        QTest::keyClick(field(), Qt::Key_Return);
    }
    [[nodiscard]] QPoint at(double base) const
    {
        return { static_cast<int>(std::lround(slider()->xOf(base))), 13 };
    }

    std::unique_ptr<BaseDial> m_dial;
};

void TstBaseDial::init()
{
    m_dial = std::make_unique<BaseDial>();
    m_dial->resize(320, 80);
    m_dial->setBase(1e6, 1e6);
    m_dial->show();
    m_dial->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dial.get()));
}

void TstBaseDial::setterEmitsNothing()
{
    QSignalSpy edited(m_dial.get(), &BaseDial::baseEdited);
    QSignalSpy committed(m_dial.get(), &BaseDial::baseCommitted);
    m_dial->setBase(5e5, 1e6);
    QCOMPARE(field()->text(), "500,000");
    QCOMPARE(m_dial->findChild<QLabel*>("configBase")->text(), "of config 1e6");
    QVERIFY(edited.isEmpty());
    QVERIFY(committed.isEmpty());
}

void TstBaseDial::typedBaseIsCommitted_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("base");
    QTest::newRow("exponent") << "1e5" << 1e5;
    QTest::newRow("commas") << "500,000" << 5e5;
    QTest::newRow("suffix") << "10k" << 1e4;
    QTest::newRow("beyond the slider") << "1e10" << 1e10;
    QTest::newRow("smallest") << "1.0001" << 1.0001;
}

void TstBaseDial::typedBaseIsCommitted()
{
    QFETCH(QString, text);
    QFETCH(double, base);
    QSignalSpy edited(m_dial.get(), &BaseDial::baseEdited);
    QSignalSpy committed(m_dial.get(), &BaseDial::baseCommitted);
    type(text);
    QCOMPARE(edited.count(), 1);
    QCOMPARE(edited[0][0].toDouble(), base);
    QCOMPARE(committed.count(), 1);
    QCOMPARE(committed[0][0].toDouble(), base);
}

void TstBaseDial::uselessTextIsMarkedAndEmitsNothing_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("word") << "huge";
    QTest::newRow("zero") << "0";
    QTest::newRow("negative") << "-10000";
    QTest::newRow("too large") << "1e13";
    QTest::newRow("one") << "1";
    QTest::newRow("not a number") << "nan";
}

void TstBaseDial::uselessTextIsMarkedAndEmitsNothing()
{
    QFETCH(QString, text);
    QSignalSpy edited(m_dial.get(), &BaseDial::baseEdited);
    QSignalSpy committed(m_dial.get(), &BaseDial::baseCommitted);
    type(text);
    QVERIFY(field()->property("invalid").toBool());
    QVERIFY(field()->toolTip().contains(text));
    QVERIFY(edited.isEmpty());
    QVERIFY(committed.isEmpty());
    QCOMPARE(m_dial->base(), 1e6);
}

void TstBaseDial::markGoesAwayWhileTyping()
{
    type("huge");
    QTest::keyClick(field(), Qt::Key_Backspace);
    QVERIFY(!field()->property("invalid").toBool());
}

void TstBaseDial::leavingTheFieldUntouchedEmitsNothing()
{
    m_dial->setBase(123456.789, 1e6); // shown rounded
    QSignalSpy edited(m_dial.get(), &BaseDial::baseEdited);
    field()->setFocus();
    QTest::keyClick(field(), Qt::Key_Return);
    type("123,457");
    QVERIFY(edited.isEmpty());
    QCOMPARE(m_dial->base(), 123456.789);
}

void TstBaseDial::answerToAnotherEditKeepsTheTypedText()
{
    field()->setFocus();
    field()->selectAll();
    QTest::keyClicks(field(), "20");
    m_dial->setBase(1e6, 1e6);
    QCOMPARE(field()->text(), "20");
}

void TstBaseDial::dragEditsLiveAndCommitsOnce()
{
    QSignalSpy edited(m_dial.get(), &BaseDial::baseEdited);
    QSignalSpy committed(m_dial.get(), &BaseDial::baseCommitted);
    QTest::mousePress(slider(), Qt::LeftButton, {}, at(1e6));
    QTest::mouseMove(slider(), at(3e5));
    QTest::mouseMove(slider(), at(1e4));
    QTest::mouseRelease(slider(), Qt::LeftButton, {}, at(1e4));
    QCOMPARE(edited.count(), 2);
    QCOMPARE(edited[1][0].toDouble(), 1e4);
    QCOMPARE(committed.count(), 1);
    QCOMPARE(committed[0][0].toDouble(), 1e4);
    QCOMPARE(field()->text(), "10,000");
}

void TstBaseDial::pressNearTheConfigTakesItExactly()
{
    m_dial->setBase(1e4, 500000.0);
    QTest::mouseClick(slider(), Qt::LeftButton, {}, at(500000.0) + QPoint(2, 0));
    QCOMPARE(m_dial->base(), 500000.0);
}

void TstBaseDial::keysTurnTheBase_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<double>("base");
    QTest::newRow("right") << Qt::Key_Right << 1.05e5;
    QTest::newRow("up") << Qt::Key_Up << 1.05e5;
    QTest::newRow("left") << Qt::Key_Left << 1e5 / 1.05;
    QTest::newRow("page up") << Qt::Key_PageUp << 1e6;
    QTest::newRow("page down") << Qt::Key_PageDown << 1e4;
    QTest::newRow("home") << Qt::Key_Home << 5e5;
}

void TstBaseDial::keysTurnTheBase()
{
    QFETCH(Qt::Key, key);
    QFETCH(double, base);
    m_dial->setBase(1e5, 5e5);
    QSignalSpy edited(m_dial.get(), &BaseDial::baseEdited);
    QSignalSpy committed(m_dial.get(), &BaseDial::baseCommitted);
    QTest::keyClick(slider(), key);
    QCOMPARE(edited.count(), 1);
    QCOMPARE(edited[0][0].toDouble(), base);
    QCOMPARE(committed.count(), 1);
}

void TstBaseDial::keysStopAtTheEnds()
{
    m_dial->setBase(5e7, 1e6);
    QTest::keyClick(slider(), Qt::Key_PageUp);
    QCOMPARE(m_dial->base(), 1e8);
    m_dial->setBase(150.0, 1e6);
    QTest::keyClick(slider(), Qt::Key_PageDown);
    QCOMPARE(m_dial->base(), 1e2);
}

void TstBaseDial::doubleClickGoesBackToTheConfig()
{
    m_dial->setBase(1e3, 1e6);
    QTest::mouseDClick(slider(), Qt::LeftButton, {}, at(1e3));
    QCOMPARE(m_dial->base(), 1e6);
}

void TstBaseDial::wheelWithoutFocusTurnsNothing()
{
    field()->setFocus();
    QSignalSpy edited(m_dial.get(), &BaseDial::baseEdited);
    const auto turn = [this] {
        QWheelEvent wheel(QPointF(50, 13), slider()->mapToGlobal(QPointF(50, 13)), {}, { 0, 120 },
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(slider(), &wheel);
    };
    turn();
    QVERIFY(edited.isEmpty());
    slider()->setFocus();
    turn();
    QCOMPARE(edited.count(), 1);
}

void TstBaseDial::baseOutsideTheSliderIsShownInTheField()
{
    m_dial->setBase(1e10, 1e10);
    QCOMPARE(field()->text(), "10,000,000,000");
    QCOMPARE(slider()->value(), 1e8);
}

QTEST_MAIN(TstBaseDial)
#include "tst_base_dial.moc"
