// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// No command writes over what it reads, whatever the two are called.
#include <filesystem>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_call.h"
#include "tests/app/model_copy.h"

using namespace ropescope::test;

class TestOutputFiles : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        for (const char* name : { "t.h5", "u.h5", "t.txt", "t.json", "t.csv", "t.png" }) {
            QFile made(file(name));
            QVERIFY(made.open(QIODevice::WriteOnly));
            made.write(kContent);
        }
    }

    void noInputIsOverwritten_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("read");
        const auto row = [](const char* name, const QString& arguments, const char* written,
                            const char* read) {
            QTest::newRow(name) << arguments.split(u' ') << written << read;
        };
        row("capture, ids", "capture --token-ids t.h5 --output t.h5", "--output", "--token-ids");
        row("capture, text", "capture --text-file t.h5 --output t.h5", "--output", "--text-file");
        row("capture, model", "capture --model t.h5 --text a --output t.h5", "--output", "--model");
        row("capture, comparison",
            "capture --text-file t.json --output n.h5 --base 9 --compare-json t.json",
            "--compare-json", "--text-file");
        row("render", "render t.png --layer 0 --head 0 -o t.png", "--output", "PATH");
        row("render, data", "render t.h5 --layer 0 --head 0 -o n.png --data t.h5", "--data",
            "PATH");
        row("render, caption",
            "render --text-file t.txt --layer 0 --head 0 -o n.png --caption t.txt", "--caption",
            "--text-file");
        row("render, ids", "render --token-ids t.csv --layer 0 --head 0 -o n.png --data t.csv",
            "--data", "--token-ids");
        row("analyze", "analyze u.h5 t.json -o t.json", "--output", "T.h5");
        row("experiment", "experiment t.csv --pairs 1 -o t.csv", "--output", "T.h5");
        row("compress", "compress t.csv --methods h2o --budgets 8 -o t.csv", "--output", "T.h5");
        row("compress, heads",
            "compress --text-file t.csv --methods h2o --budgets 8 -o n.csv --heads t.csv",
            "--heads", "--text-file");
        row("compress, kept",
            "compress --token-ids t.json --methods h2o --budgets 8 -o n.csv --kept t.json",
            "--kept", "--token-ids");
        row("compress, figure",
            "compress --model t.png --methods h2o --budgets 8 -o n.csv --figure t.png", "--figure",
            "--model");
        row("prune", "prune --text-file t.csv --method random --layers 1 -o t.csv", "--output",
            "--text-file");
        row("prune, order",
            "prune --text-file t.txt --order t.png --layers 1 -o n.csv --figure t.png", "--figure",
            "--order");
        row("prune, calibration",
            "prune --text-file t.txt --calibration-file t.csv --method random --layers 1 -o t.csv",
            "--output", "--calibration-file");
        row("prune-order", "prune-order --bi t.json --q-similarity u.h5 --beta 1 -o t.json",
            "--output", "--bi");
        row("prune-order, second", "prune-order --bi u.h5 --q-similarity t.json --beta 1 -o t.json",
            "--output", "--q-similarity");
        row("prune-order, scores", "prune-order t.json --write-bi t.json", "--write-bi", "T.h5");
        row("screenshot", "t.png --screenshot t.png", "--screenshot", "PATH");
    }

    void noInputIsOverwritten()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, written);
        QFETCH(const QString, read);
        const CommandCall made = call(located(arguments));
        const QString sentence = written + " and " + read + " are the same file";
        ROPESCOPE_FAILS(made, 2, sentence.toStdString());
        verifyNothingChanged();
    }

    void otherNamesOfOneFileDoNotHideIt()
    {
        std::filesystem::create_symlink("t.h5", file("link.h5").toStdString());
        std::filesystem::create_hard_link(file("t.h5").toStdString(),
                                          file("hard.h5").toStdString());
        for (const QString& name :
             { file("link.h5"), file("hard.h5"), file("./t.h5"),
               m_folder->path() + "/../" + QFileInfo(m_folder->path()).fileName() + "/t.h5" }) {
            ROPESCOPE_FAILS(call({ "capture", "--text-file", file("t.h5"), "--output", name }), 2,
                            "--output and --text-file are the same file");
        }
        verifyNothingChanged();
    }

    void twoOutputsAreTwoFiles()
    {
        ROPESCOPE_FAILS(call({ "render", "--synthetic", "sink", "--layer", "0", "--head", "0", "-o",
                               file("a.npy"), "--data", file("./a.npy") }),
                        2, "--output and --data are the same file");
        ROPESCOPE_FAILS(call({ "prune-order", file("t.h5"), "--write-bi", file("a.json"),
                               "--write-q-similarity", file("a.json") }),
                        2, "--write-bi and --write-q-similarity are the same file");
        verifyNothingChanged();
    }

    void theFilesOfAModelAreKept()
    {
        const ModelCopy model(QStringLiteral(ROPESCOPE_TEST_DATA "/models/tiny-llama"));
        const QString config = model.path() + "/config.json";
        QFile before(config);
        QVERIFY(before.open(QIODevice::ReadOnly));
        const QByteArray content = before.readAll();
        ROPESCOPE_FAILS(call({ "capture", "--model", model.path(), "--token-ids", file("t.txt"),
                               "--base", "9", "--output", file("n.h5"), "--compare-json", config }),
                        2, "config.json is a part of the model that --model names");
        QFile after(config);
        QVERIFY(after.open(QIODevice::ReadOnly));
        QCOMPARE(after.readAll(), content);
    }

    void outputsEndAsTheirKindDoes_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        const auto row = [](const QString& arguments, const char* named) {
            QTest::newRow(qPrintable(arguments)) << arguments.split(u' ') << named;
        };
        row("capture --text a --output n.txt", "n.txt' should end in .h5 or .hdf5");
        row("capture --text a --output n", "should end in .h5 or .hdf5");
        row("capture --text a --output n.h5 --base 9 --compare-json n.csv", "--compare-json: '");
        row("synthesize sink -o n.json", "should end in .h5 or .hdf5");
        row("prune-order t.h5 --beta 1 -o n.h5", "should end in .json");
        row("prune-order t.h5 --write-bi n.csv", "--write-bi: '");
        row("prune-order t.h5 --write-q-similarity n.csv", "--write-q-similarity: '");
        row("compress t.h5 --methods h2o --budgets 8 -o n.csv --kept n.csv", "--kept: '");
        row("compress t.h5 --methods h2o --budgets 8 -o n.csv --heads n.json", "--heads: '");
    }

    void outputsEndAsTheirKindDoes()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, named);
        ROPESCOPE_FAILS(call(located(arguments)), 2, named.toStdString());
        verifyNothingChanged();
    }

    void endingsAreTakenInEitherCase()
    {
        ROPESCOPE_SUCCEEDS(call({ "synthesize", "sink", "--tokens", "32", "-o", file("LOUD.H5") }));
        QVERIFY(QFile::exists(file("LOUD.H5")));
    }

private:
    static constexpr const char* kContent = "what was there before";

    [[nodiscard]] QString file(const QString& name) const { return m_folder->filePath(name); }

    /// Words with an ending are files of the folder.
    [[nodiscard]] QStringList located(QStringList arguments) const
    {
        for (QString& word : arguments) {
            if (word == "n" || (word.contains(u'.') && !word.startsWith(u'-')))
                word = file(word);
        }
        return arguments;
    }

    void verifyNothingChanged() const
    {
        for (const QFileInfo& found : QDir(m_folder->path()).entryInfoList(QDir::Files)) {
            QVERIFY2(!found.fileName().startsWith(u'n') && !found.fileName().startsWith(u'a'),
                     qPrintable(found.fileName()));
            QFile kept(found.filePath());
            QVERIFY(kept.open(QIODevice::ReadOnly));
            QCOMPARE(kept.readAll(), QByteArray(kContent));
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(TestOutputFiles)
#include "tst_output_files.moc"
