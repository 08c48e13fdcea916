// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `render` with several panels, models, scores, data and captions.
#include <cmath>
#include <cstring>

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <hdf5.h>

#include "app/figure/figure_request.h"
#include "command_call.h"
#include "core/theory/head_number.h"
#include "core/theory/trace_theory.h"
#include "core/trace/trace_file.h"

using namespace ropescope;
using ropescope::test::call;

namespace {

const QString kPrompt = ROPESCOPE_SOURCE_DIR "/resources/model/prompts/default.txt";

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Shape and values of a .npy file of float32.
std::pair<QString, std::vector<float>> npy(const QString& path)
{
    const QByteArray bytes = contentOf(path);
    const qsizetype header
        = 10 + static_cast<unsigned char>(bytes[8]) + 256 * static_cast<unsigned char>(bytes[9]);
    const auto shape = QRegularExpression("'shape': (\\([^)]*\\))")
                           .match(QString::fromLatin1(bytes.left(header)));
    std::vector<float> values(static_cast<std::size_t>(bytes.size() - header) / sizeof(float));
    std::memcpy(values.data(), bytes.data() + header, values.size() * sizeof(float));
    return { shape.captured(1), values };
}

} // namespace

class TestRenderPanels : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void panelsHaveEditsOfTheirOwn();
    void panelsAddToTheCommonEdit();
    void headsAreNamedInTheirTitles();
    void notesStandBelowTitles();
    void sharedRangeMakesColoursMeanTheSame();
    void originalEditedAndDifference();
    void aModelRunsWithoutATrace();
    void aWholeModelIsEdited();
    void aSyntheticHeadNeedsNoTrace();
    void scoresAreAMapOfLayersAndHeads();
    void dataAreTheValuesDrawn();
    void csvNamesTokens();
    void hdf5SaysWhatItHolds();
    void tokensStandAtTheAxes();
    void aPresetIsAWidth();
    void theCaptionTellsModelAndPanels();
    void theCaptionNamesTheColoursOfEachPanelWhereTheyDiffer();
    void theCommandOfTheCaptionMakesTheSameBytes_data();
    void theCommandOfTheCaptionMakesTheSameBytes();
    void argumentsOfARequestAskForIt();
    void wrongCallsAreUsageErrors_data();
    void wrongCallsAreUsageErrors();

private:
    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString svg(const QStringList& options) const
    {
        const auto made
            = call(QStringList { "render" } + options + QStringList { "-o", file("figure.svg") });
        if (made.code != 0)
            qWarning("%s", made.err.c_str());
        return QString::fromUtf8(contentOf(file("figure.svg")));
    }

    QTemporaryDir m_folder;
    QString m_trace;   ///< of the built-in model
    QString m_massive; ///< one head, pair 60 dominant
};

void TestRenderPanels::initTestCase()
{
    m_trace = file("built-in.h5");
    m_massive = file("massive.h5");
    ROPESCOPE_SUCCEEDS(call({ "capture", "--text-file", kPrompt, "--max-tokens", "96", "--output",
                              m_trace, "--quiet" }));
    ROPESCOPE_SUCCEEDS(
        call({ "synthesize", "massive", "--tokens", "128", "--output", m_massive, "--quiet" }));
}

void TestRenderPanels::panelsHaveEditsOfTheirOwn()
{
    const QStringList head { "render", m_massive, "--layer", "0", "--head", "0", "--size", "128" };
    ROPESCOPE_SUCCEEDS(
        call(head
             + QStringList { "--panel", "", "--panel", "--relocate 60:2", "--panel",
                             "--relocate 60:3 --base 1e5", "-o", file("three.npy") }));
    const auto [shape, values] = npy(file("three.npy"));
    QCOMPARE(shape, QStringLiteral("(3, 128, 128)"));
    const QStringList alone[]
        = { {}, { "--relocate", "60:2" }, { "--relocate", "60:3", "--base", "1e5" } };
    for (std::size_t panel = 0; panel < 3; ++panel) {
        ROPESCOPE_SUCCEEDS(call(head + alone[panel] + QStringList { "-o", file("one.npy") }));
        const std::vector<float> one = npy(file("one.npy")).second;
        QCOMPARE(one.size(), std::size_t { 128 * 128 });
        QVERIFY(
            std::memcmp(one.data(), values.data() + panel * one.size(), one.size() * sizeof(float))
            == 0);
    }
}

void TestRenderPanels::panelsAddToTheCommonEdit()
{
    const QString figure
        = svg({ m_massive, "--layer", "0", "--head", "0", "--base", "1e5", "--panel",
                "--relocate 60:2", "--panel", "--relocate 60:3 --base 2e4" });
    for (const QString title :
         { "Pair 60 ↔ slot 2", "base 100,000", "Pair 60 ↔ slot 3", "base 20,000" })
        QVERIFY2(figure.contains(">" + title + "</text>"), qPrintable(title));
    QCOMPARE(figure.count("<image "), 2);
}

void TestRenderPanels::headsAreNamedInTheirTitles()
{
    const QString figure = svg({ m_trace, "--heads", "0:1,5:4", "--letters" });
    QVERIFY(figure.contains(">(a) Layer 0 · Head 1</text>"));
    QVERIFY(figure.contains(">(b) Layer 5 · Head 4</text>"));
}

void TestRenderPanels::notesStandBelowTitles()
{
    const auto trace = openTraceFile(m_trace.toStdString());
    const auto head = (*trace)->head({ { 5 }, { 4 } });
    const auto theory = headTheory(*head, *makeRopeTable(head->rope, {}), (*trace)->tokenIds(),
                                   { .withBounds = false, .withSpectra = false });
    const double similarity = *theory->vectors->query.pairwise;
    const QString figure
        = svg({ m_trace, "--layer", "5", "--head", "4", "--notes", "q-similarity,dominant-pair" });
    QVERIFY(figure.contains(QStringLiteral(">q-similarity %1, Dominant pair %2</text>")
                                .arg(similarity, 0, 'g', 3)
                                .arg(theory->vectors->energy.dominantPair)));
}

void TestRenderPanels::sharedRangeMakesColoursMeanTheSame()
{
    const QStringList heads { m_trace, "--heads", "0:1,5:4", "--quantity", "logit" };
    QCOMPARE(svg(heads).count(">Attention logit</text>"), 2);
    QCOMPARE(svg(heads + QStringList { "--shared-range" }).count(">Attention logit</text>"), 1);
}

void TestRenderPanels::originalEditedAndDifference()
{
    ROPESCOPE_SUCCEEDS(
        call({ "render", m_massive, "--layer", "0", "--head", "0", "--relocate", "60:2", "--show",
               "original,edited,difference", "--size", "64", "-o", file("three.npy") }));
    const auto [shape, values] = npy(file("three.npy"));
    QCOMPARE(shape, QStringLiteral("(3, 64, 64)"));
    const std::size_t one = 64 * 64;
    double largest = 0.0;
    for (std::size_t i = 0; i < one; ++i) {
        if (std::isnan(values[i]))
            continue;
        QCOMPARE(values[2 * one + i], values[one + i] - values[i]);
        largest = std::max(largest, std::abs(static_cast<double>(values[2 * one + i])));
    }
    QVERIFY(largest > 0.01);
}

void TestRenderPanels::aModelRunsWithoutATrace()
{
    const QStringList head { "--layer", "5", "--head", "4", "-o" };
    ROPESCOPE_SUCCEEDS(
        call(QStringList { "render", m_trace } + head + QStringList { file("trace.npy") }));
    ROPESCOPE_SUCCEEDS(call(QStringList { "render", "--text-file", kPrompt, "--max-tokens", "96" }
                            + head + QStringList { file("model.npy") }));
    const auto [shape, values] = npy(file("model.npy"));
    QCOMPARE(shape, QStringLiteral("(96, 96)"));
    const std::vector<float> recorded = npy(file("trace.npy")).second;
    for (std::size_t i = 0; i < values.size(); ++i)
        QVERIFY(std::isnan(values[i]) || std::abs(values[i] - recorded[i]) < 1e-5F);
}

void TestRenderPanels::aWholeModelIsEdited()
{
    // A masked head of layer 0 changes what layer 5 sees, and nothing in layer 0 itself.
    const auto difference = [&](const char* layer) {
        const auto made = call({ "render", "--text-file", kPrompt, "--max-tokens", "64", "--layer",
                                 layer, "--head", "4", "--mask-head", "0:1", "--show", "difference",
                                 "-o", file("mask.npy") });
        if (made.code != 0)
            qWarning("%s", made.err.c_str());
        double largest = 0.0;
        for (const float value : npy(file("mask.npy")).second) {
            if (!std::isnan(value))
                largest = std::max(largest, std::abs(static_cast<double>(value)));
        }
        return largest;
    };
    QCOMPARE(difference("0"), 0.0);
    QVERIFY(difference("5") > 1e-4);
}

void TestRenderPanels::aSyntheticHeadNeedsNoTrace()
{
    ROPESCOPE_SUCCEEDS(
        call({ "render", m_massive, "--layer", "0", "--head", "0", "-o", file("trace.npy") }));
    ROPESCOPE_SUCCEEDS(call({ "render", "--synthetic", "massive", "--tokens", "128", "--layer", "0",
                              "--head", "0", "-o", file("synthetic.npy") }));
    QCOMPARE(contentOf(file("synthetic.npy")), contentOf(file("trace.npy")));
}

void TestRenderPanels::scoresAreAMapOfLayersAndHeads()
{
    ROPESCOPE_SUCCEEDS(
        call({ "render", m_trace, "--scores", "q-similarity", "-o", file("scores.npy") }));
    const auto [shape, values] = npy(file("scores.npy"));
    QCOMPARE(shape, QStringLiteral("(8, 8)"));
    ThreadPool pool(2);
    const auto trace = openTraceFile(m_trace.toStdString());
    const auto theory
        = traceTheory(**trace, {}, { .withBounds = false, .withSpectra = false }, pool);
    for (const HeadTheory& head : theory->heads) {
        const auto place = static_cast<std::size_t>(8 * head.id.layer.value + head.id.head.value);
        QCOMPARE(values[place], static_cast<float>(*head.vectors->query.pairwise));
    }
    const QString figure = svg({ m_trace, "--scores", "q-similarity" });
    for (const QString text : { "Layer", "Head", "q-similarity", "6" })
        QVERIFY2(figure.contains(">" + text + "</text>"), qPrintable(text));
}

void TestRenderPanels::dataAreTheValuesDrawn()
{
    const QStringList head { "render", m_trace, "--layer", "5", "--head", "4" };
    ROPESCOPE_SUCCEEDS(
        call(head + QStringList { "-o", file("map.pdf"), "--data", file("map.npy") }));
    ROPESCOPE_SUCCEEDS(call(head + QStringList { "-o", file("plain.npy") }));
    QCOMPARE(contentOf(file("map.npy")), contentOf(file("plain.npy")));
}

void TestRenderPanels::csvNamesTokens()
{
    ROPESCOPE_SUCCEEDS(
        call({ "render", m_trace, "--layer", "5", "--head", "4", "--rows", "40:60", "--columns",
               "30:50", "--size", "10", "-o", file("map.png"), "--data", file("map.csv") }));
    ROPESCOPE_SUCCEEDS(call({ "render", m_trace, "--layer", "5", "--head", "4", "--rows", "40:60",
                              "--columns", "30:50", "--size", "10", "-o", file("map.npy") }));
    const std::vector<float> values = npy(file("map.npy")).second;
    QStringList lines = QString::fromUtf8(contentOf(file("map.csv"))).split(u'\n');
    QCOMPARE(lines.takeFirst(), QStringLiteral("panel,query,key,value"));
    QVERIFY(lines.takeLast().isEmpty());
    qsizetype line = 0;
    for (int row = 0; row < 10; ++row) {
        for (int column = 0; column < 10; ++column) {
            const float value = values[static_cast<std::size_t>(10 * row + column)];
            if (std::isnan(value))
                continue;
            const QStringList fields = lines[line++].split(u',');
            QCOMPARE(fields.mid(0, 3),
                     QStringList(
                         { "0", QString::number(40 + 2 * row), QString::number(30 + 2 * column) }));
            QCOMPARE(fields[3].toFloat(), value);
        }
    }
    QCOMPARE(line, lines.size());
}

void TestRenderPanels::hdf5SaysWhatItHolds()
{
    const QStringList arguments {
        "render", m_massive, "--layer",         "0",  "--head",        "0",      "--panel",
        "",       "--panel", "--relocate 60:2", "-o", file("map.npy"), "--data", file("map.h5")
    };
    ROPESCOPE_SUCCEEDS(call(arguments));
    const auto [shape, values] = npy(file("map.npy"));
    const hid_t opened = H5Fopen(file("map.h5").toUtf8().constData(), H5F_ACC_RDONLY, H5P_DEFAULT);
    QVERIFY(opened >= 0);
    const hid_t dataset = H5Dopen2(opened, "/panels/1", H5P_DEFAULT);
    QVERIFY(dataset >= 0);
    std::vector<float> read(values.size() / 2);
    QVERIFY(H5Dread(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, read.data()) >= 0);
    QVERIFY(std::memcmp(read.data(), values.data() + read.size(), read.size() * sizeof(float))
            == 0);
    int rows[2] = { -1, -1 };
    const hid_t attribute = H5Aopen(dataset, "rows", H5P_DEFAULT);
    QVERIFY(H5Aread(attribute, H5T_NATIVE_INT, rows) >= 0);
    QCOMPARE(rows[1], 128);
    QVERIFY(H5Aexists(dataset, "edit") > 0 && H5Aexists(opened, "command") > 0);
    H5Aclose(attribute);
    H5Dclose(dataset);
    H5Fclose(opened);
    const QByteArray first = contentOf(file("map.h5"));
    ROPESCOPE_SUCCEEDS(call(arguments));
    QCOMPARE(contentOf(file("map.h5")), first);
}

void TestRenderPanels::tokensStandAtTheAxes()
{
    const QString figure = svg({ m_trace, "--layer", "5", "--head", "4", "--ticks", "tokens",
                                 "--rows", "0:16", "--columns", "0:16" });
    for (const QString piece : { "Holmes", "always" })
        QVERIFY2(figure.count(">" + piece + "</text>") == 2, qPrintable(figure.right(9000)));
}

void TestRenderPanels::aPresetIsAWidth()
{
    QVERIFY(svg({ m_trace, "--layer", "5", "--head", "4", "--preset", "iclr" })
                .contains("width=\"139.7mm\""));
    QVERIFY(svg({ m_trace, "--layer", "5", "--head", "4", "--preset", "iclr", "--width-mm", "60" })
                .contains("width=\"60mm\""));
}

void TestRenderPanels::theCaptionTellsModelAndPanels()
{
    ROPESCOPE_SUCCEEDS(
        call({ "render", m_trace, "--heads", "0:1,5:4", "--notes", "q-similarity", "--relocate",
               "14:2", "-o", file("two.pdf"), "--caption", file("two.txt") }));
    const QString caption = QString::fromUtf8(contentOf(file("two.txt")));
    const QString model
        = QString::fromStdString((*openTraceFile(m_trace.toStdString()))->info().model);
    for (const QString& part :
         { QStringLiteral("Attention probability"), model, QStringLiteral("96 tokens"),
           QStringLiteral("(a) Layer 0, Head 1: pair 14 ↔ slot 2, q-similarity "),
           QStringLiteral("(b) Layer 5, Head 4"), QStringLiteral("RoPEScope 0."),
           QStringLiteral("RoPE base 1e+06"), QStringLiteral("viridis"),
           QStringLiteral("Again: ropescope render ") })
        QVERIFY2(caption.contains(part), qPrintable(part + "\n" + caption));
}

void TestRenderPanels::theCaptionNamesTheColoursOfEachPanelWhereTheyDiffer()
{
    ROPESCOPE_SUCCEEDS(
        call({ "render", m_trace, "--layer", "0", "--head", "0", "--relocate", "14:2", "--show",
               "edited,difference", "-o", file("two.pdf"), "--caption", file("two.txt") }));
    const QString caption = QString::fromUtf8(contentOf(file("two.txt")));
    QCOMPARE(caption.count(QStringLiteral("colours ")), 2);
    QVERIFY2(caption.contains(QStringLiteral("colours blue-orange")), qPrintable(caption));
}

void TestRenderPanels::theCommandOfTheCaptionMakesTheSameBytes_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("suffix");
    for (const char* const suffix : { "pdf", "svg", "png" }) {
        QTest::addRow("one head, %s", suffix)
            << QStringList { m_trace, "--layer", "5", "--head", "4", "--relocate", "14:2" }
            << suffix;
    }
    QTest::newRow("panels") << QStringList {
        m_massive,  "--layer",    "0",
        "--head",   "0",          "--panel",
        "",         "--panel",    "--relocate 60:2 --gain 3:0.25",
        "--base",   "123456.789", "--shared-range",
        "--preset", "acl",        "--letters"
    } << "pdf";
    QTest::newRow("a model") << QStringList { "--text",      "It's a \"long\" day; $HOME & more.",
                                              "--heads",     "0:1,5:4",
                                              "--quantity",  "contribution:14",
                                              "--ticks",     "tokens",
                                              "--font-size", "6.5",
                                              "--dpi",       "150" }
                             << "svg";
    QTest::newRow("a whole model")
        << QStringList { "--text-file", kPrompt,  "--max-tokens",   "40",
                         "--layer",     "3",      "--head",         "1",
                         "--base",      "1e4",    "--whole-model",  "--head-gain",
                         "1:2:0.5",     "--show", "original,edited" }
        << "pdf";
    QTest::newRow("scores") << QStringList { m_trace, "--scores",   "sink",   "--colormap",
                                             "magma", "--no-title", "--font", "DejaVu Sans" }
                            << "pdf";
    QTest::newRow("a region") << QStringList { m_trace,
                                               "--layer",
                                               "5",
                                               "--head",
                                               "4",
                                               "--rows",
                                               "40:60",
                                               "--columns",
                                               "0:50",
                                               "--pool",
                                               "mean",
                                               "--size",
                                               "25x10",
                                               "--range",
                                               "1e-3:0.7",
                                               "--leave-out-sink",
                                               "--no-colour-bar" }
                              << "png";
}

void TestRenderPanels::theCommandOfTheCaptionMakesTheSameBytes()
{
    QFETCH(const QStringList, options);
    QFETCH(const QString, suffix);
    const QString figure = file("made once." + suffix);
    const QString text = file("made once.txt");
    const QString data = file("made once.h5");
    ROPESCOPE_SUCCEEDS(call(QStringList { "render" } + options
                            + QStringList { "-o", figure, "--caption", text, "--data", data }));
    const QByteArray first = contentOf(figure);
    const QByteArray caption = contentOf(text);
    const QByteArray values = contentOf(data);
    QVERIFY(!first.isEmpty() && !values.isEmpty());
    const qsizetype begin = caption.indexOf("Again: ropescope ");
    QVERIFY(begin >= 0);
    const QString line = QString::fromUtf8(caption.mid(begin + 7)).trimmed();
    for (const QString& path : { figure, text, data })
        QVERIFY(QFile::remove(path));

    QProcess shell; // as a reader would do it: pasted into a shell
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QString program = environment.value("ROPESCOPE_PROGRAM");
    shell.start("sh", { "-c", "ropescope() { \"" + program + "\" \"$@\"; }; " + line });
    QVERIFY(shell.waitForFinished(120'000));
    QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
    QCOMPARE(contentOf(text), caption);
    QVERIFY(contentOf(figure) == first);
    QVERIFY(contentOf(data) == values);
}

void TestRenderPanels::argumentsOfARequestAskForIt()
{
    FigureRequest request;
    request.source.path = "a trace.h5";
    request.heads = { { { 3 }, { 5 } } };
    request.edits
        = { RopeEdit {},
            RopeEdit { .base = 1e5, .relocations = { { 60, 2 } }, .gains = {}, .pairing = {} } };
    request.view.range = ValueRange { 1e-4F, 0.5F };
    request.style.letters = true;
    request.output = "it's.pdf";
    QCOMPARE(QString::fromStdString(renderCommandLine(request)),
             QStringLiteral("ropescope render 'a trace.h5' --layer 3 --head 5 --panel '' --panel "
                            "'--base 100000 --relocate 60:2' --colormap viridis --scale log "
                            "--range 9.99999975e-05:0.5 --width-mm 85 --letters --output "
                            "'it'\\''s.pdf'"));
}

void TestRenderPanels::wrongCallsAreUsageErrors_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("named");
    const QStringList head { m_trace, "--layer", "5", "--head", "4" };
    const auto row = [&](const char* name, const QStringList& more, const char* named) {
        QTest::newRow(name) << head + more << named;
    };
    row("heads and head", { "--heads", "0:1" }, "--heads");
    row("panel with a wrong edit", { "--panel", "--relocate 1" }, "--panel '--relocate 1'");
    row("panel with another option", { "--panel", "--layer 3" }, "--panel '--layer 3'");
    row("panel beyond the pairs", { "--panel", "--relocate 0:99" }, "99");
    row("unknown preset", { "--preset", "nature" }, "acl-column");
    row("unknown font", { "--font", "No Such Font" }, "No Such Font");
    row("unknown note", { "--notes", "beauty" }, "'beauty'");
    row("unknown comparison", { "--show", "before" }, "'before'");
    row("unknown data", { "--data", "map.xlsx" }, "map.xlsx");
    row("tiny text", { "--font-size", "1" }, "--font-size: '1'");
    row("whole model of a trace", { "--whole-model" }, "--whole-model");
    row("tokens of a trace", { "--tokens", "8" }, "--synthetic");
    QTest::newRow("heads without a colon") << QStringList { m_trace, "--heads", "0-1" } << "'0-1'";
    QTest::newRow("a head beyond the trace")
        << QStringList { m_trace, "--heads", "0:1,0:99" } << "--heads: there is no head 99";
    QTest::newRow("unknown score") << QStringList { m_trace, "--scores", "beauty" } << "'beauty'";
    QTest::newRow("too many panels")
        << QStringList { m_trace, "--heads", QStringList(65, "0:1").join(u',') } << "65 panels";
    QTest::newRow("synthetic and a trace")
        << head + QStringList { "--synthetic", "massive" } << "--synthetic";
    QTest::newRow("nothing to draw")
        << QStringList { "--layer", "0", "--head", "0" } << "PATH is missing";
    for (const char* option : { "--layer 0", "--heads 0:0", "--show original", "--quantity logit",
                                "--pool mean", "--size 9", "--rows 0:4", "--columns 0:4",
                                "--notes sink", "--ticks tokens", "--shared-range" }) {
        const QStringList words = QString::fromLatin1(option).split(u' ');
        QTest::addRow("scores and %s", option) << QStringList { m_trace, "--scores", "sink" }
                + words << words.front() + " has no meaning with --scores";
    }
}

void TestRenderPanels::wrongCallsAreUsageErrors()
{
    QFETCH(const QStringList, options);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(
        call(QStringList { "render" } + options + QStringList { "-o", file("never.pdf") }), 2,
        named.toStdString());
    QVERIFY(!QFile::exists(file("never.pdf")));
}

QTEST_MAIN(TestRenderPanels)
#include "tst_render_panels.moc"
