// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/animation_dialog.h"
#include "app/figure/session_figure.h"
#include "app/resource_paths.h"
#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"
#include "gpu/cpu/cpu_renderer.h"
#include "widgets/picture_preview.h"

using namespace ropescope;

namespace {

constexpr int kPatience = 60'000;

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Runs the command line of a caption and says whether the shell was content.
bool runAgain(const QByteArray& caption)
{
    const qsizetype begin = caption.indexOf("Again: ropescope ");
    QProcess shell;
    shell.start("sh",
                { "-c",
                  "ropescope() { \"" + qEnvironmentVariable("ROPESCOPE_PROGRAM") + "\" \"$@\"; }; "
                      + QString::fromUtf8(caption.mid(begin + 7)) });
    return begin >= 0 && shell.waitForFinished(kPatience) && shell.exitCode() == 0;
}

} // namespace

class TestFigureDialog : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void thePreviewFollowsTheOptions();
    void theNewestChoiceWins();
    void presetsSetWidthAndSize();
    void headsAreCheckedBeforeTheyAreDrawn();
    void anEditStandsBesideItsOriginal();
    void anExportIsWhatRenderMakes();
    void anUnwritableFileIsASentence();
    void optionsAreRemembered();
    void everyControlIsNamed();
    void aSessionBecomesAFigure();
    void tokensWithoutAPromptGoIntoAFile();
    void anAnimationIsWritten();

private:
    [[nodiscard]] FigureRequest shown() const
    {
        FigureRequest request;
        request.source.path = m_trace.toStdString();
        request.heads = { { { 0 }, { 0 } } };
        return request;
    }
    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    QString m_trace;
    FigureSource m_source;
    std::shared_ptr<FigureEngine> m_engine = std::make_shared<FigureEngine>(Backend::Auto);
};

void TestFigureDialog::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName("ropescope-test");
    m_trace = file("massive.h5");
    const TracePtr trace = synthesize({ .tokens = 96 }).value();
    QVERIFY(writeTraceFile(*trace, m_trace.toStdString()));
    m_source = { openTraceFile(m_trace.toStdString()).value(), nullptr };
}

void TestFigureDialog::init() { QSettings().clear(); }

void TestFigureDialog::thePreviewFollowsTheOptions()
{
    FigureDialog dialog(shown(), m_source, m_engine);
    QSignalSpy previewed(&dialog, &FigureDialog::previewed);
    QVERIFY(previewed.wait(kPatience));
    const auto* const preview = dialog.findChild<PicturePreview*>();
    const QImage before = preview->image();
    QVERIFY(before.width() > 500);
    dialog.findChild<QCheckBox*>("figureColourBar")->setChecked(false);
    QVERIFY(previewed.wait(kPatience));
    QVERIFY(preview->image() != before);
    // Without a bar the map is larger, and so is the height of the page.
    QVERIFY(preview->image().height() > before.height());
}

void TestFigureDialog::theNewestChoiceWins()
{
    FigureDialog dialog(shown(), m_source, m_engine);
    QSignalSpy previewed(&dialog, &FigureDialog::previewed);
    auto* const panels = dialog.findChild<QComboBox*>("figurePanels");
    panels->setCurrentIndex(panels->findText("Several heads"));
    auto* const heads = dialog.findChild<QLineEdit*>("figureHeads");
    for (const char* const text : { "0:0,0:0,0:0,0:0", "0:0,0:0,0:0", "0:0,0:0" })
        heads->setText(text);
    QVERIFY(previewed.wait(kPatience));
    QCOMPARE(previewed.count(), 1);
    QCOMPARE(dialog.chosenFigure()->heads.size(), std::size_t { 2 });
    const QImage image = dialog.findChild<PicturePreview*>()->image();
    QVERIFY(image.width() > 3 * image.height() / 2); // two side by side
}

void TestFigureDialog::presetsSetWidthAndSize()
{
    FigureDialog dialog(shown(), m_source, m_engine);
    auto* const preset = dialog.findChild<QComboBox*>("figurePreset");
    const int iclr = preset->findText("ICLR, 5.5 in");
    preset->setCurrentIndex(iclr);
    emit preset->activated(iclr);
    QCOMPARE(dialog.chosenFigure()->style.widthMm, 139.7);
    QCOMPARE(dialog.chosenFigure()->style.points, 8.0);
    auto* const unit = dialog.findChild<QComboBox*>("figureUnit");
    unit->setCurrentIndex(1);
    emit unit->activated(1);
    QCOMPARE(dialog.findChild<QDoubleSpinBox*>("figureWidth")->value(), 5.5);
    dialog.findChild<QDoubleSpinBox*>("figureWidth")->setValue(6.0);
    QVERIFY(std::abs(dialog.chosenFigure()->style.widthMm - 152.4) < 1e-9);
    QCOMPARE(preset->currentIndex(), 0); // a size of one's own
}

void TestFigureDialog::headsAreCheckedBeforeTheyAreDrawn()
{
    QVERIFY(!headsFromText(""));
    QVERIFY(!headsFromText("3"));
    QVERIFY(!headsFromText("3:-1"));
    QCOMPARE(headsFromText(" 3:5, 4:1 ")->back(), (HeadId { { 4 }, { 1 } }));

    FigureDialog dialog(shown(), m_source, m_engine);
    auto* const panels = dialog.findChild<QComboBox*>("figurePanels");
    panels->setCurrentIndex(panels->findText("Several heads"));
    auto* const button = dialog.findChild<QPushButton*>("figureExport");
    auto* const message = dialog.findChild<QLabel*>("figureMessage");
    dialog.findChild<QLineEdit*>("figureHeads")->setText("0:0, 7:7");
    QTRY_VERIFY_WITH_TIMEOUT(!button->isEnabled(), kPatience);
    QVERIFY2(message->text().contains("7"), qPrintable(message->text()));
    dialog.findChild<QLineEdit*>("figureHeads")->setText("0:0");
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(message->text().isEmpty(), kPatience);
}

void TestFigureDialog::anEditStandsBesideItsOriginal()
{
    FigureDialog plain(shown(), m_source, m_engine);
    QCOMPARE(plain.findChild<QComboBox*>("figurePanels")->findText("Original and edited"), -1);
    FigureRequest request = shown();
    request.edits.front().relocations = { { 60, 2 } };
    FigureDialog edited(request, m_source, m_engine);
    auto* const panels = edited.findChild<QComboBox*>("figurePanels");
    panels->setCurrentIndex(panels->findText("Original, edited, difference"));
    QCOMPARE(edited.chosenFigure()->panelCount(), std::size_t { 3 });
}

void TestFigureDialog::anExportIsWhatRenderMakes()
{
    FigureRequest request = shown();
    request.edits.front().relocations = { { 60, 2 } };
    request.rows = TokenRange { 10, 90 };
    FigureDialog dialog(request, m_source, m_engine);
    auto* const panels = dialog.findChild<QComboBox*>("figurePanels");
    panels->setCurrentIndex(panels->findText("Original and edited"));
    dialog.findChild<QCheckBox*>("figureLetters")->setChecked(true);
    dialog.findChild<QCheckBox*>("figureCaption")->setChecked(true);
    auto* const data = dialog.findChild<QComboBox*>("figureData");
    data->setCurrentIndex(data->findText(".csv"));
    QSignalSpy exported(&dialog, &FigureDialog::exported);
    dialog.exportTo(file("from window.pdf"));
    QVERIFY(exported.wait(kPatience));
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    const QByteArray figure = contentOf(file("from window.pdf"));
    const QByteArray caption = contentOf(file("from window.txt"));
    const QByteArray values = contentOf(file("from window.csv"));
    QVERIFY(figure.startsWith("%PDF") && values.startsWith("panel,query,key,value"));
    for (const char* const suffix : { "pdf", "txt", "csv" })
        QVERIFY(QFile::remove(file(QLatin1String("from window.") + QLatin1String(suffix))));
    QVERIFY2(runAgain(caption), caption.constData());
    QVERIFY(contentOf(file("from window.pdf")) == figure);
    QCOMPARE(contentOf(file("from window.txt")), caption);
    QVERIFY(contentOf(file("from window.csv")) == values);
}

void TestFigureDialog::anUnwritableFileIsASentence()
{
    FigureDialog dialog(shown(), m_source, m_engine);
    auto* const message = dialog.findChild<QLabel*>("figureMessage");
    dialog.exportTo("/no/such/folder/map.pdf");
    QTRY_VERIFY_WITH_TIMEOUT(message->text().contains("/no/such/folder"), kPatience);
    QVERIFY(dialog.findChild<QPushButton*>("figureExport")->isEnabled());
}

void TestFigureDialog::optionsAreRemembered()
{
    {
        FigureDialog dialog(shown(), m_source, m_engine);
        dialog.findChild<QSpinBox*>("figureDots")->setValue(450);
        dialog.findChild<QCheckBox*>("figureTitle")->setChecked(false);
        dialog.findChild<QDoubleSpinBox*>("figureWidth")->setValue(120.0);
        QSignalSpy exported(&dialog, &FigureDialog::exported);
        dialog.exportTo(file("remembered.svg"));
        QVERIFY(exported.wait(kPatience));
    }
    FigureDialog dialog(shown(), m_source, m_engine);
    const FigureStyle style = dialog.chosenFigure()->style;
    QCOMPARE(style.dotsPerInch, 450);
    QCOMPARE(style.title, false);
    QCOMPARE(style.widthMm, 120.0);
}

void TestFigureDialog::everyControlIsNamed()
{
    FigureDialog figure(shown(), m_source, m_engine);
    AnimationDialog film(shown(), m_source, m_engine, 64, 60);
    for (const QDialog* const dialog :
         { static_cast<QDialog*>(&figure), static_cast<QDialog*>(&film) }) {
        QList<QWidget*> controls;
        for (QComboBox* const box : dialog->findChildren<QComboBox*>())
            controls << box;
        for (QCheckBox* const box : dialog->findChildren<QCheckBox*>())
            controls << box;
        for (QAbstractSpinBox* const box : dialog->findChildren<QAbstractSpinBox*>())
            controls << box;
        QVERIFY(controls.size() >= 6);
        for (const QWidget* const control : controls) {
            QVERIFY(!control->objectName().isEmpty());
            QVERIFY2(!control->toolTip().isEmpty(), qPrintable(control->objectName()));
        }
    }
}

void TestFigureDialog::aSessionBecomesAFigure()
{
    const auto pool = std::make_shared<ThreadPool>(2);
    Session session(std::make_unique<CpuRenderer>(pool), pool);
    session.open(resourcePath("model"), "It was the best of times, it was the worst of times.");
    QTRY_VERIFY_WITH_TIMEOUT(session.isIdle() && session.picture(), kPatience);
    ViewState view = session.view();
    view.edit.relocations = { { 14, 2 } };
    session.commitView(view);
    QTRY_VERIFY_WITH_TIMEOUT(session.isIdle(), kPatience);
    FigureRequest request = sessionFigure(session);
    QCOMPARE(request.edits.front(), view.edit);
    QVERIFY(!request.rows && !request.columns && request.source.path.empty());
    QCOMPARE(QString::fromStdString(*request.source.text),
             QStringLiteral("It was the best of times, it was the worst of times."));

    FigureDialog dialog(request, sessionFigureSource(session), m_engine);
    dialog.findChild<QCheckBox*>("figureCaption")->setChecked(true);
    QSignalSpy exported(&dialog, &FigureDialog::exported);
    dialog.exportTo(file("session.svg"));
    QVERIFY(exported.wait(kPatience));
    const QByteArray figure = contentOf(file("session.svg"));
    QVERIFY(QFile::remove(file("session.svg")));
    QVERIFY(runAgain(contentOf(file("session.txt"))));
    QVERIFY(contentOf(file("session.svg")) == figure);
}

void TestFigureDialog::tokensWithoutAPromptGoIntoAFile()
{
    const auto pool = std::make_shared<ThreadPool>(2);
    Session session(std::make_unique<CpuRenderer>(pool), pool);
    session.open(resourcePath("model"), "It was the best of times.");
    QTRY_VERIFY_WITH_TIMEOUT(session.isIdle() && session.picture(), kPatience);
    session.runRandom(40);
    QTRY_VERIFY_WITH_TIMEOUT(session.isIdle() && session.source().randomTokens == 40, kPatience);
    FigureDialog dialog(sessionFigure(session), sessionFigureSource(session), m_engine);
    dialog.findChild<QCheckBox*>("figureCaption")->setChecked(true);
    QSignalSpy exported(&dialog, &FigureDialog::exported);
    dialog.exportTo(file("random.png"));
    QVERIFY(exported.wait(kPatience));
    QCOMPARE(contentOf(file("random.tokens.txt")).split(' ').size(), 40);
    const QByteArray figure = contentOf(file("random.png"));
    QVERIFY(QFile::remove(file("random.png")));
    QVERIFY(runAgain(contentOf(file("random.txt"))));
    QVERIFY(contentOf(file("random.png")) == figure);
}

void TestFigureDialog::anAnimationIsWritten()
{
    AnimationDialog dialog(shown(), m_source, m_engine, 64, 60);
    dialog.findChild<QComboBox*>("sweepKind")->setCurrentIndex(1);
    dialog.findChild<QDoubleSpinBox*>("sweepFrom")->setValue(4);
    dialog.findChild<QDoubleSpinBox*>("sweepTo")->setValue(2);
    dialog.findChild<QSpinBox*>("sweepFrames")->setValue(3);
    QCOMPARE(dialog.chosenAnimation().sweep, (Sweep { Sweep::Kind::Slot, 4.0, 2.0, 60 }));
    QSignalSpy exported(&dialog, &AnimationDialog::exported);
    dialog.exportTo(file("film.gif"));
    QVERIFY(exported.wait(kPatience));
    QVERIFY(contentOf(file("film.gif")).startsWith("GIF89a"));
}

QTEST_MAIN(TestFigureDialog)
#include "tst_figure_dialog.moc"
