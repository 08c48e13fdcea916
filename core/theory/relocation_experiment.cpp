// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/relocation_experiment.h"

#include <cmath>
#include <mutex>

#include <fmt/core.h>

#include "core/theory/lag_profile.h"
#include "core/theory/pair_energy.h"

namespace ropescope {

namespace {

Result<Relocation> relocateOnce(const HeadTrace& head, const LagCorrelation& correlation,
                                const RopeEdit& edit, int pair)
{
    const Result<RopeTable> table = makeRopeTable(head.rope, edit);
    if (!table)
        return tl::unexpected(table.error());
    const auto at = static_cast<std::size_t>(pair);
    Relocation relocation;
    relocation.pair = pair;
    relocation.share = pairEnergy(head, *table).share[at];
    relocation.base = edit.base.value_or(head.rope.base);
    relocation.predicted = table->wavelength(pair);
    relocation.measured = findPeriod(measuredLagProfile(correlation, *table));
    return relocation;
}

} // namespace

std::optional<double> Relocation::relativeError() const
{
    if (!measured)
        return std::nullopt;
    return measured->tokens / predicted - 1.0;
}

RopeEdit relocationEdit(const Relocation& row, double modelBase)
{
    RopeEdit edit;
    if (row.base != modelBase)
        edit.base = row.base;
    if (row.slot != row.pair)
        edit.relocations = { { row.pair, row.slot } };
    return edit;
}

Result<std::vector<Relocation>> relocate(const HeadTrace& head, const RelocationPlan& plan,
                                         const std::stop_token& stop)
{
    const auto where
        = [&] { return fmt::format("Layer {}, head {}", head.id.layer.value, head.id.head.value); };
    if (head.holdsMapOnly() || !head.rope.rotates()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{}: there is no rotation to move a pair in.", where()));
    }
    const Result<RopeTable> original = makeRopeTable(head.rope, {});
    if (!original)
        return tl::unexpected(original.error());
    const int pair = plan.from.value_or(pairEnergy(head, *original).dominantPair);
    if (!plan.from && pair < 0)
        return std::vector<Relocation> {};
    if (pair < 0 || pair >= original->pairCount()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{}: there is no pair {}; it has pairs 0 to {}.", where(), pair,
                                original->pairCount() - 1));
    }
    const LagCorrelation correlation = lagCorrelation(head, head.rope.pairing);
    const std::vector<double> bases
        = plan.bases.empty() ? std::vector<double> { head.rope.base } : plan.bases;
    std::vector<Relocation> rows;
    for (const double base : bases) {
        for (const int slot : plan.targets) {
            if (stop.stop_requested())
                return cancelled();
            const RopeEdit edit
                = relocationEdit({ .pair = pair, .slot = slot, .base = base }, head.rope.base);
            Result<Relocation> row = relocateOnce(head, correlation, edit, pair);
            if (!row)
                return tl::unexpected(row.error());
            row->slot = slot;
            rows.push_back(*row);
        }
    }
    return rows;
}

std::vector<HeadId> rotatingHeads(const TraceInfo& info)
{
    std::vector<HeadId> ids;
    for (int layer = 0; layer < info.numLayers; ++layer) {
        const LayerInfo& its = info.layers[static_cast<std::size_t>(layer)];
        if (!its.hasQueryKey || !its.rope.rotates())
            continue;
        for (int head = 0; head < info.numHeads; ++head)
            ids.push_back({ { layer }, { head } });
    }
    return ids;
}

Result<std::vector<HeadRelocations>> relocateHeads(const Trace& trace,
                                                   const std::vector<HeadId>& ids,
                                                   const RelocationPlan& plan, ThreadPool& pool,
                                                   const Progress& progress,
                                                   const std::stop_token& stop)
{
    std::vector<HeadRelocations> heads(ids.size());
    std::mutex mutex;
    std::optional<Error> failure;
    std::size_t done = 0;
    pool.forEach(static_cast<int>(ids.size()), [&](int index, int) {
        HeadRelocations& head = heads[static_cast<std::size_t>(index)];
        head.id = ids[static_cast<std::size_t>(index)];
        auto rows = stop.stop_requested()
            ? Result<std::vector<Relocation>>(cancelled())
            : trace.head(head.id).and_then(
                [&](const HeadTrace& read) { return relocate(read, plan, stop); });
        const std::lock_guard lock(mutex);
        if (rows)
            head.rows = std::move(*rows);
        else if (!failure)
            failure = rows.error();
        if (progress)
            progress(static_cast<double>(++done) / static_cast<double>(ids.size()));
    });
    if (failure)
        return tl::unexpected(*failure);
    return heads;
}

RelocationCount countRelocations(const std::vector<HeadRelocations>& heads)
{
    RelocationCount count;
    for (const HeadRelocations& head : heads) {
        for (const Relocation& row : head.rows) {
            const std::optional<double> error = row.relativeError();
            ++count.all;
            count.measured += error ? 1 : 0;
            count.agreeing += error && std::abs(*error) <= kPeriodAgreement ? 1 : 0;
        }
    }
    return count;
}

} // namespace ropescope
