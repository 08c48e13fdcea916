// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache_jobs.h"

#include <algorithm>

#include <QThread>

#include "core/cache/budget_shift.h"
#include "core/cache/row_loss.h"
#include "core/rope/rope_edit.h"

namespace ropescope {

namespace {

constexpr double kQuick = 5e11; ///< operations that take a few seconds
constexpr const char* kFirstMethod = "tappa";
constexpr int kFirstBudget = 64;

/// Half of the cores: pictures must not queue behind this.
int threads() { return std::max(1, QThread::idealThreadCount() / 2); }

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

CacheJobs::CacheJobs(QThreadPool* threads, QObject* parent)
    : QObject(parent)
    , m_runJob(threads)
    , m_handJob(threads)
    , m_marksJob(threads)
{
}

CacheJobs::~CacheJobs()
{
    m_runJob.cancel(); // ask all before the members' destructors wait for each
    m_handJob.cancel();
    m_marksJob.cancel();
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
    reportIfIdle();
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
    const Progress progress = [this, run = ++m_runCount](double fraction) {
        QMetaObject::invokeMethod(
            this,
            [this, run, fraction] {
                if (run == m_runCount && isRunning())
                    emit progressed(fraction);
            },
            Qt::QueuedConnection);
    };
    m_runJob.start(
        [source = m_source, progress](const std::stop_token& stop) {
            ThreadPool pool(threads());
            return runCache(source, pool, progress, stop);
        },
        [this](Result<CacheRunPtr> done) {
            if (!done) {
                emit runChanged();
                emit failed(QString::fromStdString(done.error().message));
                return reportIfIdle();
            }
            m_run = std::move(*done);
            CacheChoice next = m_choice; // that of the prompt before, where it can be
            if (m_run->find(next.method, next.budget) == nullptr)
                next = { kFirstMethod, firstBudget(m_run->plan.budgets) };
            emit runChanged();
            choose(next);
            reportIfIdle();
        });
    emit progressed(0.0);
}

void CacheJobs::cancel()
{
    m_runJob.cancel();
    emit runChanged();
    reportIfIdle();
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
    reportIfIdle();
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
        [run = m_run, select = findCachePolicy(m_hand.start)->select,
         budgets = m_hand.budgets](const std::stop_token& stop) -> Result<CacheLoss> {
            ThreadPool pool(threads());
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
            reportIfIdle();
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
        return reportIfIdle();
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
            reportIfIdle();
        });
}

bool CacheJobs::isBusy() const
{
    return m_runJob.isRunning() || m_handJob.isRunning() || m_marksJob.isRunning();
}

void CacheJobs::reportIfIdle()
{
    if (!isBusy())
        emit becameIdle();
}

} // namespace ropescope
