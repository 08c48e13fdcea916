// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sources as the window opens them: models, traces, prompts, and what is wrong with them.
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/model/language_model.h"
#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"
#include "tests/app/shown_image.h"
#include "tests/app/window.h"
#include "widgets/source_panel.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

const std::string kModel = ROPESCOPE_SOURCE_DIR "/resources/model";

QString validationText()
{
    QFile file(QString::fromStdString(kModel + "/prompts/default.txt"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// A file or model folder with that fault; the path to open.
QString makeFaulty(const QString& fault, const QTemporaryDir& folder)
{
    const auto write = [&](const QString& name, const QByteArray& content) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return file.fileName();
    };
    const auto read = [](const QString& name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    if (fault == "absent")
        return folder.filePath("nowhere.h5");
    if (fault == "text")
        return write("text.h5", "plain text");
    if (fault == "truncated trace") {
        const QString whole = folder.filePath("whole.h5");
        if (!writeTraceFile(*synthesize({ .tokens = 50 }).value(), whole.toStdString()))
            return {};
        const QByteArray bytes = read(whole);
        return write("half.h5", bytes.left(bytes.size() / 2));
    }
    const QString tiny = ROPESCOPE_TEST_DATA "/models/tiny-llama/";
    QByteArray config = read(tiny + "config.json");
    QByteArray weights = read(tiny + "model.safetensors");
    if (fault == "bad JSON")
        config.truncate(config.size() / 2);
    if (fault == "truncated weights")
        weights.truncate(weights.size() / 2);
    if (fault == "wrong shapes")
        config.replace("\"hidden_size\": 48", "\"hidden_size\": 64");
    write("config.json", config);
    write("model.safetensors", weights);
    return folder.path();
}

} // namespace

class TestOpening : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = makeWindow();
        m_window->resize(1400, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    void aPromptRunsFromTheBoxAndCanBeCancelled()
    {
        openBuiltIn();
        auto* const box = m_window->findChild<SourcePanel*>()->findChild<QPlainTextEdit*>();
        box->setPlainText("Call me Ishmael. Some years ago, never mind how long precisely.");
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Return, Qt::ControlModifier);
        waitUntilIdle();
        const int tokens = session().trace()->info().tokenCount;
        QVERIFY(tokens > 8 && tokens < 40);

        const TracePtr before = session().trace();
        QSignalSpy ended(&session(), &Session::runEnded);
        session().run(validationText());
        session().cancelRun();
        QCOMPARE(ended.count(), 1);
        waitUntilIdle();
        QCOMPARE(session().trace(), before);
    }

    void failuresAreSentencesAndKeepWhatWasThere_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("part");
        QTest::newRow("no such file") << "absent"
                                      << "nowhere.h5";
        QTest::newRow("not a trace") << "text"
                                     << "text.h5";
        QTest::newRow("truncated trace") << "truncated trace"
                                         << "half.h5";
        QTest::newRow("bad JSON") << "bad JSON"
                                  << "config.json";
        QTest::newRow("truncated safetensors") << "truncated weights"
                                               << "model.safetensors";
        QTest::newRow("wrong shapes") << "wrong shapes"
                                      << "model.safetensors";
    }
    void failuresAreSentencesAndKeepWhatWasThere()
    {
        QFETCH(QString, fault);
        QFETCH(QString, part);
        openBuiltIn();
        const TracePtr before = session().trace();
        const QImage image = shownImage(*m_window);
        const QTemporaryDir folder;
        QSignalSpy failed(&session(), &Session::failed);
        session().open(makeFaulty(fault, folder).toStdString(), "Hello");
        QVERIFY(failed.wait(5000));
        const QString sentence = failed.front().front().toString();
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY(sentence.endsWith('.'));
        waitUntilIdle();
        QCOMPARE(session().trace(), before);
        QCOMPARE(shownImage(*m_window), image);
        QCOMPARE(m_window->findChild<QLabel*>("messageText")->text(), sentence);
    }

    void aModelWithoutATokenizerShowsRandomTokens()
    {
        openBuiltIn();
        const QTemporaryDir folder;
        session().open(makeFaulty("no tokenizer", folder).toStdString(), "Hello");
        waitUntilIdle();
        QVERIFY(session().source().randomTokens > 0);
        QVERIFY(session().picture().has_value());
        QSignalSpy failed(&session(), &Session::failed);
        session().run("Hello");
        QVERIFY(failed.wait(5000));
        QVERIFY(failed.front().front().toString().contains("tokenizer.json"));
        QVERIFY(session().source().randomTokens > 0); // what was there stays
    }

    void aMissingLayerIsRefusedAndTheHeadStays()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("two-of-eight.h5");
        const auto model = LanguageModel::open(kModel).value();
        ThreadPool pool(2);
        const auto captured = model->capture(model->tokenize("A short text.").value(),
                                             { .firstLayer = 2, .endLayer = 4 }, pool, {}, {});
        QVERIFY(writeTraceFile(*captured->trace, path.toStdString()));
        session().open(path.toStdString(), {});
        waitUntilIdle();
        QCOMPARE(session().head()->id, (HeadId { { 2 }, { 0 } }));
        QSignalSpy failed(&session(), &Session::failed);
        session().showHead({ { 5 }, { 1 } });
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed.front().front().toString().contains("layer 5"));
        waitUntilIdle();
        QCOMPARE(session().head()->id, (HeadId { { 2 }, { 0 } }));

        session().open(path.toStdString(), {}, HeadId { { 7 }, { 0 } });
        QVERIFY(failed.wait(5000));
    }

    void aPathOfTwoHundredCharactersOpens()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QString(200, 'x') + ".h5");
        QVERIFY(writeTraceFile(*synthesize({ .tokens = 30 }).value(), path.toStdString()));
        session().open(path.toStdString(), {});
        waitUntilIdle();
        QVERIFY(session().trace());
        QCOMPARE(session().trace()->info().tokenCount, 30);
    }

    void anEmptyPromptIsRefused()
    {
        openBuiltIn();
        const TracePtr before = session().trace();
        QSignalSpy failed(&session(), &Session::failed);
        session().run({});
        QVERIFY(failed.wait(5000));
        QCOMPARE(session().trace(), before);
    }

    void aDroppedTraceIsOpened()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("massive.h5");
        const TracePtr trace = synthesize({ .tokens = 100 }).value();
        QVERIFY(writeTraceFile(*trace, path.toStdString()));
        QMimeData mime;
        mime.setUrls({ QUrl::fromLocalFile(path) });
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &drop);
        waitUntilIdle();
        QVERIFY(session().trace());
        QCOMPARE(session().trace()->info().tokenCount, 100);
        QCOMPARE(shownImage(*m_window).width(), 100);
    }

    void editsOfOneSourceDoNotReachTheNext()
    {
        openBuiltIn();
        ViewState view = session().view();
        view.edit.relocations = { { 17, 2 } };
        session().commitView(view);
        const QTemporaryDir folder;
        const QString path = folder.filePath("random.h5");
        QVERIFY(writeTraceFile(
            *synthesize({ .kind = SynthesisKind::Random, .tokens = 60, .headDim = 16 }).value(),
            path.toStdString()));
        QSignalSpy failed(&session(), &Session::failed);
        session().open(path.toStdString(), {});
        waitUntilIdle();
        QVERIFY(session().view().edit.isIdentity());
        QVERIFY(!session().canUndo());
        QCOMPARE(failed.count(), 0);
    }

    void aLongerPromptAfterAShorterOneIsNoError()
    {
        session().open(kModel, "Call me Ishmael.");
        waitUntilIdle();
        QSignalSpy failed(&session(), &Session::failed);
        session().run(validationText());
        waitUntilIdle();
        QCOMPARE(failed.count(), 0);
        QCOMPARE(shownImage(*m_window).width(), session().trace()->info().tokenCount);
        session().run({});
        QVERIFY(failed.wait(5000));
        QCOMPARE(session().prompt(), validationText()); // what was refused is not remembered
    }

private:
    Session& session() { return m_window->session(); }

    void waitUntilIdle()
    {
        QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 30000);
        QCoreApplication::processEvents();
    }

    void openBuiltIn()
    {
        session().open(kModel, validationText());
        waitUntilIdle();
        QVERIFY(session().picture());
    }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestOpening)
#include "tst_opening.moc"
