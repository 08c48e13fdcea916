// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every number of core/theory against NumPy in float64; see tests/data/make_theory_reference.py.
#include <algorithm>
#include <cmath>

#include <QTest>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"
#include "core/rope/rope_edit.h"
#include "core/theory/head_theory.h"
#include "core/theory/rank_correlation.h"
#include "core/theory/retrieval_score.h"
#include "core/theory/singular_spectrum.h"

using namespace ropescope;
using Json = nlohmann::json;

namespace {

constexpr double kTolerance = 1e-6; ///< relative to 1 or to the value, whichever is larger

const Json& reference()
{
    static const Json all
        = readJsonFile(std::filesystem::path(ROPESCOPE_TEST_DATA) / "reference/theory.json")
              .value();
    return all;
}

MatrixRM matrixOf(const Json& rows)
{
    MatrixRM matrix(static_cast<Eigen::Index>(rows.size()),
                    static_cast<Eigen::Index>(rows[0].size()));
    for (Eigen::Index t = 0; t < matrix.rows(); ++t) {
        for (Eigen::Index j = 0; j < matrix.cols(); ++j)
            matrix(t, j)
                = rows[static_cast<std::size_t>(t)][static_cast<std::size_t>(j)].get<float>();
    }
    return matrix;
}

struct Case {
    HeadTrace head;
    RopeTable table;
    std::vector<std::int64_t> ids;
    Json expected;
};

Case caseOf(const Json& json)
{
    Case result;
    result.head.q = matrixOf(json["q"]);
    result.head.k = matrixOf(json["k"]);
    result.head.attentionScale = json["scale"].get<double>();
    result.head.slidingWindow = json["window"].get<int>();
    result.table.theta = json["theta"].get<std::vector<double>>();
    result.table.gain = json["gain"].get<std::vector<double>>();
    result.table.attentionFactor = json["attention_factor"].get<double>();
    result.table.pairing = json["pairing"].get<std::string>() == "half" ? RopePairing::HalfSplit
                                                                        : RopePairing::Interleaved;
    result.head.rope.theta = result.table.theta;
    result.head.rope.rotaryDim = 2 * result.table.pairCount();
    result.head.rope.pairing = result.table.pairing;
    result.ids = json["token_ids"].get<std::vector<std::int64_t>>();
    result.expected = json["expected"];
    return result;
}

std::string off(double actual, double expected, const std::string& what)
{
    if (std::abs(actual - expected) <= kTolerance * std::max(1.0, std::abs(expected)))
        return {};
    return what + ": " + std::to_string(actual) + ", expected " + std::to_string(expected);
}

std::string off(const std::optional<double>& actual, const Json& expected, const std::string& what)
{
    if (expected.is_null() || !actual)
        return expected.is_null() == !actual ? std::string() : what + " should be there or not";
    return off(*actual, expected.get<double>(), what);
}

std::string off(const std::vector<double>& actual, const Json& expected, const std::string& what)
{
    if (actual.size() != expected.size())
        return what + " has " + std::to_string(actual.size()) + " values";
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const std::string line
            = off(actual[i], expected[i].get<double>(), what + "[" + std::to_string(i) + "]");
        if (!line.empty())
            return line;
    }
    return {};
}

std::string off(const TokenSimilarity& actual, const Json& expected, const std::string& what)
{
    for (const std::string& line :
         { off(actual.pairwise, expected["pairwise"], what + ".pairwise"),
           off(actual.pairwiseWindow, expected["pairwise_window"], what + ".pairwise_window"),
           off(actual.consecutive, expected["consecutive"], what + ".consecutive") }) {
        if (!line.empty())
            return line;
    }
    return {};
}

} // namespace

#define SAME(...)                                                                                  \
    do {                                                                                           \
        const std::string line = off(__VA_ARGS__);                                                 \
        QVERIFY2(line.empty(), line.c_str());                                                      \
    } while (false)

class TestTheoryReference : public QObject {
    Q_OBJECT

private:
    static void headRows()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(reference()["heads"].size()); ++i) {
            const auto name = reference()["heads"][static_cast<std::size_t>(i)]["name"];
            QTest::addRow("%s", name.get<std::string>().c_str()) << i;
        }
    }
    static Case current()
    {
        QFETCH_GLOBAL(int, index);
        return caseOf(reference()["heads"][static_cast<std::size_t>(index)]);
    }

private Q_SLOTS:
    void initTestCase_data() { headRows(); }

    void similaritiesAgree()
    {
        const Case c = current();
        SAME(querySimilarity(c.head, c.table), c.expected["q_similarity"], "q");
        SAME(keySimilarity(c.head, c.table), c.expected["k_similarity"], "k");
    }

    void everyMeasureAgrees()
    {
        const Case c = current();
        for (const auto& [name, value] : c.expected["measures"].items()) {
            const auto measure = similarityFromName(name);
            QVERIFY2(measure, name.c_str());
            SAME(pairwiseSimilarity(c.head.q, *measure), value, name);
        }
    }

    void shiftBoundsAgree()
    {
        const Case c = current();
        const ExactHead exact = exactHead(c.head, c.table);
        const std::vector<int> rows = sampleRows(c.head.tokenCount(), 1024, 1);
        for (const Json& expected : c.expected["bounds"]) {
            const Shift shift { expected["shift"][0].get<int>(), expected["shift"][1].get<int>() };
            const ShiftBound bound = shiftBound(exact, shift, rows);
            QCOMPARE(bound.cells, expected["cells"].get<std::int64_t>());
            QCOMPARE(bound.violations, std::int64_t { 0 });
            SAME(bound.boundMax, expected["bound_max"].get<double>(), "largest bound");
            SAME(bound.boundMean, expected["bound_mean"].get<double>(), "mean bound");
            SAME(bound.changeMax, expected["change_max"].get<double>(), "largest change");
            SAME(bound.changeMean, expected["change_mean"].get<double>(), "mean change");
            SAME(bound.tightness, expected["tightness"].get<double>(), "tightness");
            SAME(bound.tightest, expected["tightest"].get<double>(), "tightest");
        }
    }

    void lowerBoundsAgree()
    {
        const Case c = current();
        const JumpBound bound
            = jumpBound(exactHead(c.head, c.table), sampleRows(c.head.tokenCount(), 1024, 1));
        const Json& expected = c.expected["jumps"];
        QCOMPARE(bound.jumps.size(), expected.size());
        QCOMPARE(bound.violations, std::int64_t { 0 });
        // The reference measures |q_{t+1} - q_t| without gains, so c1 holds them; the product is
        // the same.
        for (std::size_t i = 0; i < bound.jumps.size(); ++i) {
            const auto row = expected[i].get<std::vector<double>>();
            SAME(bound.jumps[i].moved, row[0] * row[2], "c1 times the jump");
            SAME(bound.jumps[i].turned, row[1], "c2");
            SAME(bound.jumps[i].floor(), row[3], "floor");
            SAME(bound.jumps[i].change, row[4], "change");
        }
    }

    void pairsAgree()
    {
        const Case c = current();
        const PairEnergy energy = pairEnergy(c.head, c.table);
        SAME(energy.energy, c.expected["pair_energy"], "energy");
        QCOMPARE(energy.dominantPair, c.expected["dominant_pair"].get<int>());
        RopeTable plain = c.table; // the reference's phasors are of the head without gains
        std::fill(plain.gain.begin(), plain.gain.end(), 1.0);
        plain.attentionFactor = 1.0;
        const std::vector<PairPhasor> phasors = pairPhasors(c.head, plain);
        for (std::size_t m = 0; m < phasors.size(); ++m) {
            SAME(phasors[m].amplitude, c.expected["amplitude"][m].get<double>(), "amplitude");
            SAME(phasors[m].phase, c.expected["phase"][m].get<double>(), "phase");
        }
        SAME(singularValues(c.head.q), c.expected["singular_q"], "singular values of Q");
        SAME(singularValues(c.head.k), c.expected["singular_k"], "singular values of K");
    }

    void seasonsAgree()
    {
        const Case c = current();
        const Json& expected = c.expected["season"];
        SAME(contentAutocorrelation(c.head.q), expected["query"], "query autocorrelation");
        SAME(contentAutocorrelation(c.head.k), expected["key"], "key autocorrelation");
        const std::optional<Season> season = findSeason(c.head, c.table);
        QCOMPARE(season.has_value(), !expected["period"].is_null());
        if (!season)
            return;
        QCOMPARE(season->period, expected["period"].get<int>());
        SAME(season->strength, expected["strength"].get<double>(), "strength");
        SAME(season->detuning, expected["detuning"], "detuning");
        SAME(season->resonance, expected["resonance"].get<double>(), "resonance");
    }

    void headScoresAgree()
    {
        const Case c = current();
        const Json& expected = c.expected["scores"];
        const std::optional<TokenRepeat> repeat = findRepeat(c.ids);
        const AttentionScores scores = attentionScores(c.head, c.table, repeat).value();
        SAME(scores.slash, expected["slash"], "slash");
        SAME(scores.stripes, expected["stripes"], "stripes");
        SAME(scores.sinkMass(), expected["sink_mass"], "sink mass");
        SAME(scores.previousTokenMass(), expected["previous_token_mass"], "previous token");
        SAME(scores.entropy, expected["entropy"].get<double>(), "entropy");
        SAME(scores.entropyFraction, expected["entropy_fraction"], "entropy fraction");
        SAME(scores.consistency, expected["temporal_consistency"], "consistency");
        SAME(scores.consistencyShifted, expected["temporal_consistency_shifted"], "shifted");
        SAME(scores.concentration(expected["comb"]["period"].get<double>()),
             expected["comb"]["concentration"].get<double>(), "concentration");
        QCOMPARE(scores.slashLag(), expected["slash_lag"].get<int>());
        QCOMPARE(scores.stripeKey(), expected["stripe_key"].get<int>());
        QCOMPARE(repeat.has_value(), !expected["repeat"].is_null());
        QCOMPARE(scores.induction.has_value(), repeat.has_value());
        if (!repeat)
            return;
        QCOMPARE(repeat->first, expected["repeat"][0].get<int>());
        QCOMPARE(repeat->length, expected["repeat"][1].get<int>());
        SAME(scores.induction, expected["induction_score"], "induction");
        SAME(retrievalScore(scores.strongestKey, *repeat, c.ids).value(),
             expected["retrieval_score"].get<double>(), "retrieval");
    }

    void rankCorrelationsAgree()
    {
        for (const Json& pair : reference()["spearman"]) {
            SAME(spearman(pair["a"].get<std::vector<double>>(),
                          pair["b"].get<std::vector<double>>()),
                 pair["spearman"], "spearman");
        }
    }
};

QTEST_GUILESS_MAIN(TestTheoryReference)
#include "tst_theory_reference.moc"
