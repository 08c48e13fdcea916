// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/cache_page.h"

#include <array>
#include <cmath>
#include <limits>

#include <QVBoxLayout>

#include "app/chart_export.h"
#include "app/compression_chart.h"
#include "widgets/compression_view.h"

namespace ropescope {

namespace {

/// What says most stands first; a trace has but the last two of the first four.
constexpr std::array kMeasures { "kl", "perplexity", "output_error", "attention_mass", "accuracy" };

std::vector<StudiedText> textsOf(const CacheRun& run) { return { { "prompt", run.study } }; }

} // namespace

CachePage::CachePage(Session* session, QWidget* parent)
    : SessionPage(parent)
    , m_session(session)
    , m_view(new CompressionView)
{
    setObjectName(QStringLiteral("cache"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    CacheJobs* const cache = &session->cache();
    connect(m_view, &CompressionView::runRequested, cache, &CacheJobs::run);
    connect(m_view, &CompressionView::cancelRequested, cache, &CacheJobs::cancel);
    connect(m_view, &CompressionView::pointChosen, this, &CachePage::choose);
    connect(m_view, &CompressionView::marksToggled, cache, &CacheJobs::wantMarks);
    connect(m_view, &CompressionView::headPicked, session, &Session::showHead);
    connect(m_view, &CompressionView::tableRequested, this, &CachePage::exportTable);
    connect(m_view, &CompressionView::figureRequested, this, &CachePage::exportFigure);
    connect(cache, &CacheJobs::progressed, m_view, &CompressionView::setBusy);
    connect(cache, &CacheJobs::runChanged, this, &CachePage::showRun);
    connect(cache, &CacheJobs::choiceChanged, this, &CachePage::showChoice);
    connect(session, &Session::viewChanged, this,
            [this] { m_view->setSelected(m_session->view().head); });
    showRun();
}

void CachePage::setTheme(const Theme& theme) { m_view->setTheme(theme); }

void CachePage::showEvent(QShowEvent* event)
{
    SessionPage::showEvent(event);
    m_session->cache().want(true);
    m_session->cache().wantMarks(true);
    m_view->setMarksShown(true);
}

/// The map is itself again.
void CachePage::hideEvent(QHideEvent* event)
{
    SessionPage::hideEvent(event);
    m_session->cache().want(false);
    m_session->cache().wantMarks(false);
}

void CachePage::showRun()
{
    const CacheJobs& cache = m_session->cache();
    const QString reason = noCacheReason(cache.source());
    if (!cache.isRunning())
        m_view->setBusy(std::nullopt);
    m_view->setRunnable(reason.isEmpty() && !cache.cacheRun());
    m_view->setHint(!reason.isEmpty()
                        ? reason
                        : tr("Measure what each method of compressing the key-value cache loses on "
                             "this prompt, over budgets: its first three quarters are compressed, "
                             "the tokens behind them measure."));
    std::vector<CurveChart> charts;
    if (const CacheRunPtr& run = cache.cacheRun()) {
        for (const char* const name : kMeasures) {
            CurveChart chart = compressionChart(textsOf(*run), *findCompressionMeasure(name));
            if (!chart.curves.empty())
                charts.push_back(std::move(chart));
        }
    }
    m_view->setCharts(std::move(charts));
    showChoice();
}

void CachePage::showChoice()
{
    const CacheJobs& cache = m_session->cache();
    const CacheRunPtr& run = cache.cacheRun();
    const CompressionOutcome* const outcome
        = run ? run->find(cache.choice().method, cache.choice().budget) : nullptr;
    if (outcome == nullptr) {
        m_view->setChosen({}, 0);
        m_view->setLosses(0, 0, {});
        return;
    }
    m_view->setChosen(titleOf(outcome->method), outcome->budget);
    const TraceInfo& info = run->source.trace->info();
    const auto heads = static_cast<std::size_t>(info.numHeads);
    std::vector<double> losses(static_cast<std::size_t>(info.numLayers) * heads,
                               std::numeric_limits<double>::quiet_NaN());
    for (const HeadQuality& head : outcome->loss.heads) {
        losses[static_cast<std::size_t>(head.id.layer.value) * heads
               + static_cast<std::size_t>(head.id.head.value)]
            = 1.0 - head.attentionMass;
    }
    m_view->setLosses(info.numLayers, info.numHeads, std::move(losses));
    m_view->setSelected(m_session->view().head);
}

void CachePage::choose(const QString& curve, double budget)
{
    CacheJobs& cache = m_session->cache();
    if (!cache.cacheRun())
        return;
    for (const CacheMethod& method : cache.cacheRun()->plan.methods) {
        if (titleOf(method) == curve)
            cache.choose({ method.name(), static_cast<int>(std::lround(budget)) });
    }
}

std::string CachePage::table() const
{
    const CacheRunPtr& run = m_session->cache().cacheRun();
    return run ? compressionCsv(textsOf(*run), { ContinuationTask::Text, run->plan })
               : std::string();
}

void CachePage::exportTable()
{
    if (const auto wrong = saveTable(this, QStringLiteral("compression"), table()))
        emit refused(*wrong);
}

void CachePage::exportFigure()
{
    const ChartFigure figure { .title = "What compressing the key-value cache costs",
                               .charts = { m_view->shownChart() } };
    if (const auto wrong = saveCharts(this, QStringLiteral("compression"), figure))
        emit refused(*wrong);
}

} // namespace ropescope
