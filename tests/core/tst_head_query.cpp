// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <random>

#include <QTest>

#include "core/theory/head_query.h"
#include "tests/support/head_theories.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

QByteArray errorOf(const char* text)
{
    const auto query = parseHeadQuery(text);
    return query ? "no error" : QByteArray::fromStdString(query.error().message);
}

/// The heads that a query leaves, as indices.
std::vector<std::size_t> found(const HeadQuery& query, const std::vector<HeadTheory>& heads)
{
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        if (matches(query, heads[i]))
            result.push_back(i);
    }
    return result;
}

std::vector<std::size_t> found(const char* text, const std::vector<HeadTheory>& heads)
{
    const auto query = parseHeadQuery(text);
    if (!query)
        qFatal("%s: %s", text, query.error().message.c_str());
    return found(*query, heads);
}

/// By a predicate in C++.
template <class Predicate>
std::vector<std::size_t> those(const std::vector<HeadTheory>& heads, Predicate&& holds)
{
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        if (holds(heads[i]))
            result.push_back(i);
    }
    return result;
}

class RandomQuery {
public:
    explicit RandomQuery(std::uint64_t seed)
        : m_random(seed)
    {
    }

    HeadQuery tree(int depth)
    {
        const int kind = depth == 0 ? 0 : below(4);
        if (kind == 0)
            return comparison();
        HeadQuery query { .kind = static_cast<HeadQuery::Kind>(kind) };
        const int operands = query.kind == HeadQuery::Kind::Not ? 1 : 2 + below(2);
        for (int i = 0; i < operands; ++i)
            query.operands.push_back(tree(depth - 1));
        return query;
    }

private:
    int below(int end) { return std::uniform_int_distribution(0, end - 1)(m_random); }

    HeadQuery comparison()
    {
        if (below(4) == 0)
            return { .comparison
                     = PatternComparison { static_cast<Pattern>(below(5)), below(2) == 0 } };
        NumberComparison numbers;
        numbers.left = name();
        numbers.relation = static_cast<HeadRelation>(below(6));
        numbers.right = below(5) == 0 ? name() : HeadValue(literal());
        if (below(3) == 0)
            std::swap(numbers.left, numbers.right);
        return { .comparison = numbers };
    }

    HeadValue name()
    {
        const auto numbers = headNumbers();
        return &numbers[static_cast<std::size_t>(below(static_cast<int>(numbers.size())))];
    }

    double literal()
    {
        const double value = std::uniform_real_distribution(-1.0, 1.0)(m_random);
        return below(3) == 0 ? below(9) : below(3) == 0 ? value * 1e-7 : value;
    }

    std::mt19937_64 m_random;
};

} // namespace

class TestHeadQuery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPrintedQueryReadsBackTheSame()
    {
        const std::uint64_t seed = test::freshSeed();
        const std::vector<HeadTheory> heads = test::randomTheories(16, seed);
        RandomQuery random(seed);
        for (int round = 0; round < 2000; ++round) {
            const HeadQuery query = random.tree(round % 5);
            const std::string text = headQueryText(query);
            const auto again = parseHeadQuery(text);
            if (!again)
                qInfo("%s (seed %llu)", again.error().message.c_str(),
                      static_cast<unsigned long long>(seed));
            QVERIFY2(again, text.c_str());
            QVERIFY2(found(*again, heads) == found(query, heads), text.c_str());
            QVERIFY2(*again == query, text.c_str());
        }
    }

    void verdictsAreThoseOfTheSameTestsInCpp()
    {
        const std::vector<HeadTheory> heads = test::randomTheories(200, test::freshSeed());
        const auto sink = [](const HeadTheory& h) { return h.scores.stripes.front(); };
        QCOMPARE(found("sink > 0.4 and layer >= 1", heads), those(heads, [&](const auto& h) {
                     return sink(h) > 0.4 && h.id.layer.value >= 1;
                 }));
        QCOMPARE(found("pattern = periodic or (period < 20 and share > .05)", heads),
                 those(heads, [](const auto& h) {
                     const auto& v = h.vectors;
                     return h.pattern == Pattern::Periodic
                         || (v && v->measuredPeriod && v->measuredPeriod->tokens < 20.0
                             && v->energy.dominantShare() > 0.05);
                 }));
        QCOMPARE(found("not induction > .5", heads), those(heads, [](const auto& h) {
                     return !(h.scores.induction && *h.scores.induction > 0.5);
                 }));
        QCOMPARE(found("q-similarity < k_similarity", heads), those(heads, [](const auto& h) {
                     return h.vectors && *h.vectors->query.pairwise < *h.vectors->key.pairwise;
                 }));
        QCOMPARE(found("0.2 <= entropy and entropy ≤ 0.6", heads), those(heads, [](const auto& h) {
                     return *h.scores.entropyFraction >= 0.2 && *h.scores.entropyFraction <= 0.6;
                 }));
        QCOMPARE(found("head != 3 and head ≠ 5 and layer == 0", heads),
                 those(heads, [](const auto& h) {
                     return h.id.head.value != 3 && h.id.head.value != 5 && h.id.layer.value == 0;
                 }));
    }

    void andBindsTighterThanOrAndNotTighterThanBoth()
    {
        QCOMPARE(*parseHeadQuery("sink > 1 or layer = 0 and head = 0"),
                 *parseHeadQuery("sink > 1 or (layer = 0 and head = 0)"));
        QCOMPARE(*parseHeadQuery("not layer = 0 and head = 0"),
                 *parseHeadQuery("(not layer = 0) and head = 0"));
        QVERIFY(*parseHeadQuery("not (layer = 0 and head = 0)")
                != *parseHeadQuery("not layer = 0 and head = 0"));
    }

    void spellingIsForgiven()
    {
        const HeadQuery plain = *parseHeadQuery("q-similarity >= 0.5 and not pattern != re-access");
        QCOMPARE(*parseHeadQuery("Q_Similarity≥.5 AND NOT Pattern≠Re_Access"), plain);
        QCOMPARE(*parseHeadQuery("q_similarity.pairwise >= 5e-1 and(not(pattern != re-access))"),
                 plain);
        QCOMPARE(headQueryText(*parseHeadQuery("resonance>-.25")),
                 std::string("resonance > -0.25"));
    }

    void aHeadWithoutTheNumberMatchesNoComparisonOfIt()
    {
        const HeadTheory nothing;
        for (const HeadNumber& number : headNumbers()) {
            if (number.of(nothing))
                continue;
            for (const char* relation : { "<", "<=", ">", ">=", "=", "!=" }) {
                const std::string text = std::string(number.name) + relation + "0.5";
                QVERIFY2(!matches(*parseHeadQuery(text), nothing), text.c_str());
                QVERIFY2(matches(*parseHeadQuery("not " + text), nothing), text.c_str());
            }
        }
        QVERIFY(!matches(*parseHeadQuery("induction != 0.5"), nothing));
    }

    void thePatternFollowsTheThresholds()
    {
        HeadTheory head;
        head.evidence.reAccess = 0.3;
        head.pattern = Pattern::ReAccess;
        const HeadQuery query = *parseHeadQuery("pattern = re-access");
        QVERIFY(matches(query, head));
        QVERIFY(!matches(query, head, { .reAccess = 0.4 }));
        QVERIFY(matches(*parseHeadQuery("pattern = unpredictable"), head, { .reAccess = 0.4 }));
    }

    void errorsNameThePlaceAndWhatWasExpected_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char* text, const char* error) {
            QTest::addRow("%s", text) << QByteArray(text) << QByteArray(error);
        };
        row("sinc > 0.4", "At 'sinc': no number of that name; did you mean sink?");
        row("qwertz > 0.4", "At 'qwertz': no number of that name");
        row("sink > 0.4 and entropie < 1",
            "At 'entropie': no number of that name; did you mean "
            "entropy?");
        row("", "At the end: expected the name of a number, such as sink");
        row("sink", "At the end: expected a comparison after 'sink', such as > 0.4");
        row("sink >", "At the end: expected a number, such as 0.4");
        row("sink > and", "At 'and': expected a number, such as 0.4");
        row("sink > 0.4 layer", "At 'layer': expected 'and', 'or' or the end");
        row("sink > 0.4 and", "At the end: expected the name of a number, such as sink");
        row("(sink > 0.4", "At the end: expected 'and', 'or' or ')'");
        row("sink > 0.4)", "At ')': expected 'and', 'or' or the end");
        row("sink > 0.4x", "At '0.4x': expected a number, such as 0.4");
        row("sink > 1e999", "At '1e999': expected a number, such as 0.4");
        row("1 < 2", "At '2': expected the name of a number, such as sink");
        row("sink ~ 2",
            "At '~': expected a name, a number, a comparison, 'and', 'or', 'not' or a "
            "parenthesis");
        row("sink → 2",
            "At '→': expected a name, a number, a comparison, 'and', 'or', 'not' or a "
            "parenthesis");
        row("pattern < periodic", "At '<': expected = or ≠ and the name of a pattern");
        row("pattern = ", "At the end: expected the name of a pattern, such as periodic");
        row("pattern = perodic", "At 'perodic': no pattern of that name; did you mean periodic?");
        row("periodic", "At 'periodic': no number of that name; did you mean pattern = periodic?");
        row("patern = periodic", "At 'patern': no number of that name; did you mean pattern?");
    }
    void errorsNameThePlaceAndWhatWasExpected()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, error);
        QCOMPARE(errorOf(text), error);
    }

    void hostileTextsAreErrorsToo()
    {
        QVERIFY(!parseHeadQuery("sink > \xC3"));
        QVERIFY(!parseHeadQuery(std::string(100'000, '(')));
        std::string nots;
        for (int i = 0; i < 50'000; ++i)
            nots += "not ";
        QVERIFY(!parseHeadQuery(nots + "sink > 0"));
        const std::string deep = std::string(150, '(').append("sink > 0").append(150, ')');
        QVERIFY(parseHeadQuery(deep));
        // Bytes at random never bring it down.
        std::mt19937_64 random(test::freshSeed());
        const std::string letters = "sink>=<!0.4()andornt patern-_~\xE2\x89\xA5";
        for (int round = 0; round < 20'000; ++round) {
            std::string text;
            for (std::uint64_t i = random() % 12; i > 0; --i)
                text += letters[random() % letters.size()];
            if (const auto query = parseHeadQuery(text))
                QVERIFY2(*parseHeadQuery(headQueryText(*query)) == *query, text.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestHeadQuery)
#include "tst_head_query.moc"
