// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QTest>

#include "core/cache/compression_measure.h"
#include "core/cache/compression_study.h"
#include "core/cache/row_loss.h"
#include "core/rope/rope_edit.h"
#include "core/trace/trace_file.h"

using namespace ropescope;

namespace {

constexpr int kPrompt = 70;

} // namespace

class TestCacheTrial : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_trace = openTraceFile(ROPESCOPE_TEST_DATA "/cache/grouped.h5").value();
        m_trial.emplace(CacheTrial::ofTrace(*m_trace, kPrompt, m_pool, {}, {}).value());
    }

    void aPolicysBudgetsAndRuleGiveItsEntries()
    {
        for (const CachePolicy& policy : cachePolicies()) {
            for (const int budget : { 1, 20, 32, 40, 61, 70, 500 }) {
                const auto budgets = layerBudgets(m_trial->prompt(), policy, budget);
                QVERIFY(selectEntries(m_trial->prompt(), policy.select, budgets)
                        == keptEntries(m_trial->prompt(), policy, budget));
            }
        }
    }

    void aStudyIsItsTrialMeasuredOnce()
    {
        const CompressionPlan plan { .methods = { { findCachePolicy("snapkv"), {} },
                                                  { findCachePolicy("tappa"), { .alpha = 0.5 } } },
                                     .budgets = { 36, 48 } };
        const auto whole = studyTrace(*m_trace, kPrompt, plan, m_pool, {}, {}).value();
        const auto again = studyCache(*m_trial, plan, m_pool, {}, {}).value();
        QCOMPARE(whole.outcomes.size(), std::size_t { 4 });
        QCOMPARE(whole.continuationTokens, 20);
        for (std::size_t i = 0; i < 4; ++i) {
            QVERIFY(whole.outcomes[i].kept == again.outcomes[i].kept);
            QCOMPARE(whole.outcomes[i].loss.quality.attentionMass,
                     again.outcomes[i].loss.quality.attentionMass);
            QVERIFY(!whole.outcomes[i].loss.continuation);
        }
        QVERIFY(!whole.full);
    }

    void whatRowsLoseIsWhatTheHeadDoesNotKeep()
    {
        const KeptEntries kept = keptEntries(m_trial->prompt(), *findCachePolicy("h2o"), 40);
        const std::vector<KeptEntries> sets { kept };
        const auto loss = m_trial->measure(sets, m_pool, {}, {}).value().front();
        for (const HeadQuality& quality : loss.heads) {
            const HeadTrace head = m_trace->head(quality.id).value();
            const auto layer = std::ranges::find(kept, quality.id.layer, &KeptLayer::layer);
            const auto& entries = layer->keyHeads[static_cast<std::size_t>(
                m_trace->info().keyHeadOf(quality.id.head))];
            const auto lost = massLostByRow(exactHead(head, makeRopeTable(head.rope, {}).value()),
                                            entries, kPrompt, {})
                                  .value();
            QCOMPARE(lost.size(), std::size_t { 90 });
            double sum = 0.0;
            for (std::size_t t = kPrompt; t < lost.size(); ++t)
                sum += lost[t];
            QVERIFY(std::abs(sum / 20.0 - (1.0 - quality.attentionMass)) < 1e-9);
            QVERIFY(sum > 0.0);
        }
    }

    void withTheWholeCacheNoRowLosesAnything()
    {
        const HeadTrace head = m_trace->head({ { 3 }, { 0 } }).value();
        std::vector<int> all(kPrompt);
        std::iota(all.begin(), all.end(), 0);
        const auto lost = massLostByRow(exactHead(head, makeRopeTable(head.rope, {}).value()), all,
                                        kPrompt, {});
        for (const double value : *lost)
            QCOMPARE(value, 0.0);
    }

    void aFiniteAlphaIsPartOfTheName()
    {
        const CachePolicy* const tappa = findCachePolicy("tappa");
        QCOMPARE((CacheMethod { tappa, {} }.name()), std::string("tappa"));
        QCOMPARE((CacheMethod { tappa, { .alpha = 300.0 } }.name()), std::string("tappa 300"));
        const CacheMethod other { findCachePolicy("cake"), { .alpha = 300.0 } };
        QCOMPARE(other.name(), std::string("cake"));
    }

    void measuresKnowWhatTheWholeCacheGives()
    {
        const CompressionPlan plan { .methods = { { findCachePolicy("full"), {} } },
                                     .budgets = { 40 } };
        const auto study = studyCache(*m_trial, plan, m_pool, {}, {}).value();
        for (const char* const name : { "attention_mass", "output_error" }) {
            const CompressionMeasure& measure = *findCompressionMeasure(name);
            const auto value = measure.of(study.outcomes.front().loss);
            QVERIFY(value && std::abs(*value - *measure.full(study)) < 1e-9);
        }
        QVERIFY(!findCompressionMeasure("kl")->of(study.outcomes.front().loss));
        QVERIFY(!findCompressionMeasure("kl")->full(study));
        QCOMPARE(findCompressionMeasure("charm"), nullptr);
    }

    void aStopIsHeardAndTheErrorSaysSo()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto trial = CacheTrial::ofTrace(*m_trace, kPrompt, m_pool, {}, stop.get_token());
        QVERIFY(!trial && trial.error().code == ErrorCode::Cancelled);
    }

private:
    ThreadPool m_pool { 2 };
    TracePtr m_trace;
    std::optional<CacheTrial> m_trial;
};

QTEST_GUILESS_MAIN(TestCacheTrial)
#include "tst_cache_trial.moc"
