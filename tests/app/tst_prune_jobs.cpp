// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QSignalSpy>
#include <QTest>

#include "app/session.h"
#include "gpu/cpu/cpu_renderer.h"

using namespace ropescope;

namespace {

constexpr const char* kText = "The old man looked at the sea, and the sea looked at the old man.";

} // namespace

class TestPruneJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        auto pool = std::make_shared<ThreadPool>(2);
        m_session = std::make_unique<Session>(std::make_unique<CpuRenderer>(pool), pool);
        m_session->open(ROPESCOPE_SOURCE_DIR "/resources/model", kText);
        QTRY_VERIFY(m_session->isIdle() && m_session->trace());
    }
    void cleanup() { m_session.reset(); }

    void ordersOfLayersAreMeasuredFromTheWholeModelOn()
    {
        measure();
        const PrunedText& text = *prune().text();
        QCOMPARE(text.steps.size(), text.measured.size());
        const CurveChart chart = pruneChart(std::span(&text, 1), PrunedPart::Layers);
        QCOMPARE(chart.curves.size(), std::size_t { 3 });
        for (const ChartCurve& curve : chart.curves) {
            QCOMPARE(curve.points.size(), std::size_t { 8 }); // 0 .. 7 layers
            QVERIFY(std::abs(curve.points.front().y() - *chart.reference) < 1e-9);
        }
        QVERIFY(chart.curves.front().points.back().y() > *chart.reference);
    }

    void theDialReordersAtOnceAndMeasuresAfterwards()
    {
        measure();
        const auto before = prune().order()->order;
        prune().setBeta(1.0);
        const auto after = prune().order();
        QCOMPARE(after->beta, 1.0);
        QVERIFY(prune().isBusy());
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isIdle(), 120'000);
        const auto isTappa = [](const RemovalStep& step) { return step.method == "tappa"; };
        const auto& steps = prune().text()->steps;
        QCOMPARE(std::ranges::count_if(steps, isTappa), 8);
        QCOMPARE(*std::ranges::find_if(steps, isTappa)->beta, 1.0);
        prune().setBeta(0.2); // is known
        QCOMPARE(prune().order()->order, before);
        QVERIFY(!prune().isBusy());
        prune().setBeta(0.0);
        QCOMPARE(prune().order()->order, ascendingOrder(prune().importance()->blockInfluence));
    }

    void headsAreMaskedInThreeOrders()
    {
        measure();
        prune().setPart(PrunedPart::Heads);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isIdle() && prune().text(), 120'000);
        const CurveChart chart = pruneChart(std::span(&*prune().text(), 1), PrunedPart::Heads);
        QCOMPARE(chart.curves.size(), std::size_t { 3 });
        QCOMPARE(chart.curves.front().points.back().x(), 64.0);
        prune().setPart(PrunedPart::Layers); // is known
        QVERIFY(prune().text() && !prune().isBusy());
    }

    void aCancelledRunCanBeBegunAgain()
    {
        prune().want(true);
        QVERIFY(prune().isRunning() && !m_session->isIdle());
        prune().cancel();
        QTRY_VERIFY(m_session->isIdle());
        QVERIFY(!prune().text());
        prune().run();
        QTRY_VERIFY_WITH_TIMEOUT(prune().text(), 120'000);
    }

    void aTraceHasNoModelToTakeApart()
    {
        m_session->open(ROPESCOPE_TEST_DATA "/cache/grouped.h5", {});
        QTRY_VERIFY(m_session->isIdle() && !m_session->source().source.model);
        QVERIFY(noPruneReason(prune().source()).contains("open a model"));
        prune().want(true);
        QVERIFY(!prune().isBusy());
    }

private:
    PruneJobs& prune() { return m_session->prune(); }

    void measure()
    {
        prune().want(true);
        QTRY_VERIFY_WITH_TIMEOUT(prune().text() && m_session->isIdle(), 120'000);
    }

    std::unique_ptr<Session> m_session;
};

QTEST_MAIN(TestPruneJobs)
#include "tst_prune_jobs.moc"
