// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <cstring>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <fmt/core.h>

#include "core/attention/reference_map.h"
#include "core/rope/rope_edit.h"
#include "core/trace/memory_trace.h"
#include "core/trace/trace_file.h"
#include "tests/app/command_call.h"
#include "tests/support/matrix_compare.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

constexpr int kTokens = 96;
constexpr const char* kTokensText = "96";

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The array of an .npy file that is (height, width).
std::vector<float> npyValues(const QString& path, int height, int width)
{
    const QByteArray bytes = contentOf(path);
    const std::string shape = fmt::format("'shape': ({}, {})", height, width);
    const qsizetype size = qsizetype { 4 } * height * width;
    if (!bytes.contains(shape.c_str()) || bytes.size() < size)
        return {};
    std::vector<float> values(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
    std::memcpy(values.data(), bytes.constData() + bytes.size() - size,
                static_cast<std::size_t>(size));
    return values;
}

} // namespace

class TestRenderCommand : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void npyIsTheMap_data();
    void npyIsTheMap();
    void storedMapsAreDrawn();
    void aLayerWithoutRotationHasNothingToEdit();
    void smallerSizePoolsBlocks();
    void rowsAndColumnsCutARegion();
    void figuresAreWritten_data();
    void figuresAreWritten();
    void rangeAndColourMapDecideTheColours();
    void subtitleNamesTheEdit();
    void axesSayWhatIsCompared();
    void oneProbabilityStaysBelowOne();
    void theCommandLineInAFigureCanBePasted();
    void anEarlierFigureIsReplaced();
    void aFailedJobKeepsTheEarlierFigure();
    void aLongPathWorks();
    void wrongCallsAreUsageErrors_data();
    void wrongCallsAreUsageErrors();
    void failedJobsNameTheThing_data();
    void failedJobsNameTheThing();

private:
    [[nodiscard]] QStringList render(const QString& output, const QStringList& more = {}) const
    {
        return QStringList { "render", m_trace, "--layer", "0", "--head", "0", "-o", output }
        + more;
    }
    void writeTraceWithoutLayer1(const QString& path) const;

    QTemporaryDir m_folder;
    QString m_trace;
};

void TestRenderCommand::initTestCase()
{
    m_trace = m_folder.filePath("trace.h5");
    ROPESCOPE_SUCCEEDS(call({ "synthesize", "periodic", "--tokens", kTokensText, "--head-dim", "32",
                              "--output", m_trace }));
    writeTraceWithoutLayer1(m_folder.filePath("gap.h5"));
    QFile text(m_folder.filePath("text.h5"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("not HDF5");
    QFile truncated(m_folder.filePath("truncated.h5"));
    QVERIFY(truncated.open(QIODevice::WriteOnly));
    truncated.write(contentOf(m_trace).left(900));
}

void TestRenderCommand::writeTraceWithoutLayer1(const QString& path) const
{
    MemoryTraceContent content;
    content.info = { .model = "gap",
                     .creator = "test",
                     .numLayers = 2,
                     .numHeads = 1,
                     .numKvHeads = 1,
                     .headDim = 4,
                     .tokenCount = 3,
                     .attentionScale = 0.5,
                     .rope = {},
                     .layers = {} };
    content.info.rope.rotaryDim = 4;
    content.info.rope.theta = defaultTheta(content.info.rope.base, 4);
    content.info.layers.assign(2, { .rope = content.info.rope, .blockInfluence = {} });
    content.layers.resize(2);
    content.layers[0].q = MatrixRM::Ones(3, 4);
    content.layers[0].k = MatrixRM::Ones(3, 4);
    const auto written = writeTraceFile(MemoryTrace(std::move(content)), path.toStdString());
    QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
}

void TestRenderCommand::npyIsTheMap_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("edited");
    const auto row = [](const char* name, QuantityKind kind, bool edited) {
        QStringList options { "--quantity", name };
        if (edited)
            options << "--base"
                    << "5000"
                    << "--relocate"
                    << "3:1"
                    << "--relocate"
                    << "1:7"
                    << "--gain"
                    << "2:0.5";
        QTest::addRow("%s%s", name, edited ? ", edited" : "")
            << options << static_cast<int>(kind) << edited;
    };
    row("probability", QuantityKind::Probability, false);
    row("probability", QuantityKind::Probability, true);
    row("logit", QuantityKind::Logit, true);
    row("log-probability", QuantityKind::LogProbability, false);
    row("q-similarity", QuantityKind::QuerySimilarity, false);
    row("k-similarity", QuantityKind::KeySimilarity, false);
    row("contribution:3", QuantityKind::Contribution, true);
}

void TestRenderCommand::npyIsTheMap()
{
    QFETCH(const QStringList, options);
    QFETCH(const int, kind);
    QFETCH(const bool, edited);
    const QString output = m_folder.filePath("map.npy");
    ROPESCOPE_SUCCEEDS(call(render(output, options)));

    RopeEdit edit;
    if (edited) {
        edit.base = 5000.0;
        edit.relocations = { { 3, 1 }, { 1, 7 } };
        edit.gains = { { 2, 0.5 } };
    }
    const auto head = (*openTraceFile(m_trace.toStdString()))->head({});
    const Quantity quantity { static_cast<QuantityKind>(kind), 3 };
    const MatrixRMd expected = referenceMap(
        *prepareOperands(*head, *makeRopeTable(head->rope, edit), quantity), quantity);
    const TokenRange all { 0, kTokens };
    const ValueMap pooled = poolCells(expected, { all, all, kTokens, kTokens }, Pool::Max);
    ROPESCOPE_COMPARE(npyValues(output, kTokens, kTokens), pooled.values, 1e-5, 1e-5);
}

void TestRenderCommand::storedMapsAreDrawn()
{
    // Row t of the fixture is uniform over the t + 1 keys that it sees.
    const QString trace = ROPESCOPE_TEST_DATA "/traces/maps_only.h5";
    const QString output = m_folder.filePath("stored.npy");
    const QStringList head { "render", trace, "--layer", "0", "--head", "2" };
    ROPESCOPE_SUCCEEDS(call(head + QStringList { "-o", output }));
    const std::vector<float> values = npyValues(output, 6, 6);
    QCOMPARE(values.size(), std::size_t { 36 });
    for (std::size_t query = 0; query < 6; ++query) {
        for (std::size_t key = 0; key < 6; ++key) {
            const float value = values[6 * query + key];
            QVERIFY(key > query ? std::isnan(value)
                                : value == 1.0F / static_cast<float>(query + 1));
        }
    }
    ROPESCOPE_FAILS(call(head + QStringList { "--quantity", "logit", "-o", output }), 1,
                    "without queries and keys");
    ROPESCOPE_FAILS(call(head + QStringList { "--base", "100", "-o", output }), 2,
                    "holds finished maps");
}

void TestRenderCommand::aLayerWithoutRotationHasNothingToEdit()
{
    const QString trace = ROPESCOPE_TEST_DATA "/captures/tiny-smollm3.h5";
    const QString output = m_folder.filePath("unrotated.npy");
    const auto draw = [&](const char* layer, QStringList edit) {
        return call(QStringList { "render", trace, "--layer", layer, "--head", "0", "-o", output }
                    + edit);
    };
    ROPESCOPE_SUCCEEDS(draw("0", { "--gain", "0:0" }));
    ROPESCOPE_SUCCEEDS(draw("1", {}));
    ROPESCOPE_FAILS(draw("1", { "--gain", "0:0" }), 2, "left without rotation");
}

void TestRenderCommand::smallerSizePoolsBlocks()
{
    const QString full = m_folder.filePath("full.npy");
    const QString pooled = m_folder.filePath("pooled.npy");
    ROPESCOPE_SUCCEEDS(call(render(full)));
    ROPESCOPE_SUCCEEDS(call(render(pooled, { "--size", "24x48" })));
    const auto cells = npyValues(full, kTokens, kTokens);
    const auto pixels = npyValues(pooled, 48, 24);
    QCOMPARE(pixels.size(), std::size_t { 48 * 24 });
    // Pixel (row 40, column 5) covers queries 80, 81 and keys 20 to 23.
    float largest = 0.0F;
    for (std::size_t query = 80; query < 82; ++query) {
        for (std::size_t key = 20; key < 24; ++key)
            largest = std::max(largest, cells[query * kTokens + key]);
    }
    QVERIFY(std::abs(pixels[40 * 24 + 5] - largest) < 1e-6F);
    QVERIFY(std::isnan(pixels[23]));
}

void TestRenderCommand::rowsAndColumnsCutARegion()
{
    const QString full = m_folder.filePath("full.npy");
    const QString part = m_folder.filePath("part.npy");
    ROPESCOPE_SUCCEEDS(call(render(full)));
    ROPESCOPE_SUCCEEDS(call(render(part, { "--rows", "50:60", "--columns", "10:30" })));
    const auto cells = npyValues(full, kTokens, kTokens);
    const auto region = npyValues(part, 10, 20);
    QCOMPARE(region.size(), std::size_t { 200 });
    for (std::size_t row = 0; row < 10; ++row) {
        for (std::size_t column = 0; column < 20; ++column) {
            QVERIFY(std::abs(region[row * 20 + column] - cells[(50 + row) * kTokens + 10 + column])
                    < 1e-6F);
        }
    }
}

void TestRenderCommand::figuresAreWritten_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("signature");
    QTest::newRow("png") << "png" << QByteArray("\x89PNG");
    QTest::newRow("svg") << "svg" << QByteArray("<?xml");
    QTest::newRow("pdf") << "pdf" << QByteArray("%PDF-");
    QTest::newRow("PNG") << "PNG" << QByteArray("\x89PNG");
}

void TestRenderCommand::figuresAreWritten()
{
    QFETCH(const QString, suffix);
    QFETCH(const QByteArray, signature);
    const QString output = m_folder.filePath("figure." + suffix);
    ROPESCOPE_SUCCEEDS(call(render(output, { "--width-mm", "60" })));
    const QByteArray content = contentOf(output);
    QVERIFY(content.startsWith(signature));
    ROPESCOPE_SUCCEEDS(call(render(output, { "--width-mm", "60" })));
    QCOMPARE(contentOf(output), content);
}

void TestRenderCommand::rangeAndColourMapDecideTheColours()
{
    // All values lie above the range: every visible cell has the last colour.
    const QString output = m_folder.filePath("range.png");
    ROPESCOPE_SUCCEEDS(call(render(
        output, { "--quantity", "q-similarity", "--colormap", "viridis", "--range", "-9:-8" })));
    const QImage image(output);
    QCOMPARE(image.pixelColor(image.width() / 2, image.height() / 2), QColor(253, 231, 37));
}

void TestRenderCommand::subtitleNamesTheEdit()
{
    const QString output = m_folder.filePath("edit.svg");
    ROPESCOPE_SUCCEEDS(
        call(render(output, { "--base", "20000", "--relocate", "3:1", "--gain", "2:0" })));
    const QString svg = QString::fromUtf8(contentOf(output));
    for (const QString part : { "pair 3 ↔ slot 1", "base 20,000", "gain of pair 2: 0" })
        QVERIFY2(svg.contains(part), qPrintable(part));
    QVERIFY(svg.contains(QStringLiteral("Layer 0 · Head 0<")));
    QVERIFY(svg.contains("--relocate 3:1")); // how it was made
}

void TestRenderCommand::axesSayWhatIsCompared()
{
    const QString output = m_folder.filePath("axes.svg");
    ROPESCOPE_SUCCEEDS(call(render(output, { "--quantity", "k-similarity" })));
    QCOMPARE(contentOf(output).count(">Key token<"), 2);
}

void TestRenderCommand::oneProbabilityStaysBelowOne()
{
    const QString output = m_folder.filePath("one.svg");
    ROPESCOPE_SUCCEEDS(
        call(render(output, { "--size", "1x1", "--rows", "0:1", "--columns", "0:1" })));
    const QByteArray svg = contentOf(output);
    QVERIFY(svg.contains(">1<"));
    QVERIFY(!svg.contains(">1.2<") && !svg.contains(">1.5<") && !svg.contains(">2<"));
}

void TestRenderCommand::theCommandLineInAFigureCanBePasted()
{
    const QString output = m_folder.filePath("it's a figure.svg");
    ROPESCOPE_SUCCEEDS(call(render(output)));
    QVERIFY(contentOf(output).contains("it'\\''s a figure.svg'"));
}

void TestRenderCommand::anEarlierFigureIsReplaced()
{
    const QString output = m_folder.filePath("twice.png");
    ROPESCOPE_SUCCEEDS(call(render(output)));
    const QByteArray first = contentOf(output);
    ROPESCOPE_SUCCEEDS(call(render(output, { "--relocate", "3:0" })));
    QVERIFY(contentOf(output) != first);
}

void TestRenderCommand::aFailedJobKeepsTheEarlierFigure()
{
    const QString output = m_folder.filePath("kept.png");
    ROPESCOPE_SUCCEEDS(call(render(output)));
    const QByteArray first = contentOf(output);
    const QStringList before = QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden);
    ROPESCOPE_FAILS(call({ "render", m_folder.filePath("truncated.h5"), "--layer", "0", "--head",
                           "0", "-o", output }),
                    1, "truncated.h5 is cut short or damaged: it ends after 900 bytes");
    QCOMPARE(contentOf(output), first);
    QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden), before);
}

void TestRenderCommand::aLongPathWorks()
{
    const QString output = m_folder.filePath(QString(196, u'x') + ".png");
    ROPESCOPE_SUCCEEDS(call(render(output)));
    QVERIFY(!QImage(output).isNull());
}

void TestRenderCommand::wrongCallsAreUsageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const QString output = m_folder.filePath("never.png");
    const auto row = [&](const char* name, const QStringList& more, const char* named) {
        QTest::newRow(name) << render(output, more) << QString::fromLatin1(named);
    };
    QTest::newRow("no trace") << QStringList { "render", "--layer", "0" } << "PATH is missing";
    QTest::newRow("no layer") << QStringList { "render", m_trace, "--head", "0", "-o", output }
                              << "--layer";
    QTest::newRow("no head") << QStringList { "render", m_trace, "--layer", "0", "-o", output }
                             << "--head";
    QTest::newRow("no output") << QStringList { "render", m_trace, "--layer", "0", "--head", "0" }
                               << "--output";
    row("layer beyond the trace", { "--layer", "5" }, "the trace has layer 0 only");
    row("no visible cell", { "--rows", "0:10", "--columns", "50:60" }, "no visible cell");
    row("head beyond the trace", { "--head", "1" }, "--head");
    row("layer no number", { "--layer", "first" }, "'first'");
    row("unknown suffix", { "-o", "figure.jpeg" }, "figure.jpeg");
    row("relocation beyond the pairs", { "--relocate", "0:16" }, "16");
    row("gain beyond the pairs", { "--gain", "16:0" }, "16");
    row("contribution beyond the pairs", { "--quantity", "contribution:16" },
        "--quantity: there is no pair 16");
    row("contribution of no pair", { "--quantity", "contribution:" }, "'contribution:'");
    row("unknown quantity", { "--quantity", "entropy" }, "'entropy'");
    row("unknown pool", { "--pool", "median" }, "'median'");
    row("unknown colour map", { "--colormap", "jet" }, "viridis");
    row("unknown scale", { "--scale", "cubic" }, "'cubic'");
    row("log of a signed quantity", { "--quantity", "logit", "--scale", "log" }, "logit");
    row("range the wrong way", { "--range", "1:0" }, "--range: '1:0'");
    row("log range from 0", { "--range", "0:1" }, "--range");
    row("range of words", { "--range", "low:high" }, "'low:high'");
    row("no pixel", { "--size", "0" }, "--size: '0'");
    row("size of words", { "--size", "10xlarge" }, "'10xlarge'");
    row("rows beyond the trace", { "--rows", "0:97" }, "--rows");
    row("columns the wrong way", { "--columns", "9:3" }, "--columns: '9:3'");
    row("too narrow", { "--width-mm", "3" }, "--width-mm: '3'");
}

void TestRenderCommand::wrongCallsAreUsageErrors()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(call(arguments), 2, named.toStdString());
    QVERIFY(!QFile::exists(m_folder.filePath("never.png")));
}

void TestRenderCommand::failedJobsNameTheThing_data()
{
    QTest::addColumn<QString>("trace");
    QTest::addColumn<QString>("layer");
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("named");
    const QString output = m_folder.filePath("never.png");
    QTest::newRow("missing trace") << "missing.h5"
                                   << "0" << output << "missing.h5";
    QTest::newRow("no HDF5") << m_folder.filePath("text.h5") << "0" << output << "text.h5";
    QTest::newRow("truncated") << m_folder.filePath("truncated.h5") << "0" << output
                               << "truncated.h5";
    QTest::newRow("a model directory") << m_folder.path() << "0" << output << m_folder.path();
    QTest::newRow("layer not captured")
        << m_folder.filePath("gap.h5") << "1" << output << "it has those of layer 0";
    QTest::newRow("no such folder") << m_trace << "0"
                                    << "/no/such/folder/a.png"
                                    << "/no/such/folder";
    QVERIFY(QDir(m_folder.path()).mkpath("folder.png"));
    QTest::newRow("output is a folder")
        << m_trace << "0" << m_folder.filePath("folder.png") << "folder.png";
}

void TestRenderCommand::failedJobsNameTheThing()
{
    QFETCH(const QString, trace);
    QFETCH(const QString, layer);
    QFETCH(const QString, output);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(call({ "render", trace, "--layer", layer, "--head", "0", "-o", output }), 1,
                    named.toStdString());
    QVERIFY(!QFile::exists(m_folder.filePath("never.png")));
}

QTEST_MAIN(TestRenderCommand)
#include "tst_render_command.moc"
