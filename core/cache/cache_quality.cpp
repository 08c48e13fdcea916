// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/cache_quality.h"

#include <algorithm>
#include <mutex>

#include "core/cache/probability_rows.h"
#include "core/cache/prompt_observation.h"
#include "core/rope/rope_edit.h"

namespace ropescope {

namespace {

/// Collects the measuring queries of one head for one set of entries.
class Meter {
public:
    /// values: (n, d) or empty.
    Meter(const std::vector<int>& kept, int promptTokens, const MatrixRMd& values)
        : m_kept(kept)
        , m_prompt(promptTokens)
        , m_values(values)
    {
    }

    /// full: the head's output with the whole cache.
    void add(int t, int firstKey, const Eigen::Ref<const Eigen::RowVectorXd>& p,
             const Eigen::RowVectorXd& full)
    {
        double mass = 0.0;
        m_output.setZero(m_values.cols());
        const auto see = [&](int position) {
            const double weight = p[position - firstKey];
            mass += weight;
            if (m_values.size() > 0)
                m_output += weight * m_values.row(position);
        };
        const auto begin = std::ranges::lower_bound(m_kept, firstKey);
        const auto end = std::ranges::upper_bound(m_kept, t);
        std::for_each(begin, end, see);
        for (int position = std::max(firstKey, m_prompt); position <= t; ++position)
            see(position);
        m_mass += mass;
        m_error += mass > 0.0 ? relativeError(full, m_output / mass) : 1.0;
        ++m_queries;
    }

    [[nodiscard]] HeadQuality result(HeadId id) const
    {
        HeadQuality quality { .id = id,
                              .kept = static_cast<int>(m_kept.size()),
                              .attentionMass = std::min(1.0, m_mass / m_queries) };
        if (m_values.size() > 0)
            quality.outputError = m_error / m_queries;
        return quality;
    }

private:
    static double relativeError(const Eigen::RowVectorXd& full, const Eigen::RowVectorXd& part)
    {
        const double length = full.norm();
        const double distance = (full - part).norm();
        return length > 0.0 ? distance / length : (distance > 0.0 ? 1.0 : 0.0);
    }

    const std::vector<int>& m_kept;
    int m_prompt;
    const MatrixRMd& m_values;
    Eigen::RowVectorXd m_output;
    double m_mass = 0.0;
    double m_error = 0.0;
    int m_queries = 0;
};

struct Job {
    HeadId id;
    std::size_t layerAt = 0; ///< in the sets
    int keyHead = 0;
};

Result<std::vector<HeadQuality>> measureHead(const Trace& trace, const Job& job, int promptTokens,
                                             std::span<const KeptEntries> sets,
                                             const std::stop_token& stop)
{
    const Result<HeadTrace> head = trace.head(job.id);
    if (!head)
        return tl::unexpected(head.error());
    const Result<RopeTable> table = makeRopeTable(head->rope, {});
    if (!table)
        return tl::unexpected(table.error());
    MatrixRMd values;
    if (trace.info().layers[static_cast<std::size_t>(job.id.layer.value)].hasValues) {
        const Result<MatrixRM> stored = trace.values(job.id.layer, job.keyHead);
        if (!stored)
            return tl::unexpected(stored.error());
        values = stored->cast<double>();
    }
    std::vector<Meter> meters;
    for (const KeptEntries& set : sets) {
        const KeptLayer& layer = set[job.layerAt];
        meters.emplace_back(layer.keyHeads[static_cast<std::size_t>(job.keyHead)], promptTokens,
                            values);
    }
    const int tokens = head->tokenCount();
    const int first
        = promptTokens < tokens ? promptTokens : std::max(0, tokens - kObservationWindow);
    Eigen::RowVectorXd full;
    const auto add = [&](int t, int firstKey, const Eigen::Ref<const Eigen::RowVectorXd>& p) {
        if (values.size() > 0)
            full = p * values.middleRows(firstKey, p.size());
        for (Meter& meter : meters)
            meter.add(t, firstKey, p, full);
    };
    const auto swept
        = forEachProbabilityRow(exactHead(*head, *table), { first, tokens }, add, stop);
    if (!swept)
        return tl::unexpected(swept.error());
    std::vector<HeadQuality> result;
    for (const Meter& meter : meters)
        result.push_back(meter.result(job.id));
    return result;
}

} // namespace

Result<std::vector<std::vector<HeadQuality>>> measureKept(const Trace& trace, int promptTokens,
                                                          std::span<const KeptEntries> sets,
                                                          ThreadPool& pool,
                                                          const Progress& progress,
                                                          const std::stop_token& stop)
{
    if (sets.empty())
        return {};
    const TraceInfo& info = trace.info();
    std::vector<Job> jobs;
    for (std::size_t at = 0; at < sets.front().size(); ++at) {
        for (int head = 0; head < info.numHeads; ++head)
            jobs.push_back({ { sets.front()[at].layer, { head } }, at, info.keyHeadOf({ head }) });
    }
    std::vector<std::vector<HeadQuality>> result(sets.size(),
                                                 std::vector<HeadQuality>(jobs.size()));
    std::mutex mutex;
    std::optional<Error> failure;
    std::size_t done = 0;
    pool.forEach(static_cast<int>(jobs.size()), [&](int index, int) {
        const auto at = static_cast<std::size_t>(index);
        const auto measured = measureHead(trace, jobs[at], promptTokens, sets, stop);
        const std::lock_guard lock(mutex);
        if (!measured) {
            failure = failure ? failure : measured.error();
            return;
        }
        for (std::size_t set = 0; set < sets.size(); ++set)
            result[set][at] = (*measured)[set];
        if (progress)
            progress(static_cast<double>(++done) / static_cast<double>(jobs.size()));
    });
    if (failure)
        return tl::unexpected(*failure);
    return result;
}

double meanKept(const KeptEntries& kept)
{
    double sum = 0.0;
    double count = 0.0;
    for (const KeptLayer& layer : kept) {
        for (const std::vector<int>& entries : layer.keyHeads) {
            sum += static_cast<double>(entries.size());
            count += 1.0;
        }
    }
    return count > 0.0 ? sum / count : 0.0;
}

CacheQuality meanQuality(std::span<const HeadQuality> heads)
{
    CacheQuality mean;
    double error = 0.0;
    bool hasError = !heads.empty();
    for (const HeadQuality& head : heads) {
        mean.attentionMass += head.attentionMass / static_cast<double>(heads.size());
        error += head.outputError.value_or(0.0) / static_cast<double>(heads.size());
        hasError = hasError && head.outputError.has_value();
    }
    if (hasError)
        mean.outputError = error;
    return mean;
}

} // namespace ropescope
