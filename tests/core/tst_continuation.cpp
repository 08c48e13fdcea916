// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QTest>

#include "core/cache/continuation_quality.h"
#include "core/cache/continuation_task.h"

using namespace ropescope;

namespace {

std::vector<std::int64_t> numbers(int count)
{
    std::vector<std::int64_t> tokens(static_cast<std::size_t>(count));
    std::iota(tokens.begin(), tokens.end(), 100);
    return tokens;
}

} // namespace

class TestContinuation : public QObject {
    Q_OBJECT
private slots:
    void aTextGoesOn()
    {
        const auto tokens = numbers(50);
        const TaskTokens task = makeTask(ContinuationTask::Text, tokens, 8, 1).value();
        QCOMPARE(task.prompt, std::vector(tokens.begin(), tokens.begin() + 42));
        QCOMPARE(task.continuation, std::vector(tokens.begin() + 42, tokens.end()));
    }

    void copyRepeatsAPassageOfTheFirstHalf()
    {
        const auto tokens = numbers(400);
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            const TaskTokens task = makeTask(ContinuationTask::Copy, tokens, 20, seed).value();
            QCOMPARE(task.prompt.size() + task.continuation.size(), tokens.size());
            const std::size_t source = task.prompt.size() - kCueTokens;
            QVERIFY(std::equal(tokens.begin(), tokens.begin() + 364, task.prompt.begin()));
            QCOMPARE(source, std::size_t { 364 });
            QVERIFY(task.passage >= 1 && task.passage + kCueTokens + 20 <= 182);
            for (int i = 0; i < kCueTokens + 20; ++i) {
                const auto at = static_cast<std::size_t>(i);
                const std::int64_t said = i < kCueTokens ? task.prompt[source + at]
                                                         : task.continuation[at - kCueTokens];
                QCOMPARE(said, task.prompt[static_cast<std::size_t>(task.passage) + at]);
            }
        }
    }

    void recallShufflesAllButTheFirstToken()
    {
        const auto tokens = numbers(400);
        const TaskTokens task = makeTask(ContinuationTask::Recall, tokens, 20, 3).value();
        std::vector<std::int64_t> source(task.prompt.begin(), task.prompt.end() - kCueTokens);
        QCOMPARE(source.front(), tokens.front());
        QVERIFY(!std::ranges::is_sorted(source));
        std::ranges::sort(source);
        QVERIFY(std::equal(source.begin(), source.end(), tokens.begin()));
        QCOMPARE(makeTask(ContinuationTask::Recall, tokens, 20, 3)->prompt, task.prompt);
        QVERIFY(makeTask(ContinuationTask::Recall, tokens, 20, 4)->prompt != task.prompt);
    }

    void shortTextsAreErrors()
    {
        const auto code = [](ContinuationTask task, int count, int continuation) {
            const auto made = makeTask(task, numbers(count), continuation, 1);
            return made ? std::nullopt : std::optional(made.error().code);
        };
        QCOMPARE(code(ContinuationTask::Text, 9, 8), std::nullopt);
        QCOMPARE(code(ContinuationTask::Text, 8, 8), ErrorCode::InvalidArgument);
        QCOMPARE(code(ContinuationTask::Text, 8, 1), ErrorCode::InvalidArgument);
        QCOMPARE(code(ContinuationTask::Copy, 3 * (16 + 4) + 2, 4), std::nullopt);
        QCOMPARE(code(ContinuationTask::Copy, 3 * (16 + 4) + 1, 4), ErrorCode::InvalidArgument);
    }

    void namesGoBothWays()
    {
        for (const ContinuationTask task :
             { ContinuationTask::Text, ContinuationTask::Copy, ContinuationTask::Recall })
            QCOMPARE(taskFromName(taskName(task)), task);
        QCOMPARE(taskFromName("other"), std::nullopt);
    }

    void qualityIsThatOfTheNextTokens()
    {
        // Two tokens: probabilities 1/4 and 3/4, then 1/2 each.
        const auto log3 = std::log(3.0F);
        MatrixRM full(3, 2);
        full << 0, log3, 0, 0, 5, 5; // the last row predicts nothing
        const std::vector<std::int64_t> tokens { 0, 1, 0 };
        const ContinuationReference reference(full, tokens);
        const double nats = (std::log(4.0 / 3.0) + std::log(2.0)) / 2;
        QVERIFY(std::abs(reference.full().nats - nats) < 1e-6);
        QVERIFY(std::abs(reference.full().perplexity() - std::exp(nats)) < 1e-6);
        QCOMPARE(reference.full().accuracy, 1.0); // a tie goes to token 0
        QCOMPARE(reference.full().divergence, 0.0);
        QVERIFY(reference.compare(full).divergence < 1e-7);

        MatrixRM other(3, 2);
        other << 0, 0, 0, log3, -9, 9;
        const ContinuationQuality quality = reference.compare(other);
        const double first = 0.25 * std::log(0.5) + 0.75 * std::log(1.5);
        const double second = 0.5 * std::log(2.0) + 0.5 * std::log(2.0 / 3.0);
        QVERIFY(std::abs(quality.divergence - (first + second) / 2) < 1e-6);
        QCOMPARE(quality.accuracy, 0.0);
        QVERIFY(std::abs(quality.nats - (std::log(2.0) + std::log(4.0)) / 2) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(TestContinuation)
#include "tst_continuation.moc"
