// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <numeric>

#include <QSignalSpy>
#include <QTest>

#include "app/session.h"
#include "gpu/cpu/cpu_renderer.h"

using namespace ropescope;

namespace {

constexpr const char* kText
    = "The sea was calm and the wind had gone, and the old man sat in the boat and waited for the "
      "fish to come. He had waited for a long time, and the sun was high, and the sea was calm, "
      "and "
      "the boat was still. He thought of the boy who had sat with him in the boat, and of the fish "
      "that they had caught, and of the long way home when the wind was against them.";

} // namespace

class TestCacheJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        auto pool = std::make_shared<ThreadPool>(2);
        m_session = std::make_unique<Session>(std::make_unique<CpuRenderer>(pool), pool);
    }
    void cleanup() { m_session.reset(); }

    void nothingIsMeasuredUntilAPageWantsIt()
    {
        openTrace();
        QVERIFY(!cache().cacheRun() && m_session->isIdle());
        cache().want(true);
        QVERIFY(cache().isRunning());
        QVERIFY(!m_session->isIdle());
        QTRY_VERIFY(cache().cacheRun());
        QTRY_VERIFY(m_session->isIdle());
        const CacheRun& run = *cache().cacheRun();
        QCOMPARE(run.study.promptTokens, 90 - 22);
        QCOMPARE(run.study.outcomes.size(), run.plan.methods.size() * run.plan.budgets.size());
        QVERIFY(run.find(cache().choice().method, cache().choice().budget));
        QVERIFY(!run.study.full); // there is no model
    }

    void aModelIsMeasuredByWhatItPredicts()
    {
        m_session->open(ROPESCOPE_SOURCE_DIR "/resources/model", kText);
        QTRY_VERIFY(m_session->isIdle() && m_session->trace());
        cache().want(true);
        QTRY_VERIFY_WITH_TIMEOUT(cache().cacheRun(), 120'000);
        const CacheRun& run = *cache().cacheRun();
        QVERIFY(run.study.full);
        for (const CompressionOutcome& outcome : run.study.outcomes)
            QVERIFY(outcome.loss.continuation && outcome.loss.quality.outputError);
    }

    void marksFollowHeadAndChoice()
    {
        measure();
        QVERIFY(!cache().marks());
        cache().wantMarks(true);
        QTRY_VERIFY(cache().marks());
        const CacheChoice choice { "pyramidkv", 40 };
        cache().choose(choice);
        QTRY_VERIFY(m_session->isIdle());
        const HeadId id = m_session->view().head;
        const CompressionOutcome& outcome = *cache().cacheRun()->find("pyramidkv", 40);
        QCOMPARE(cache().marks()->keptCount(), keptOf(outcome, id));
        for (const HeadQuality& head : outcome.loss.heads) {
            if (head.id == id)
                QVERIFY(std::abs(cache().marks()->meanLost() - (1.0 - head.attentionMass)) < 1e-9);
        }
        const HeadId other { { 3 }, { 1 } };
        m_session->showHead(other);
        QTRY_VERIFY(m_session->isIdle() && m_session->head()->id == other);
        QCOMPARE(cache().marks()->keptCount(), keptOf(outcome, other));
        cache().wantMarks(false);
        QVERIFY(!cache().marks());
    }

    void aChoiceThatWasNotMeasuredIsIgnored()
    {
        measure();
        const CacheChoice before = cache().choice();
        cache().choose({ "snapkv", 41 });
        cache().choose({ "charm", 40 });
        QVERIFY(cache().choice() == before);
    }

    void aBudgetMovedByHandIsMeasuredAndTheSumStays()
    {
        measure();
        cache().choose({ "tappa", 40 });
        cache().startHand("tappa");
        const std::vector<int> start = cache().hand().budgets;
        const int sum = std::accumulate(start.begin(), start.end(), 0);
        QCOMPARE(sum, 40 * static_cast<int>(start.size()));
        QVERIFY(cache().hand().loss && !cache().hand().isPending);
        const double before = cache().hand().loss->quality.attentionMass;
        cache().moveBudget(0, 32);
        cache().moveBudget(1, 60);
        QVERIFY(cache().hand().isPending);
        QTRY_VERIFY(!cache().hand().isPending && m_session->isIdle());
        const std::vector<int>& now = cache().hand().budgets;
        QCOMPARE(std::accumulate(now.begin(), now.end(), 0), sum);
        QVERIFY(now != start);
        QVERIFY(cache().hand().loss->quality.attentionMass != before);
        for (const HeadQuality& head : cache().hand().loss->heads)
            QVERIFY(std::ranges::find(now, head.kept) != now.end());
        cache().startHand("tappa");
        QCOMPARE(cache().hand().budgets, start);
    }

    void anotherSourceForgetsAndMeasuresAgain()
    {
        measure();
        const CacheRunPtr before = cache().cacheRun();
        QSignalSpy changed(&cache(), &CacheJobs::runChanged);
        m_session->open(ROPESCOPE_TEST_DATA "/cache/grouped.h5", {});
        QTRY_VERIFY(changed.size() >= 2);
        QTRY_VERIFY(cache().cacheRun() && cache().cacheRun() != before);
    }

    void aCancelledRunDeliversNothing()
    {
        openTrace();
        cache().want(true);
        QVERIFY(cache().isRunning());
        cache().cancel();
        QVERIFY(!cache().isRunning());
        QTRY_VERIFY(m_session->isIdle());
        QVERIFY(!cache().cacheRun());
        cache().run(); // and can be begun again
        QTRY_VERIFY(cache().cacheRun());
    }

    void whatCannotBeCompressedSaysWhy()
    {
        QVERIFY(noCacheReason({}).contains("Nothing is open"));
        m_session->open(ROPESCOPE_TEST_DATA "/cache/short.h5", {});
        QTRY_VERIFY(m_session->isIdle() && m_session->trace());
        QVERIFY(noCacheReason(cache().source()).contains("too short"));
        cache().want(true);
        cache().run();
        QVERIFY(m_session->isIdle());
    }

    void budgetsLieBetweenWindowAndPrompt()
    {
        for (const int tokens : { 48, 68, 249, 896, 5000 }) {
            const std::vector<int> budgets = windowBudgets(tokens);
            QVERIFY(!budgets.empty());
            QVERIFY(std::ranges::is_sorted(budgets));
            QVERIFY(budgets.front() > kObservationWindow && budgets.back() < tokens);
        }
    }

private:
    CacheJobs& cache() { return m_session->cache(); }

    void openTrace()
    {
        m_session->open(ROPESCOPE_TEST_DATA "/cache/grouped.h5", {});
        QTRY_VERIFY(m_session->isIdle() && m_session->head());
    }

    void measure()
    {
        openTrace();
        cache().want(true);
        QTRY_VERIFY(cache().cacheRun() && m_session->isIdle());
    }

    int keptOf(const CompressionOutcome& outcome, HeadId id)
    {
        const auto layer = std::ranges::find(outcome.kept, id.layer, &KeptLayer::layer);
        const int keyHead = m_session->trace()->info().keyHeadOf(id.head);
        return static_cast<int>(layer->keyHeads[static_cast<std::size_t>(keyHead)].size());
    }

    std::unique_ptr<Session> m_session;
};

QTEST_MAIN(TestCacheJobs)
#include "tst_cache_jobs.moc"
