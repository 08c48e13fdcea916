// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>

#include <QTest>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"
#include "core/prune/prune_order.h"
#include "core/prune/removal_plan.h"
#include "core/theory/trace_theory.h"
#include "tests/support/files.h"
#include "tests/support/models.h"

using namespace ropescope;
using test::capture;
using test::modelPath;
using test::openModel;
using Ids = std::vector<std::int64_t>;
using Json = nlohmann::json;

namespace {

const Json& reference()
{
    static const Json all
        = readJsonFile(std::filesystem::path(ROPESCOPE_TEST_DATA) / "prune/tiny_llama.json")
              .value();
    return all;
}

/// Two layers of two heads.
LayerImportance someImportance()
{
    return { .blockInfluence = { 0.5, 0.1 },
             .qSimilarity = { 0.9, 0.2 },
             .headQSimilarity = { 0.95, 0.85, 0.1, 0.3 } };
}

std::vector<RemovalStep> stepsOf(const std::vector<RemovalStep>& all, const std::string& method)
{
    std::vector<RemovalStep> some;
    std::ranges::copy_if(all, std::back_inserter(some),
                         [&](const RemovalStep& step) { return step.method == method; });
    return some;
}

} // namespace

class TestPruneStudy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void importanceIsThatOfTheReference()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        const auto found
            = layerImportance(*model, reference()["token_ids"].get<Ids>(), 0, m_pool).value();
        const std::vector<double> influence = reference()["block_influence"];
        const std::vector<double> heads = reference()["head_q_similarity"];
        for (std::size_t l = 0; l < influence.size(); ++l) {
            QVERIFY(std::abs(found.blockInfluence.at(l) - influence[l]) < 1e-6);
            double sum = 0.0;
            for (std::size_t h = 4 * l; h < 4 * l + 4; ++h) {
                QVERIFY(std::abs(found.headQSimilarity.at(h) - heads[h]) < 1e-6);
                sum += heads[h];
            }
            QVERIFY(std::abs(found.qSimilarity.at(l) - sum / 4.0) < 1e-6);
        }
    }

    void importanceIsWhatAnalyzeReports()
    {
        const auto model = openModel(modelPath("tiny-qwen2"));
        const auto trace = capture(*model, { 1, 5, 9, 2, 7, 7 }, {}).trace;
        const auto found = layerImportance(*trace, m_pool).value();
        const auto theory = traceTheory(*trace, {}, { .withBounds = false }, m_pool).value();
        for (std::size_t l = 0; l < theory.layers.size(); ++l) {
            QVERIFY(std::abs(found.qSimilarity[l] - *theory.layers[l].query.pairwise) < 1e-12);
            QCOMPARE(found.blockInfluence[l], *theory.layers[l].blockInfluence);
        }
    }

    void longTextsAreTheMeanOfTheirWindows()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        const Ids ids = reference()["token_ids"];
        const auto all = layerImportance(*model, ids, 25, m_pool).value();
        const auto first = layerImportance(*model, Ids(ids.begin(), ids.begin() + 25), 0, m_pool);
        const auto second = layerImportance(*model, Ids(ids.begin() + 25, ids.end()), 0, m_pool);
        const double expected
            = (25.0 * first->blockInfluence[1] + 15.0 * second->blockInfluence[1]) / 40.0;
        QVERIFY(std::abs(all.blockInfluence[1] - expected) < 1e-9);
        QVERIFY(std::abs(all.headQSimilarity[3]
                         - (25.0 * first->headQSimilarity[3] + 15.0 * second->headQSimilarity[3])
                             / 40.0)
                < 1e-9);
    }

    void tracesWithoutALayerCannotBeRanked()
    {
        const auto model = openModel(modelPath("tiny-qwen2"));
        const auto part = capture(*model, { 1, 2, 3 }, { .firstLayer = 1 }).trace;
        ROPESCOPE_EXPECT_ERROR(layerImportance(*part, m_pool), ErrorCode::NotFound, "Layer 0");
        const auto single = capture(*model, { 1 }, {}).trace;
        ROPESCOPE_EXPECT_ERROR(layerImportance(*single, m_pool), ErrorCode::InvalidArgument,
                               "two tokens, found 1");
        ROPESCOPE_EXPECT_ERROR(layerImportance(*model, Ids { 1 }, 0, m_pool),
                               ErrorCode::InvalidArgument, "two tokens, found 1");
    }

    void layersGoInTheOrderOfTheirMethod()
    {
        const auto steps = removalSteps({ .layers = 2,
                                          .shortGpt = true,
                                          .betas = { 0.0, 2.0 },
                                          .orders = { { "mine", { 0, 1 } } } },
                                        someImportance())
                               .value();
        QCOMPARE(steps.size(), std::size_t { 12 });
        const auto shortGpt = stepsOf(steps, "shortgpt");
        QVERIFY(shortGpt[0].count == 0 && shortGpt[0].removed.empty());
        QVERIFY(shortGpt[0].removal == Removal {});
        QVERIFY(shortGpt[1].removed == "1" && shortGpt[2].removed == "0");
        QVERIFY(shortGpt[1].removal.layers == std::set<LayerIndex> { { 1 } });
        QVERIFY(shortGpt[2].removal.layers == (std::set<LayerIndex> { { 0 }, { 1 } }));
        // Layer 0 has the larger influence and the higher q-similarity: a large beta turns it.
        const auto tappa = stepsOf(steps, "tappa");
        QVERIFY(tappa[1].beta == 0.0 && tappa[1].removed == "1");
        QVERIFY(tappa[4].beta == 2.0 && tappa[4].removed == "0");
        QVERIFY(stepsOf(steps, "mine")[1].removed == "0");
    }

    void headsGoByTheirSimilarity()
    {
        const auto steps
            = removalSteps({ .heads = 3, .headStep = 2, .seeds = { 7, 8 } }, someImportance())
                  .value();
        const auto highest = stepsOf(steps, "heads-highest-q");
        QCOMPARE(highest.size(), std::size_t { 3 });
        QVERIFY(highest[1].removed == "0:0 0:1" && highest[1].count == 2);
        QVERIFY(highest[2].removed == "1:1" && highest[2].count == 3);
        QVERIFY(highest[2].removal.heads
                == (std::set<HeadId> { { { 0 }, { 0 } }, { { 0 }, { 1 } }, { { 1 }, { 1 } } }));
        QCOMPARE(stepsOf(steps, "heads-lowest-q")[1].removed, std::string("1:0 1:1"));
        const auto random = stepsOf(steps, "heads-random");
        QVERIFY(random.size() == 6 && random[0].seed == 7U && random[3].seed == 8U);
        QVERIFY(stepsOf(steps, "random").empty()); // layers were not asked for
    }

    void whatIsRemovedTwiceIsMeasuredOnce()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        const Ids ids = reference()["token_ids"];
        const Removal first { .layers = { { 0 } }, .heads = {} };
        const std::vector<Removal> removals {
            {}, first, {}, { .layers = {}, .heads = { { { 1 }, { 2 } } } }, first
        };
        std::vector<double> seen;
        const auto found = perplexityWithout(removals, *model, ids, {}, m_pool, [&](double f) {
                               seen.push_back(f);
                           }).value();
        QVERIFY(std::ranges::is_sorted(seen));
        QCOMPARE(seen.back(), 1.0);
        QCOMPARE(seen.size(), std::size_t { 6 }); // three runs of two layers
        QCOMPARE(found.size(), removals.size());
        QVERIFY(found[0] == found[2] && found[1] == found[4] && !(found[0] == found[1]));
        QVERIFY(!(found[3] == found[0]));
        const PerplexityOptions skipping { .skippedLayers = { { 0 } } };
        QCOMPARE(found[1].nll, perplexity(*model, ids, skipping, m_pool)->nll);
        std::stop_source source;
        source.request_stop();
        ROPESCOPE_EXPECT_ERROR(
            perplexityWithout(removals, *model, ids, {}, m_pool, {}, source.get_token()),
            ErrorCode::Cancelled, "");
    }

private:
    ThreadPool m_pool { 2 };
};

QTEST_GUILESS_MAIN(TestPruneStudy)
#include "tst_prune_study.moc"
