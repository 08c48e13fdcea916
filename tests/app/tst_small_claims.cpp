// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Small files that claim to hold terabytes: refused, and in no more memory than the program has.
#include <fstream>

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/gguf_builder.h"

using namespace ropescope;
using test::bytesOf;
using test::GgufBuilder;

namespace {

constexpr std::uint64_t kHuge = std::uint64_t { 1 } << 60;
constexpr std::uint32_t kGgufArray = 9;
constexpr std::uint32_t kGgufString = 8;

#if defined(__SANITIZE_ADDRESS__)
// The sanitizer itself takes terabytes of addresses, so it counts each allocation.
const QString kLimit
    = QStringLiteral("export ASAN_OPTIONS=$ASAN_OPTIONS:max_allocation_size_mb=1000; ");
#elif defined(__SANITIZE_THREAD__)
const QString kLimit; // the refusals alone
#else
const QString kLimit = QStringLiteral(
    "export OPENBLAS_NUM_THREADS=1 MALLOC_ARENA_MAX=2; ulimit -v 1000000 2>/dev/null; "); // KiB
#endif

std::string safetensors(const std::string& header, std::uint64_t length)
{
    return bytesOf<std::uint64_t>(length) + header;
}

} // namespace

class TestSmallClaims : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hugeClaimsAreRefusedInLittleMemory_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<std::string>("content");
        QTest::addColumn<QString>("command");
        const auto row = [](const char* title, const char* name, std::string content,
                            const char* command = "info") {
            QTest::newRow(title) << QString::fromLatin1(name) << std::move(content)
                                 << QString::fromLatin1(command);
        };
        GgufBuilder tensors;
        tensors.tensorCount = kHuge;
        row("GGUF, tensors", "tensors.gguf", tensors.build());
        GgufBuilder values;
        values.valueCount = kHuge;
        row("GGUF, values", "values.gguf", values.build());
        row("GGUF, an array", "array.gguf",
            GgufBuilder()
                .raw("tokenizer.ggml.tokens", kGgufArray,
                     bytesOf<std::uint32_t>(kGgufString) + bytesOf<std::uint64_t>(kHuge))
                .build());
        row("GGUF, a text", "text.gguf",
            GgufBuilder().raw("general.name", kGgufString, bytesOf<std::uint64_t>(kHuge)).build());
        row("GGUF, a shape", "shape.gguf",
            GgufBuilder()
                .tensor({ .name = "output.weight", .sizes = { 1 << 30, 1 << 30 }, .data = "abcd" })
                .build());
        row("safetensors, a header", "header.safetensors", safetensors("{}", kHuge));
        const std::string shape
            = R"({"a": {"dtype": "F32", "shape": [1073741824, 1073741824], "data_offsets": [0, 4611686018427387904]}})";
        row("safetensors, a shape", "shape.safetensors", safetensors(shape, shape.size()));
        row("llama2.c, a header", "huge.bin", [] {
            std::string header;
            for (const std::int32_t value : { 1 << 20, 1 << 20, 4096, 16, 16, 1 << 24, 1 << 24 })
                header += bytesOf(value);
            return header;
        }());
        row("config.json, layers", "config.json",
            R"({"model_type": "llama", "num_hidden_layers": 8000000, "hidden_size": 1000000,
                "num_attention_heads": 1000, "vocab_size": 16000000, "intermediate_size": 100000000})");
        row("a lesson, tokens", "lesson.md",
            "---\ntitle: L\n---\n\n---\ntitle: S\n"
            "source: {synthesize: {kind: sink, tokens: 16000000, head_dim: 64}}\n---\nText.\n",
            "check-lesson");
        row("a session, tokens", "huge.ropescope",
            R"({"format": "ropescope-session", "version": 1, "random_tokens": 1000000000000})", "");
    }

    void hugeClaimsAreRefusedInLittleMemory()
    {
        QFETCH(QString, name);
        QFETCH(std::string, content);
        QFETCH(QString, command);
        QVERIFY(content.size() < 1024);
        const QString path = m_folder.filePath(name);
        std::ofstream(path.toStdString(), std::ios::binary) << content;
        const bool isModel = name == "config.json";
        expectRefusal(command, isModel ? m_folder.path() : path);
    }

    void aTraceOfHugeShapeIsRefusedInLittleMemory()
    {
        expectRefusal("info", QStringLiteral(ROPESCOPE_TEST_DATA "/traces/huge_shape.h5"));
    }

    /// What needs more does not get it.
    void theLimitIsOne()
    {
        if (kLimit.isEmpty())
            QSKIP("ThreadSanitizer has no limit");
        for (const QString size : { "--small", "--big" }) {
            QProcess shell;
            shell.start(
                "bash",
                { "-c", kLimit + "exec \"$0\" $1", QCoreApplication::applicationFilePath(), size });
            QVERIFY(shell.waitForFinished(60'000));
            const bool didWell
                = shell.exitStatus() == QProcess::NormalExit && shell.exitCode() == 0;
            QCOMPARE(didWell, size == "--small");
        }
    }

private:
    static void expectRefusal(const QString& command, const QString& path)
    {
        QStringList call { "-c", kLimit + "exec \"$0\" \"$@\"",
                           qEnvironmentVariable("ROPESCOPE_PROGRAM") };
        if (command.isEmpty()) // the window
            call << "--screenshot" << path + ".png" << path;
        else
            call << command << path;
        QProcess shell;
        shell.start("bash", call);
        QVERIFY(shell.waitForFinished(60'000));
        QCOMPARE(shell.exitStatus(), QProcess::NormalExit);
        QCOMPARE(shell.exitCode(), 1);
        const QByteArray said = shell.readAllStandardError() + shell.readAllStandardOutput();
        QVERIFY2(said.contains(QFileInfo(path).fileName().toUtf8()) && !said.contains("memory"),
                 said.constData());
    }

    QTemporaryDir m_folder;
};

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QString wanted = QCoreApplication::arguments().value(1);
    if (wanted == "--big" || wanted == "--small") {
        const std::string text(wanted == "--big" ? std::size_t { 2 } << 30 : 1024, 'a');
        return text[text.size() / 2] == 'a' ? 0 : 1;
    }
    TestSmallClaims test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_small_claims.moc"
