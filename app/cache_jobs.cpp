// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache_jobs.h"

#include <algorithm>

#include "core/cache/budget_shift.h"
#include "core/cache/row_loss.h"
#include "core/rope/rope_edit.h"

namespace ropescope {

namespace {

constexpr double kQuick = 5e11; ///< operations that take a few seconds
constexpr const char* kFirstMethod = "tappa";
constexpr int kFirstBudget = 64;

/// The budget nearest to the usual one.
int firstBudget(const std::vector<int>& budgets)
{
    return *std::ranges::min_element(budgets, {},
                                     [](int budget) { return std::abs(budget - kFirstBudget); });
}

Result<KeptMarks> marksOf(const Trace& trace, HeadId id, const KeptEntries& kept, int promptTokens,
                          const std::stop_token& stop)
{
    const auto layer = std::ranges::find(kept, id.layer, &KeptLayer::layer);
    if (layer == kept.end())
        return fail(ErrorCode::NotFound, "This layer holds no queries and keys.");
    const auto keyHead = static_cast<std::size_t>(trace.info().keyHeadOf(id.head));
    const std::vector<int>& entries = layer->keyHeads[keyHead];
    const auto head = trace.head(id);
    if (!head)
        return tl::unexpected(head.error());
    const auto table = makeRopeTable(head->rope, {});
    if (!table)
        return tl::unexpected(table.error());
    KeptMarks marks { .promptTokens = promptTokens, .isKept = {}, .lost = {} };
    marks.isKept.resize(static_cast<std::size_t>(promptTokens));
    for (const int position : entries)
        marks.isKept[static_cast<std::size_t>(position)] = true;
    auto lost = massLostByRow(exactHead(*head, *table), entries, promptTokens, stop);
    if (!lost)
        return tl::unexpected(lost.error());
    marks.lost = std::move(*lost);
    return marks;
}

} // namespace

CacheJobs::CacheJobs(JobList* jobs, QObject* parent)
    : QObject(parent)
    , m_jobs(jobs)
    , m_runJob(jobs)
    , m_handJob(jobs->threads())
    , m_marksJob(jobs->threads())
{
    jobs->add(m_handJob, {});
    jobs->add(m_marksJob, {});
}

void CacheJobs::setSource(const OpenedSource& source)
{
    m_runJob.cancel();
    m_handJob.cancel();
    m_marksJob.cancel();
    m_source = source;
    m_run.reset();
    m_hand = {};
    m_marks.reset();
    emit runChanged();
    emit marksChanged();
    startIfQuick();
    m_jobs->noteEnd();
}

void CacheJobs::setHead(HeadId head)
{
    if (head == m_head)
        return;
    m_head = head;
    updateMarks();
}

void CacheJobs::want(bool wanted)
{
    m_wanted = wanted;
    startIfQuick();
}

void CacheJobs::startIfQuick()
{
    if (m_wanted && !m_run && !isRunning() && noCacheReason(m_source).isEmpty()
        && cacheRunCost(m_source) <= kQuick)
        run();
}

void CacheJobs::run()
{
    if (!noCacheReason(m_source).isEmpty())
        return;
    m_runJob.start(
        [source = m_source](ThreadPool& pool, const Progress& progress,
                            const std::stop_token& stop) {
            return runCache(source, pool, progress, stop);
        },
        [this](double fraction) { emit progressed(fraction); },
        [this](Result<CacheRunPtr> done) {
            if (!done) {
                emit runChanged();
                emit failed(QString::fromStdString(done.error().message));
                return;
            }
            m_run = std::move(*done);
            CacheChoice next = m_choice; // that of the prompt before, where it can be
            if (m_run->find(next.method, next.budget) == nullptr)
                next = { kFirstMethod, firstBudget(m_run->plan.budgets) };
            emit runChanged();
            choose(next);
        });
}

void CacheJobs::cancel()
{
    m_runJob.cancel();
    emit runChanged();
    m_jobs->noteEnd();
}

void CacheJobs::choose(const CacheChoice& choice)
{
    if (!m_run || m_run->find(choice.method, choice.budget) == nullptr)
        return;
    const bool anotherBudget = m_hand.budgets.empty() || choice.budget != m_choice.budget;
    m_choice = choice;
    emit choiceChanged();
    if (anotherBudget)
        startHand(m_hand.start.empty() ? kFirstMethod : m_hand.start);
    updateMarks();
}

void CacheJobs::startHand(const std::string& method)
{
    const CompressionOutcome* const outcome
        = m_run ? m_run->find(method, m_choice.budget) : nullptr;
    if (outcome == nullptr)
        return;
    m_handJob.cancel();
    m_hand = { .start = method,
               .budgets = layerBudgets(m_run->trial->prompt(), *outcome->method.policy,
                                       m_choice.budget, outcome->method.settings),
               .loss = outcome->loss };
    emit handChanged();
    m_jobs->noteEnd();
}

void CacheJobs::moveBudget(int index, int wanted)
{
    if (!m_run || index < 0 || index >= static_cast<int>(m_hand.budgets.size()))
        return;
    const PromptObservation& prompt = m_run->trial->prompt();
    auto moved = shiftBudget(m_hand.budgets, static_cast<std::size_t>(index), wanted, prompt.window,
                             prompt.tokens);
    if (moved == m_hand.budgets)
        return;
    m_hand.budgets = std::move(moved);
    measureHand();
}

void CacheJobs::measureHand()
{
    m_hand.isPending = true;
    m_handJob.request(
        [run = m_run, select = findCachePolicy(m_hand.start)->select, budgets = m_hand.budgets,
         cores = m_jobs->cores()](const std::stop_token& stop) -> Result<CacheLoss> {
            ThreadPool pool(cores);
            const std::vector<KeptEntries> sets { selectEntries(run->trial->prompt(), select,
                                                                budgets) };
            return run->trial->measure(sets, pool, {}, stop).map([](std::vector<CacheLoss> losses) {
                return std::move(losses.front());
            });
        },
        [this, budgets = m_hand.budgets](Result<CacheLoss> loss) {
            if (loss) {
                m_hand.loss = std::move(*loss);
                m_hand.isPending = budgets != m_hand.budgets;
                emit handChanged();
            } else if (loss.error().code != ErrorCode::Cancelled) {
                m_hand.isPending = false;
                emit handChanged();
                emit failed(QString::fromStdString(loss.error().message));
            }
            m_jobs->noteEnd();
        });
    emit handChanged();
}

void CacheJobs::wantMarks(bool wanted)
{
    if (wanted == m_marksWanted)
        return;
    m_marksWanted = wanted;
    updateMarks();
}

void CacheJobs::updateMarks()
{
    m_marksJob.cancel();
    const CompressionOutcome* const outcome
        = m_run && m_marksWanted ? m_run->find(m_choice.method, m_choice.budget) : nullptr;
    if (outcome == nullptr) {
        m_marks.reset();
        emit marksChanged();
        return m_jobs->noteEnd();
    }
    m_marksJob.start(
        [run = m_run, head = m_head, outcome](const std::stop_token& stop) {
            return marksOf(*run->source.trace, head, outcome->kept, run->trial->prompt().tokens,
                           stop);
        },
        [this](Result<KeptMarks> marks) {
            // A head that holds no queries and keys has none; that is no failure.
            m_marks = marks ? std::make_shared<const KeptMarks>(std::move(*marks)) : nullptr;
            emit marksChanged();
            m_jobs->noteEnd();
        });
}

} // namespace ropescope
