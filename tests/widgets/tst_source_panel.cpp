// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDoubleSpinBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "widgets/message_card.h"
#include "widgets/source_panel.h"

using namespace ropescope;

namespace {

SourceContent model(const QString& text = "Call me Ishmael.")
{
    return { .name = "Built-in model",
             .shape = "8 × 8 heads · d 64",
             .editable = true,
             .text = text,
             .tokenCount = 1256 };
}

} // namespace

class TstSourcePanel : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_panel.reset(); }

    void setterShowsTheSourceAndEmitsNothing();
    void sameTextKeepsTheCursor();
    void typingIsReported();
    void runButtonGivesTheText();
    void controlReturnRuns();
    void emptyPromptCannotRun();
    void randomAsksForRandomTokens();
    void continueGivesTextAndTemperature();
    void continuationIsToldApart();
    void traceCannotBeEdited();
    void traceWithoutTextForgetsThePrompt();
    void longNameTakesALineOfItsOwn();
    void runningShowsProgressAndCancel();
    void unknownProgressIsShownAsBusy();
    void escapeCancelsOnlyWhileRunning();
    void messageCanBeDismissed();
    void namesAreNoMarkup();

private:
    template <class T> [[nodiscard]] T* child(const char* name) const
    {
        auto* const found = m_panel->findChild<T*>(name);
        Q_ASSERT(found);
        return found;
    }
    [[nodiscard]] QPlainTextEdit* prompt() const { return child<QPlainTextEdit>("sourcePrompt"); }

    std::unique_ptr<SourcePanel> m_panel;
};

void TstSourcePanel::init()
{
    m_panel = std::make_unique<SourcePanel>();
    m_panel->setSource(model());
    m_panel->show();
}

void TstSourcePanel::setterShowsTheSourceAndEmitsNothing()
{
    QSignalSpy edited(m_panel.get(), &SourcePanel::textEdited);
    QSignalSpy run(m_panel.get(), &SourcePanel::runRequested);
    m_panel->setSource(model("another"));
    QCOMPARE(m_panel->text(), "another");
    QCOMPARE(child<QLabel>("sourceName")->text(), "Built-in model");
    QCOMPARE(child<QLabel>("sourceShape")->text(), "8 × 8 heads · d 64");
    QCOMPARE(child<QLabel>("sourceTokens")->text(), "1,256 tok.");
    m_panel->setTokenCount(3);
    QCOMPARE(child<QLabel>("sourceTokens")->text(), "3 tok.");
    QVERIFY(edited.isEmpty());
    QVERIFY(run.isEmpty());
}

void TstSourcePanel::sameTextKeepsTheCursor()
{
    prompt()->moveCursor(QTextCursor::End);
    m_panel->setSource(model());
    QCOMPARE(prompt()->textCursor().position(), 16);
}

void TstSourcePanel::typingIsReported()
{
    QSignalSpy edited(m_panel.get(), &SourcePanel::textEdited);
    QTest::keyClicks(prompt(), "A");
    QCOMPARE(edited.count(), 1);
    QCOMPARE(edited[0][0].toString(), "ACall me Ishmael.");
}

void TstSourcePanel::runButtonGivesTheText()
{
    QSignalSpy run(m_panel.get(), &SourcePanel::runRequested);
    child<QPushButton>("sourceRun")->click();
    QCOMPARE(run.count(), 1);
    QCOMPARE(run[0][0].toString(), "Call me Ishmael.");
}

void TstSourcePanel::controlReturnRuns()
{
    QSignalSpy run(m_panel.get(), &SourcePanel::runRequested);
    QTest::keyClick(prompt(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(run.count(), 1);
    QCOMPARE(m_panel->text(), "Call me Ishmael."); // no line break was typed
}

void TstSourcePanel::emptyPromptCannotRun()
{
    QSignalSpy run(m_panel.get(), &SourcePanel::runRequested);
    m_panel->setSource(model(""));
    QVERIFY(!child<QPushButton>("sourceRun")->isEnabled());
    QTest::keyClick(prompt(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(run.isEmpty());
    QTest::keyClicks(prompt(), "x");
    QVERIFY(child<QPushButton>("sourceRun")->isEnabled());
}

void TstSourcePanel::randomAsksForRandomTokens()
{
    QSignalSpy random(m_panel.get(), &SourcePanel::randomRequested);
    child<QPushButton>("sourceRandom")->click();
    QCOMPARE(random.count(), 1);
}

void TstSourcePanel::continueGivesTextAndTemperature()
{
    QSignalSpy asked(m_panel.get(), &SourcePanel::continueRequested);
    auto* const button = child<QPushButton>("sourceContinue");
    auto* const temperature = child<QDoubleSpinBox>("sourceTemperature");
    QCOMPARE(temperature->text(), "greedy");
    temperature->setValue(0.8);
    button->click();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked[0][0].toString(), "Call me Ishmael.");
    QCOMPARE(asked[0][1].toInt(), SourcePanel::kContinueBy);
    QCOMPARE(asked[0][2].toDouble(), 0.8);
    m_panel->setRunning(0.5);
    QVERIFY(!button->isEnabled());
    m_panel->setRunning(std::nullopt);
    m_panel->setSource(model(""));
    QVERIFY(!button->isEnabled());
}

void TstSourcePanel::continuationIsToldApart()
{
    QSignalSpy edited(m_panel.get(), &SourcePanel::textEdited);
    SourceContent source = model();
    source.continuation = " Some years ago";
    m_panel->setSource(source);
    QVERIFY(edited.isEmpty());
    QCOMPARE(m_panel->text(), "Call me Ishmael. Some years ago");
    const auto marks = prompt()->extraSelections();
    QCOMPARE(marks.size(), 1);
    QCOMPARE(marks[0].cursor.selectedText(), " Some years ago");
    QVERIFY(marks[0].format.foreground().color() != prompt()->palette().color(QPalette::Text));
    m_panel->setSource(model());
    QVERIFY(prompt()->extraSelections().isEmpty());
}

void TstSourcePanel::traceCannotBeEdited()
{
    SourceContent trace = model();
    trace.editable = false;
    m_panel->setSource(trace);
    QSignalSpy run(m_panel.get(), &SourcePanel::runRequested);
    QTest::keyClicks(prompt(), "x");
    QTest::keyClick(prompt(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_panel->text(), "Call me Ishmael.");
    QVERIFY(run.isEmpty());
    QVERIFY(!child<QPushButton>("sourceRun")->isVisible());
    QVERIFY(!child<QPushButton>("sourceRandom")->isVisible());
    QVERIFY(!child<QPushButton>("sourceContinue")->isVisible());
    QVERIFY(!child<QDoubleSpinBox>("sourceTemperature")->isVisible());
}

void TstSourcePanel::traceWithoutTextForgetsThePrompt()
{
    QSignalSpy edited(m_panel.get(), &SourcePanel::textEdited);
    m_panel->setSource({ .name = "trace.h5", .tokenCount = 12 });
    QVERIFY(m_panel->text().isEmpty());
    QVERIFY(prompt()->isReadOnly());
    QCOMPARE(prompt()->placeholderText(), "This trace has no text.");
    QVERIFY(edited.isEmpty());
    const QImage shown = prompt()->grab().toImage();
    prompt()->setPlaceholderText({});
    QVERIFY(prompt()->grab().toImage() != shown); // it is really seen
}

void TstSourcePanel::longNameTakesALineOfItsOwn()
{
    const auto* const name = child<QLabel>("sourceName");
    const auto* const shape = child<QLabel>("sourceShape");
    m_panel->resize(420, m_panel->height());
    QTRY_COMPARE(name->y(), shape->y());
    SourceContent source = model();
    source.name = "RoPEScope-Shakespeare-Characters-128M";
    m_panel->resize(300, m_panel->height());
    m_panel->setSource(source);
    QTRY_VERIFY(shape->y() > name->y());
    QVERIFY(name->width() > 200);
}

void TstSourcePanel::runningShowsProgressAndCancel()
{
    QSignalSpy cancel(m_panel.get(), &SourcePanel::cancelRequested);
    QSignalSpy run(m_panel.get(), &SourcePanel::runRequested);
    m_panel->setRunning(0.25);
    QVERIFY(m_panel->isRunning());
    auto* const bar = child<QProgressBar>("busyProgress");
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->value(), 250);
    QCOMPARE(bar->maximum(), 1000);
    QVERIFY(!child<QPushButton>("sourceRun")->isEnabled());
    QTest::keyClick(prompt(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(run.isEmpty());
    child<QPushButton>("busyCancel")->click();
    QCOMPARE(cancel.count(), 1);
    m_panel->setRunning(std::nullopt);
    QVERIFY(!bar->isVisible());
    QVERIFY(child<QPushButton>("sourceRun")->isEnabled());
}

void TstSourcePanel::unknownProgressIsShownAsBusy()
{
    m_panel->setRunning(-1.0);
    QCOMPARE(child<QProgressBar>("busyProgress")->maximum(), 0);
    m_panel->setRunning(7.0);
    QCOMPARE(child<QProgressBar>("busyProgress")->value(), 1000);
}

void TstSourcePanel::escapeCancelsOnlyWhileRunning()
{
    QSignalSpy cancel(m_panel.get(), &SourcePanel::cancelRequested);
    QTest::keyClick(prompt(), Qt::Key_Escape);
    QVERIFY(cancel.isEmpty());
    m_panel->setRunning(0.5);
    QTest::keyClick(prompt(), Qt::Key_Escape);
    QCOMPARE(cancel.count(), 1);
}

void TstSourcePanel::messageCanBeDismissed()
{
    auto* const message = child<MessageCard>("messageCard");
    QVERIFY(!message->isVisible());
    m_panel->setMessage("The prompt is too long.");
    QVERIFY(message->isVisible());
    QCOMPARE(child<QLabel>("messageText")->text(), "The prompt is too long.");
    child<QToolButton>("messageClose")->click();
    QVERIFY(!message->isVisible());
    m_panel->setMessage("Again.");
    QTest::keyClick(prompt(), Qt::Key_Escape);
    QVERIFY(!message->isVisible());
}

void TstSourcePanel::namesAreNoMarkup()
{
    for (const char* const name : { "sourceName", "sourceShape", "messageText" })
        QCOMPARE(child<QLabel>(name)->textFormat(), Qt::PlainText);
    SourceContent source = model();
    source.name = QStringLiteral("<img src='file:/dev/zero'>");
    m_panel->setSource(source);
    QVERIFY(child<QLabel>("sourceName")->toolTip().contains(QLatin1String("&lt;img")));
}

QTEST_MAIN(TstSourcePanel)
#include "tst_source_panel.moc"
