// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <fstream>

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/lessons/lesson_file.h"
#include "app/lessons/yaml_fields.h"

using namespace ropescope;

namespace {

/// A lesson of one step whose front matter ends with these lines; they begin at line 7.
std::string withStep(const std::string& fields)
{
    return "---\ntitle: A lesson\n---\n\n---\ntitle: A step\n" + fields + "---\nText.\n";
}

const std::string kSource = "source: {model: built-in}\n"; // line 7

LessonResult parsed(const std::string& text) { return parseLesson(text, "folder/test.md"); }

} // namespace

class TestLessonFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStepKeepsWhatItDoesNotName()
    {
        const auto lesson = parsed("---\ntitle: T\nsummary: S\n---\n"
                                   "---\ntitle: One\nsource: {model: built-in}\n"
                                   "state: {layer: 5, head: 4, edit: {relocate: [[15, 2]]}, "
                                   "quantity: logit}\n---\nFirst.\n"
                                   "---\ntitle: Two\nstate: {head: 1}\n---\nSecond $x_t$.\n"
                                   "---\ntitle: Three\nsource: {synthesize: {kind: sink, tokens: "
                                   "64, head_dim: 64}}\n---\nThird.\n");
        QVERIFY(lesson.has_value());
        QCOMPARE(lesson->title, std::string("T"));
        QCOMPARE(lesson->steps.size(), std::size_t { 3 });
        const LessonStep& second = lesson->steps[1];
        QCOMPARE(second.view.head, (HeadId { { 5 }, { 1 } }));
        QCOMPARE(second.view.edit.relocations.size(), std::size_t { 1 });
        QCOMPARE(second.view.quantity.kind, QuantityKind::Logit);
        QCOMPARE(second.source, lesson->steps[0].source);
        QCOMPARE(second.text, std::string("Second $x_t$."));
        // Another source begins with a view of its own.
        const ViewState plain;
        QVERIFY(lesson->steps[2].view == plain);
        QCOMPARE(lesson->steps[2].source.synthesis->kind, SynthesisKind::Sink);
    }

    /// A billion values in 9 KB.
    void aliasesOfAliasesAreNotWrittenOut()
    {
        const auto thousand = [](const std::string& what) {
            std::string list = "[";
            for (int i = 0; i < 1000; ++i)
                list += what + ", ";
            return list + what + "]";
        };
        const auto lesson
            = parsed(withStep(kSource + "state: {head_gains: [&a " + thousand("1") + ", &b "
                              + thousand("*a") + ", " + thousand("*b") + "]}\n"));
        QVERIFY(!lesson.has_value());
    }

    void keysThatRepeatAreBounded()
    {
        std::string list = "[&s " + std::string(6000, 'a');
        for (int i = 0; i < 1000; ++i)
            list += ", {*s : 1}";
        QVERIFY(jsonFromYaml(YAML::Load(list + "]")).dump().size() < 1'000'000);
    }

    void whatStepsRepeatIsBounded_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("said");
        const std::string many(6000, 'a');
        QTest::newRow("a text many times")
            << withStep("source: {model: built-in, text: " + many + ", repeat: 1000}\n")
            << "6000 bytes 1000 times are too much text to read; a step may have 1048576.";
        std::string steps
            = withStep("source: {model: built-in, text: " + many + ", repeat: 170}\n");
        for (int i = 0; i < 100; ++i)
            steps += "---\ntitle: c\n---\nx\n";
        QTest::newRow("in every step") << steps << "come to 64 MiB with all that they repeat";
        QTest::newRow("a text") << withStep(kSource) + std::string(70'000, 'a')
                                << "bytes is more than anybody reads; it may have 16384.";
        QTest::newRow("a sink that cannot be")
            << withStep("source: {synthesize: {kind: sink, pair: 0, head_dim: 64}}\n")
            << "needs a slower pair than pair 0";
        std::string named = withStep("source: {trace: " + std::string(100'000, 'a') + "}\n");
        for (int i = 0; i < 1000; ++i)
            named += "---\ntitle: c\n---\nx\n";
        QTest::newRow("a name in every step")
            << named << "come to 64 MiB with all that they repeat";
        std::string fields;
        for (int i = 0; i < 2000; ++i)
            fields += "field" + std::to_string(i) + std::string(1000, 'a') + ": 1\n";
        QTest::newRow("long names of fields") << withStep(kSource + fields) << "a ...";
        std::string claims = kSource + "claims:\n - &c {sink_mass: above 0}\n";
        for (int i = 0; i < 100; ++i)
            claims += " - *c\n";
        QTest::newRow("claims") << withStep(claims) << "101 claims are too many for a step";
        std::string within = "x";
        for (int i = 0; i < 1500; ++i)
            within += ", *s";
        QTest::newRow("in a claim")
            << withStep(kSource + "answer: &s " + many + "\nquestion: q\nclaims:\n"
                        + " - {sink_mass: above 0, within: [" + within + "]}\n")
            << "within";
    }

    void whatStepsRepeatIsBounded()
    {
        QFETCH(std::string, text);
        QFETCH(QString, said);
        const auto lesson = parsed(text);
        QVERIFY(!lesson.has_value());
        bool isSaid = false;
        for (const LessonProblem& problem : lesson.error())
            isSaid = isSaid || QString::fromStdString(problem.sentence).contains(said);
        QVERIFY2(isSaid, lesson.error().front().sentence.c_str());
    }

    void filesAreBounded()
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath("lesson.md").toStdString();
        std::ofstream(path) << std::string(5 << 20, ' ');
        const auto lesson = readLesson(path);
        QVERIFY(!lesson.has_value());
        QCOMPARE(QString::fromStdString(lesson.error().front().sentence),
                 QString::fromStdString(path) + " has 5242880 bytes, expected at most 4194304.");
    }

    void sourcesAreModelsTracesAndSyntheticHeads()
    {
        const auto text
            = parsed(withStep("source: {model: built-in, text: \"a b \", repeat: 3}\n"));
        QCOMPARE(text->steps[0].source.text, std::string("a b a b a b "));
        QVERIFY(text->steps[0].source.path.empty());
        const auto random = parsed(withStep("source: {model: ../mine, random: 64}\n"));
        QCOMPARE(random->steps[0].source.randomTokens, 64);
        QCOMPARE(random->steps[0].source.path, std::filesystem::path("folder/../mine"));
        const auto trace = parsed(withStep("source: {trace: t.h5}\n"));
        QCOMPARE(trace->steps[0].source.path, std::filesystem::path("folder/t.h5"));
    }

    void highlightsAndQuestionsAreRead()
    {
        const auto lesson
            = parsed(withStep(kSource
                              + "highlight: {rows: 3, columns: \"0:4\", lag: 15}\nquestion: Why?\n"
                                "answer: Because.\nnotes: Slowly.\npage: lag\n"));
        const LessonStep& step = lesson->steps[0];
        QCOMPARE(step.highlight.rows, (TokenRange { 3, 4 }));
        QCOMPARE(step.highlight.columns, (TokenRange { 0, 4 }));
        QCOMPARE(step.highlight.lags, (TokenRange { 15, 16 }));
        QCOMPARE(step.question, std::string("Why?"));
        QCOMPARE(step.answer, std::string("Because."));
        QCOMPARE(step.notes, std::string("Slowly."));
        QCOMPARE(step.page, std::string("lag"));
        QCOMPARE(parsed(withStep(kSource + "highlight: base\n"))->steps[0].highlight.place,
                 std::string("base"));
    }

    void aNumberClaimsAsMuchAsItsDigitsSay_data()
    {
        QTest::addColumn<QString>("claim");
        QTest::addColumn<double>("lowest");
        QTest::addColumn<double>("highest");
        QTest::newRow("two decimals") << "{sink_mass: 0.97}" << 0.965 << 0.975;
        QTest::newRow("whole") << "{violations: 0}" << -0.5 << 0.5;
        QTest::newRow("exponent") << "{predicted_period: 2.65e6}" << 2.645e6 << 2.655e6;
        QTest::newRow("per cent") << "{measured_period: 200, within: 2%}" << 196.0 << 204.0;
        QTest::newRow("amount") << "{measured_period: 200, within: 3}" << 197.0 << 203.0;
        QTest::newRow("range") << "{sink_mass: 0.45 to 0.55}" << 0.45 << 0.55;
        QTest::newRow("negative range") << "{q_similarity: -0.1 to 0.1}" << -0.1 << 0.1;
    }

    void aNumberClaimsAsMuchAsItsDigitsSay()
    {
        QFETCH(QString, claim);
        QFETCH(double, lowest);
        QFETCH(double, highest);
        const auto lesson
            = parsed(withStep(kSource + "claims:\n  - " + claim.toStdString() + "\n"));
        QVERIFY(lesson.has_value());
        const LessonClaim& read = lesson->steps[0].claims.at(0);
        QVERIFY(std::abs(read.lowest - lowest) < 1e-6 * (1.0 + std::abs(lowest)));
        QVERIFY(std::abs(read.highest - highest) < 1e-6 * (1.0 + std::abs(highest)));
        QCOMPARE(read.line, 9);
    }

    void claimsHaveWordsForLimits()
    {
        const auto lesson = parsed(
            withStep(kSource
                     + "claims: [{sink_mass: above 0.5, head: [6, 5]}, {entropy: below 2}, "
                       "{measured_period: none}, {pattern: re-access}]\n"));
        QVERIFY(lesson.has_value());
        const auto& claims = lesson->steps[0].claims;
        QCOMPARE(claims[0].lowest, 0.5);
        QVERIFY(std::isinf(claims[0].highest));
        QCOMPARE(claims[0].head, (HeadId { { 6 }, { 5 } }));
        QCOMPARE(claims[1].highest, 2.0);
        QVERIFY(claims[2].isNone);
        QCOMPARE(claims[3].pattern, std::string("re-access"));
    }

    void mistakesAreNamedWithTheirLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const std::string& text, int line, const char* said) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << line << QString(said);
        };
        row("empty file", "", 1, "The file is empty");
        row("no front matter", "# Sinks\n", 1, "begins with its title");
        row("no title", "---\nsummary: s\n---\n", 2, "needs a title");
        row("no step", "---\ntitle: t\n---\n", 1, "has no step");
        row("text before a step", "---\ntitle: t\n---\n\nHello.\n", 4, "Text belongs to a step");
        row("open block", "---\ntitle: t\n---\n---\ntitle: s\n", 4, "no second line of ---");
        row("no source", withStep(""), 6, "The first step needs a source");
        row("unknown field", withStep(kSource + "stat: {layer: 1}\n"), 8,
            "'stat' is no field of a step; did you mean state?");
        row("unknown state", withStep(kSource + "state:\n  head: 1\n  layr: 5\n"), 10,
            "'layr' is no field of a state; did you mean layer?");
        row("unknown edit", withStep(kSource + "state:\n  edit: {bse: 1e4}\n"), 9,
            "'bse' is no field of edit; did you mean base?");
        row("wrong layer", withStep(kSource + "state: {layer: five}\n"), 8, "layer");
        row("wrong relocation", withStep(kSource + "state:\n  edit: {relocate: [15, 2]}\n"), 9,
            "[[14, 2]]");
        row("wrong quantity", withStep(kSource + "state: {quantity: logits}\n"), 8, "quantity");
        row("state is a list", withStep(kSource + "state: [1]\n"), 8,
            "should be a group of fields");
        row("unknown source", withStep("source: {modle: built-in}\n"), 7, "needs one of model");
        row("text and random", withStep("source: {model: built-in, text: a, random: 9}\n"), 7,
            "not both");
        row("unknown kind", withStep("source:\n  synthesize:\n    kind: sinks\n"), 9,
            "should be sink, diagonal");
        row("impossible head",
            withStep("source:\n  synthesize: {kind: periodic, head_dim: 64, pair: 40}\n"), 8,
            "no pair 40");
        row("unknown place", withStep(kSource + "highlight: chanels\n"), 8,
            "did you mean channels?");
        row("wrong range", withStep(kSource + "highlight: {rows: 9:3}\n"), 8, "a range like");
        row("answer alone", withStep(kSource + "answer: Yes.\n"), 8, "without a question");
        row("unknown claim", withStep(kSource + "claims:\n  - {sink_mas: 1}\n"), 9,
            "did you mean sink_mass?");
        row("wrong bound", withStep(kSource + "claims:\n  - {sink_mass: about 1}\n"), 9,
            "should be a number");
        row("unknown pattern", withStep(kSource + "claims:\n  - {pattern: periodical}\n"), 9,
            "did you mean periodic?");
        row("claim without cell", withStep(kSource + "claims:\n  - {logit: 1}\n"), 9,
            "needs its cell");
        row("claim of two numbers", withStep(kSource + "claims: [{entropy: 1, tokens: 2}]\n"), 8,
            "about one number");
        row("no claim", withStep(kSource + "claims: [sinks]\n"), 8, "a claim should be a group");
        row("no YAML", withStep(kSource + "state: {layer: 5\n"), 9, "no YAML");
        row("no text", "---\ntitle: t\n---\n---\ntitle: s\n" + kSource + "---\n", 5, "has no text");
        row("formula", "---\ntitle: t\n---\n---\ntitle: s\n" + kSource + "---\nA\n\n$$\\thta$$\n",
            10, "did you mean \\theta?");
        row("formula in a question", withStep(kSource + "question: Is $\\frac{1}$ right?\n"), 8,
            "lacks what belongs to it");
        row("alias that holds itself", withStep(kSource + "state: {head_gains: &a [*a]}\n"), 8,
            "head_gains");
    }

    void mistakesAreNamedWithTheirLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QFETCH(QString, said);
        const auto lesson = parsed(text.toStdString());
        QVERIFY(!lesson.has_value());
        const std::string first = problemText(lesson.error().front(), "folder/test.md");
        QVERIFY2(QString::fromStdString(first).contains(said), first.c_str());
        QVERIFY2(first.starts_with("test.md:" + std::to_string(line) + ": "), first.c_str());
    }

    void bytesThatAreNoTextAreNoTrouble()
    {
        const auto lesson
            = parseLesson(withStep(kSource + "claims:\n  - {number: \"\xFF\", of: 3}\n"), "x.md");
        QVERIFY(!lesson || !lesson->steps.empty());
    }

    void allMistakesAreFoundInTheOrderOfTheirLines()
    {
        const auto lesson = parsed(withStep("source: {model: built-in}\nstate: {layr: 1, quantity: "
                                            "x}\nhighlight: nowhere\nclaims: [{entropie: 1}]\n"));
        QVERIFY(!lesson.has_value());
        QCOMPARE(lesson.error().size(), std::size_t { 4 });
        QVERIFY(std::is_sorted(lesson.error().begin(), lesson.error().end(),
                               [](const auto& a, const auto& b) { return a.line < b.line; }));
    }

    void aFileThatIsNotThereIsNamed()
    {
        const auto lesson = readLesson("/nowhere/lesson.md");
        QVERIFY(!lesson.has_value());
        QVERIFY(QString::fromStdString(lesson.error().front().sentence)
                    .contains(QStringLiteral("/nowhere/lesson.md")));
    }

    void lessonsOfTheProgramAreFoundByAPartOfTheirName()
    {
        QCOMPARE(findLesson("sinks").value().filename(), std::filesystem::path("03-sinks.md"));
        const auto missing = findLesson("astronomy");
        QVERIFY(!missing.has_value());
        QVERIFY(QString::fromStdString(missing.error().message).contains("01-maps"));
    }
};

QTEST_GUILESS_MAIN(TestLessonFile)
#include "tst_lesson_file.moc"
