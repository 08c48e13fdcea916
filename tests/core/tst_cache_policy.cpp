// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <numeric>

#include <QTest>

#include "core/cache/cache_policy.h"
#include "core/cache/cache_quality.h"
#include "core/cache/layer_budgets.h"
#include "core/trace/trace_file.h"

using namespace ropescope;

namespace {

TracePtr cacheTrace(const char* name)
{
    return openTraceFile(std::filesystem::path(ROPESCOPE_TEST_DATA) / "cache" / name).value();
}

PromptObservation observe(const Trace& trace, int tokens)
{
    ThreadPool pool(2);
    return observePrompt(trace, tokens, pool, {}, {}).value();
}

int total(const KeptEntries& kept)
{
    std::size_t sum = 0;
    for (const KeptLayer& layer : kept) {
        for (const std::vector<int>& entries : layer.keyHeads)
            sum += entries.size();
    }
    return static_cast<int>(sum);
}

bool isAscendingWithin(const std::vector<int>& entries, int tokens)
{
    return std::ranges::adjacent_find(entries, std::greater_equal()) == entries.end()
        && !entries.empty() && entries.front() >= 0 && entries.back() < tokens;
}

} // namespace

class TestCachePolicy : public QObject {
    Q_OBJECT
private slots:
    void budgetsAddUpExactlyForEveryMethodAndSize()
    {
        const TracePtr trace = cacheTrace("grouped.h5");
        for (const int tokens : { 1, 2, 31, 32, 33, 60, 90 }) {
            const PromptObservation prompt = observe(*trace, tokens);
            for (const CachePolicy& policy : cachePolicies()) {
                for (const double alpha : { 0.0, 0.3, std::numeric_limits<double>::infinity() }) {
                    for (int budget = 1; budget <= tokens + 2; ++budget) {
                        const KeptEntries kept
                            = keptEntries(prompt, policy, budget, { .alpha = alpha });
                        const int each = policy.name == "full" ? tokens : std::min(budget, tokens);
                        QCOMPARE(total(kept), each * 4 * 2); // layers, key heads
                        for (const KeptLayer& layer : kept) {
                            for (const std::vector<int>& entries : layer.keyHeads)
                                QVERIFY(isAscendingWithin(entries, tokens));
                        }
                    }
                }
            }
        }
    }

    void theWindowIsAlwaysKept()
    {
        const TracePtr trace = cacheTrace("grouped.h5");
        const PromptObservation prompt = observe(*trace, 90);
        for (const CachePolicy& policy : cachePolicies()) {
            if (policy.name == "streaming-llm")
                continue; // keeps the first 4 instead
            for (const KeptLayer& layer : keptEntries(prompt, policy, 40)) {
                for (const std::vector<int>& entries : layer.keyHeads) {
                    for (int position = 58; position < 90; ++position)
                        QVERIFY(std::ranges::binary_search(entries, position));
                }
            }
        }
    }

    void theFirstFourAndTheRecentAreStreamingLlms()
    {
        const TracePtr trace = cacheTrace("grouped.h5");
        const PromptObservation prompt = observe(*trace, 90);
        const std::vector<int> expected { 0, 1, 2, 3, 88, 89 };
        QCOMPARE(keptEntries(prompt, *findCachePolicy("streaming-llm"), 6)[3].keyHeads[1],
                 expected);
        const std::vector<int> prefix
            = keptEntries(prompt, *findCachePolicy("streaming-llm-prefix"), 35)[0].keyHeads[0];
        QCOMPARE(std::vector<int>(prefix.begin(), prefix.begin() + 4),
                 (std::vector<int> { 0, 1, 2, 58 }));
    }

    void equalScoresGoToTheLowerPosition()
    {
        const TracePtr trace = cacheTrace("ties.h5"); // queries are 0: attention is even
        const PromptObservation prompt = observe(*trace, 48);
        const std::vector<int> kept
            = keptEntries(prompt, *findCachePolicy("snapkv"), 35)[0].keyHeads[0];
        QCOMPARE(std::vector<int>(kept.begin(), kept.begin() + 4),
                 (std::vector<int> { 0, 1, 2, 16 }));
    }

    void pyramidsFallFromTheFirstLayerToTheLast()
    {
        const PromptObservation prompt = observe(*cacheTrace("grouped.h5"), 90);
        const std::vector<int> budgets = pyramidBudgets(prompt, 52, {});
        // 20 beside the window: 39 to 1 over four layers.
        QCOMPARE(budgets, (std::vector<int> { 71, 58, 46, 33 }));
        // 50 each: the first has all 58, so the last has 42.
        QCOMPARE(pyramidBudgets(prompt, 82, {}), (std::vector<int> { 90, 85, 79, 74 }));
    }

    void sharesFollowTheWeightsUpToTheCap()
    {
        const auto shares = [](std::vector<double> weights, int all, int cap) {
            return shareOut(weights, all, cap);
        };
        using Shares = std::vector<int>;
        QCOMPARE(shares({ 1, 3 }, 8, 100), (Shares { 2, 6 }));
        QCOMPARE(shares({ 1, 1, 1 }, 8, 100), (Shares { 3, 3, 2 })); // ties: the lower index
        QCOMPARE(shares({ 0, 0, 0 }, 7, 100), (Shares { 3, 2, 2 }));
        QCOMPARE(shares({ 0, 1 }, 5, 5), (Shares { 0, 5 }));
        QCOMPARE(shares({ 10, 1, 1 }, 12, 6), (Shares { 6, 3, 3 })); // 4 are over, 2 for each
        QCOMPARE(shares({ 100, 10, 1 }, 20, 8), (Shares { 8, 7, 5 }));
        QCOMPARE(shares({ 1, 2, 3 }, 24, 8), (Shares { 8, 8, 8 }));
        QCOMPARE(shares({ 1e-300, 1e300 }, 10, 10), (Shares { 0, 10 }));
    }

    void theWholeCacheLosesNothing()
    {
        const TracePtr trace = cacheTrace("interleaved.h5");
        ThreadPool pool(2);
        for (const int tokens : { 40, 60 }) {
            const KeptEntries all
                = keptEntries(observe(*trace, tokens), *findCachePolicy("full"), 1);
            const auto heads
                = measureKept(*trace, tokens, std::vector<KeptEntries> { all }, pool, {}, {});
            for (const HeadQuality& head : heads->front()) {
                QVERIFY(std::abs(head.attentionMass - 1.0) < 1e-12);
                QVERIFY(*head.outputError < 1e-12);
            }
        }
    }

    void aRequestThatCannotBeMetIsAnError()
    {
        ThreadPool pool(1);
        const TracePtr trace = cacheTrace("short.h5");
        QCOMPARE(observePrompt(*trace, 0, pool, {}, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(observePrompt(*trace, 21, pool, {}, {}).error().code, ErrorCode::InvalidArgument);
        std::stop_source source;
        source.request_stop();
        QCOMPARE(observePrompt(*trace, 20, pool, {}, source.get_token()).error().code,
                 ErrorCode::Cancelled);
        QVERIFY(findCachePolicy("nothing") == nullptr);
    }
};

QTEST_GUILESS_MAIN(TestCachePolicy)
#include "tst_cache_policy.moc"
