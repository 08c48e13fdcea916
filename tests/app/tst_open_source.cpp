// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/open_source.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"

using namespace ropescope;

class TestOpenSource : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void aTraceIsKnownByItsContent();
    void aTraceMayComeBehindAnotherHeader();
    void aDirectoryIsAModel();
    void modelsInOneFileAreKnownByTheirContent();
    void aSessionIsLeftToTheWindow();
    void whatIsNoSourceIsNamed_data();
    void whatIsNoSourceIsNamed();

private:
    [[nodiscard]] std::string in(const char* name) const
    {
        return m_folder.filePath(QLatin1String(name)).toStdString();
    }
    QTemporaryDir m_folder;
};

void TestOpenSource::initTestCase()
{
    const auto trace = synthesize({ .kind = SynthesisKind::Sink,
                                    .tokens = 16,
                                    .headDim = 8,
                                    .base = 1e4,
                                    .pair = {},
                                    .period = {},
                                    .seed = 1 });
    QVERIFY(writeTraceFile(**trace, in("trace.data")).has_value());
    const auto write = [&](const char* name, const QByteArray& content) {
        QFile file(QString::fromStdString(in(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    };
    write("view.ropescope", "{}");
    write("weights.gguf", "GGUF and more");
    write("config.json", "{}");
    write("model.safetensors", "");
    write("empty.h5", "");
    write("notes.txt", "hello");
}

void TestOpenSource::aTraceIsKnownByItsContent()
{
    QCOMPARE(sourceKind(in("trace.data")).value(), SourceKind::Trace);
    const auto source = openSource(in("trace.data"));
    QVERIFY(source.has_value());
    QCOMPARE(source->trace->info().tokenCount, 16);
    QVERIFY(source->model == nullptr);
}

void TestOpenSource::aTraceMayComeBehindAnotherHeader()
{
    QFile trace(QString::fromStdString(in("trace.data")));
    QVERIFY(trace.open(QIODevice::ReadOnly));
    const QByteArray bytes = trace.readAll();
    for (const qsizetype before : { 512, 1024, 8192, 65536 }) {
        QFile file(QString::fromStdString(in("behind.data")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(before, 'x') + bytes);
        file.close();
        QCOMPARE(sourceKind(in("behind.data")).value(), SourceKind::Trace);
        const auto source = openSource(in("behind.data"));
        QVERIFY2(source.has_value(), source ? "" : source.error().message.c_str());
        QCOMPARE(source->trace->info().tokenCount, 16);
    }
}

void TestOpenSource::aDirectoryIsAModel()
{
    const std::string directory = ROPESCOPE_TEST_DATA "/models/tiny-llama";
    QCOMPARE(sourceKind(directory).value(), SourceKind::Model);
    const auto source = openSource(directory);
    QVERIFY(source.has_value());
    QVERIFY(source->trace == nullptr);
    QVERIFY(source->model->config().numLayers > 0);
}

void TestOpenSource::modelsInOneFileAreKnownByTheirContent()
{
    for (const char* file : { "/gguf/tiny-llama-q4_0.gguf", "/llama2c/first.bin" }) {
        const std::string path = std::string(ROPESCOPE_TEST_DATA) + file;
        QCOMPARE(sourceKind(path).value(), SourceKind::Model);
        const auto source = openSource(path);
        QVERIFY2(source.has_value(), source ? "" : source.error().message.c_str());
        QVERIFY(source->model->tokenizer() != nullptr);
    }
}

void TestOpenSource::aSessionIsLeftToTheWindow()
{
    QCOMPARE(sourceKind(in("view.ropescope")).value(), SourceKind::Session);
    const auto source = openSource(in("view.ropescope"));
    QVERIFY(!source.has_value());
    QVERIFY(source.error().message.find("view.ropescope") != std::string::npos);
}

void TestOpenSource::whatIsNoSourceIsNamed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("remedy");
    const auto row = [](const char* name, ErrorCode code, const char* remedy) {
        QTest::newRow(name) << QString::fromLatin1(name) << static_cast<int>(code)
                            << QString::fromLatin1(remedy);
    };
    row("missing.h5", ErrorCode::NotFound, "give a trace");
    row("weights.gguf", ErrorCode::Unsupported, "version");
    row("config.json", ErrorCode::Unsupported, "give its directory");
    row("model.safetensors", ErrorCode::Unsupported, "give its directory");
    row("empty.h5", ErrorCode::Unsupported, "ropescope capture");
    row("notes.txt", ErrorCode::Unsupported, "ropescope capture");
}

void TestOpenSource::whatIsNoSourceIsNamed()
{
    QFETCH(const QString, name);
    QFETCH(const int, code);
    QFETCH(const QString, remedy);
    const auto source = openSource(m_folder.filePath(name).toStdString());
    QVERIFY(!source.has_value());
    QCOMPARE(static_cast<int>(source.error().code), code);
    const QString message = QString::fromStdString(source.error().message);
    QVERIFY2(message.contains(name) && message.contains(remedy), qPrintable(message));
}

QTEST_GUILESS_MAIN(TestOpenSource)
#include "tst_open_source.moc"
