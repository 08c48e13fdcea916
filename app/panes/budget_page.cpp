// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/budget_page.h"

#include <array>
#include <cmath>
#include <limits>

#include <QVBoxLayout>

#include "app/chart_export.h"
#include "app/compression_chart.h"
#include "app/report/csv_table.h"
#include "widgets/budget_view.h"

namespace ropescope {

namespace {

/// Those that differ in how they share a budget out; SnapKV shares evenly.
constexpr std::array kShown { "pyramidkv", "cake", "tappa" };
constexpr std::array kStarts { "tappa", "cake", "pyramidkv", "snapkv" };

BudgetCost costOf(const QString& name, int look, const CacheLoss* loss)
{
    BudgetCost cost {
        .name = name, .look = look, .mass = {}, .error = {}, .divergence = {}, .perplexity = {}
    };
    if (loss == nullptr)
        return cost;
    cost.mass = loss->quality.attentionMass;
    cost.error = loss->quality.outputError;
    if (loss->continuation) {
        cost.divergence = loss->continuation->divergence;
        cost.perplexity = loss->continuation->perplexity();
    }
    return cost;
}

BudgetBarsContent contentOf(const CacheRun& run, int budget, std::vector<int> hand)
{
    const PromptObservation& prompt = run.trial->prompt();
    BudgetBarsContent content { .layers = {},
                                .methods = {},
                                .hand = std::move(hand),
                                .similarity = {},
                                .least = prompt.window,
                                .most = prompt.tokens };
    for (const LayerObservation& layer : prompt.layers) {
        content.layers.push_back(layer.layer.value);
        content.similarity.push_back(
            layer.querySimilarity.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    for (const char* const name : kShown) {
        const CacheMethod method { findCachePolicy(name), {} };
        content.methods.push_back(
            { titleOf(method), lookOf(method), layerBudgets(prompt, *method.policy, budget) });
    }
    return content;
}

} // namespace

BudgetPage::BudgetPage(Session* session, QWidget* parent)
    : SessionPage(parent)
    , m_session(session)
    , m_view(new BudgetView)
{
    setObjectName(QStringLiteral("budget"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    CacheJobs* const cache = &session->cache();
    connect(m_view, &BudgetView::runRequested, cache, &CacheJobs::run);
    connect(m_view, &BudgetView::cancelRequested, cache, &CacheJobs::cancel);
    connect(m_view, &BudgetView::budgetMoved, cache, &CacheJobs::moveBudget);
    connect(m_view, &BudgetView::tableRequested, this, &BudgetPage::exportTable);
    connect(m_view, &BudgetView::startChosen, cache,
            [cache](const QString& method) { cache->startHand(method.toStdString()); });
    connect(m_view, &BudgetView::budgetChosen, cache, [cache](int budget) {
        cache->choose({ cache->choice().method, budget });
    });
    connect(cache, &CacheJobs::progressed, m_view, &BudgetView::setBusy);
    connect(cache, &CacheJobs::runChanged, this, &BudgetPage::showRun);
    connect(cache, &CacheJobs::handChanged, this, &BudgetPage::showHand);
    showRun();
}

void BudgetPage::setTheme(const Theme& theme) { m_view->setTheme(theme); }

void BudgetPage::showEvent(QShowEvent* event)
{
    SessionPage::showEvent(event);
    m_session->cache().want(true);
}

void BudgetPage::hideEvent(QHideEvent* event)
{
    SessionPage::hideEvent(event);
    m_session->cache().want(false);
}

void BudgetPage::showRun()
{
    const CacheJobs& cache = m_session->cache();
    const CacheRunPtr& run = cache.cacheRun();
    const QString reason = noCacheReason(cache.source());
    if (!cache.isRunning())
        m_view->setBusy(std::nullopt);
    m_view->setRunnable(reason.isEmpty() && !run);
    m_shownBudget = 0;
    if (run) {
        QStringList starts;
        for (const char* const start : kStarts)
            starts << QString::fromLatin1(start);
        m_view->setChoices(run->plan.budgets, starts);
        m_view->setHint({});
    } else {
        m_view->setHint(
            !reason.isEmpty()
                ? reason
                : tr("Measure how PyramidKV, CAKE and TAPPA share a budget out over the "
                     "layers of this prompt; then move a layer's share by hand."));
    }
    showHand();
}

void BudgetPage::showHand()
{
    const CacheJobs& cache = m_session->cache();
    const CacheRunPtr& run = cache.cacheRun();
    const HandBudgets& hand = cache.hand();
    if (!run || hand.budgets.empty())
        return;
    const int budget = cache.choice().budget;
    m_view->setChosen(budget, QString::fromStdString(hand.start));
    if (budget != m_shownBudget) {
        m_shownBudget = budget;
        m_view->setContent(contentOf(*run, budget, hand.budgets));
    } else {
        m_view->setHand(hand.budgets);
    }
    std::vector<BudgetCost> costs { costOf(tr("by hand"), -1, hand.loss ? &*hand.loss : nullptr) };
    for (const char* const name : kStarts) {
        if (const CompressionOutcome* const outcome = run->find(name, budget))
            costs.push_back(
                costOf(titleOf(outcome->method), lookOf(outcome->method), &outcome->loss));
    }
    m_view->setCosts(std::move(costs), hand.isPending);
}

std::string BudgetPage::table() const
{
    using Json = nlohmann::ordered_json;
    const CacheJobs& cache = m_session->cache();
    if (!cache.cacheRun() || cache.hand().budgets.empty())
        return {};
    const CacheRun& run = *cache.cacheRun();
    const int budget = cache.choice().budget;
    const BudgetBarsContent content = contentOf(run, budget, cache.hand().budgets);
    std::vector<Json> rows;
    const auto orNull
        = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
    const auto add = [&](const std::string& method, const std::vector<int>& budgets,
                         const CacheLoss* loss) {
        const BudgetCost cost = costOf({}, 0, loss);
        for (std::size_t i = 0; i < budgets.size(); ++i) {
            rows.push_back({ { "method", method },
                             { "budget", budget },
                             { "layer", content.layers[i] },
                             { "entries", budgets[i] },
                             { "q_similarity",
                               std::isfinite(content.similarity[i]) ? Json(content.similarity[i])
                                                                    : Json(nullptr) },
                             { "attention_mass", orNull(cost.mass) },
                             { "output_error", orNull(cost.error) },
                             { "kl", orNull(cost.divergence) },
                             { "perplexity", orNull(cost.perplexity) } });
        }
    };
    const HandBudgets& hand = cache.hand();
    add("by-hand-from-" + hand.start, hand.budgets,
        hand.loss && !hand.isPending ? &*hand.loss : nullptr);
    for (const BudgetShares& method : content.methods) {
        const std::string name = method.name.toStdString();
        const CompressionOutcome* const outcome = run.find(name, budget);
        add(name, method.budgets, outcome != nullptr ? &outcome->loss : nullptr);
    }
    return csvTable(rows);
}

void BudgetPage::exportTable()
{
    if (const auto wrong = saveTable(this, QStringLiteral("budgets"), table()))
        emit refused(*wrong);
}

} // namespace ropescope
