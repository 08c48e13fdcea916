// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/prune_jobs.h"

#include <algorithm>
#include <chrono>

#include <QCoreApplication>

namespace ropescope {

namespace {

constexpr double kFirstBeta = 0.2; ///< between the paper's 0.1 and 0.3
constexpr std::chrono::milliseconds kRest { 250 };
constexpr double kQuick = 1e12; ///< operations that take a few seconds
constexpr int kHeadSteps = 8;
constexpr std::uint64_t kSeeds = 3;
constexpr double kParametersOfALayer = 12.0; ///< times the square of the width

double costOf(const OpenedSource& source)
{
    const TraceInfo& info = source.trace->info();
    const double width = static_cast<double>(info.numHeads) * info.headDim;
    const double runs = (2.0 + kSeeds) * info.numLayers;
    return 2.0 * kParametersOfALayer * info.numLayers * width * width * info.tokenCount * runs;
}

} // namespace

QString noPruneReason(const OpenedSource& source)
{
    if (!source.model)
        return QCoreApplication::translate(
            "PruneJobs",
            "Pruning runs a model with parts taken out, and a trace is one finished run: "
            "open a model (Ctrl+Shift+O). Its prompt is the text that is predicted.");
    if (!source.trace || source.trace->tokenIds().size() < 2)
        return QCoreApplication::translate(
            "PruneJobs", "There is nothing to predict: run a prompt of two tokens or more.");
    return {};
}

PruneJobs::PruneJobs(JobList* jobs, QObject* parent)
    : QObject(parent)
    , m_jobs(jobs)
    , m_beta(kFirstBeta)
    , m_rest(kRest, [this] { run(); })
    , m_job(jobs)
{
    jobs->add(m_rest, {});
}

void PruneJobs::setSource(const OpenedSource& source)
{
    m_rest.cancel();
    m_job.cancel();
    m_source = source;
    m_importance.reset();
    m_measured.clear();
    m_text.reset();
    m_isWhole = false;
    emit orderChanged();
    emit changed();
    startIfQuick();
    m_jobs->noteEnd();
}

void PruneJobs::want(bool wanted)
{
    m_wanted = wanted;
    startIfQuick();
}

void PruneJobs::startIfQuick()
{
    if (m_wanted && !m_isWhole && !isRunning() && noPruneReason(m_source).isEmpty()
        && costOf(m_source) <= kQuick)
        run();
}

void PruneJobs::setPart(PrunedPart part)
{
    if (part == m_part)
        return;
    m_part = part;
    m_job.cancel();
    if (!assemble())
        startIfQuick();
    emit changed();
    m_jobs->noteEnd();
}

void PruneJobs::setBeta(double beta)
{
    if (beta == m_beta)
        return;
    m_beta = beta;
    emit orderChanged();
    if (!m_text)
        return;
    if (assemble())
        emit changed();
    else
        m_rest.start();
}

std::optional<TappaOrder> PruneJobs::order() const
{
    if (!m_importance)
        return std::nullopt;
    auto order = tappaOrder(m_importance->blockInfluence, m_importance->qSimilarity, m_beta);
    if (!order)
        return std::nullopt; // nothing is wrong with what was measured
    return std::move(*order);
}

RemovalPlan PruneJobs::plan() const
{
    const TraceInfo& info = m_source.trace->info();
    RemovalPlan plan;
    if (m_part == PrunedPart::Layers) {
        plan.layers = std::max(1, info.numLayers - 1); // none at all is off every scale
        plan.shortGpt = true;
        plan.betas = { m_beta };
        plan.randomLayers = true;
    } else {
        plan.heads = info.numLayers * info.numHeads;
        plan.headStep = std::max(1, plan.heads / kHeadSteps);
    }
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed)
        plan.seeds.push_back(seed);
    return plan;
}

bool PruneJobs::assemble()
{
    m_text.reset();
    m_isWhole = false;
    if (!m_importance)
        return false;
    auto steps = removalSteps(plan(), *m_importance);
    if (!steps)
        return false;
    PrunedText text { .text = "prompt", .calibration = "prompt", .steps = {}, .measured = {} };
    bool isWhole = true;
    bool isSomething = false; // beside the whole model
    for (RemovalStep& step : *steps) {
        const auto known = m_measured.find(step.removal);
        isWhole = isWhole && known != m_measured.end();
        if (known == m_measured.end())
            continue;
        isSomething = isSomething || step.count > 0;
        text.measured.push_back(known->second);
        text.steps.push_back(std::move(step));
    }
    if (isSomething)
        m_text = std::move(text); // what is there is shown, the rest follows
    m_isWhole = isWhole;
    return isWhole;
}

void PruneJobs::run()
{
    m_rest.cancel();
    if (!noPruneReason(m_source).isEmpty())
        return;
    m_job.start(
        [source = m_source, plan = plan(), found = Found { m_importance, m_measured }](
            ThreadPool& pool, const Progress& progress,
            const std::stop_token& stop) mutable -> Result<Found> {
            const std::vector<std::int64_t>& ids = source.trace->tokenIds();
            if (!found.importance) {
                auto importance = layerImportance(*source.model, ids, 0, pool, {}, stop);
                if (!importance)
                    return tl::unexpected(importance.error());
                found.importance = std::make_shared<const LayerImportance>(std::move(*importance));
            }
            const auto steps = removalSteps(plan, *found.importance);
            if (!steps)
                return tl::unexpected(steps.error());
            std::vector<Removal> missing;
            for (const RemovalStep& step : *steps) {
                if (!found.measured.contains(step.removal))
                    missing.push_back(step.removal);
            }
            const auto measured
                = perplexityWithout(missing, *source.model, ids, {}, pool, progress, stop);
            if (!measured)
                return tl::unexpected(measured.error());
            for (std::size_t i = 0; i < missing.size(); ++i)
                found.measured[missing[i]] = (*measured)[i];
            return found;
        },
        [this](double fraction) { emit progressed(fraction); },
        [this](Result<Found> found) {
            if (found) {
                m_importance = std::move(found->importance);
                m_measured = std::move(found->measured);
                emit orderChanged();
                if (!assemble())
                    m_rest.start(); // the dial has moved on meanwhile
            }
            emit changed();
            if (!found)
                emit failed(QString::fromStdString(found.error().message));
        });
}

void PruneJobs::cancel()
{
    m_rest.cancel();
    m_job.cancel();
    emit changed();
    m_jobs->noteEnd();
}

} // namespace ropescope
