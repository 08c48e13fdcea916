// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/relocation_experiment.h"

#include <fmt/core.h>

#include "core/rope/rope_edit.h"
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
            RopeEdit edit;
            if (base != head.rope.base)
                edit.base = base;
            edit.relocations = { { pair, slot } };
            Result<Relocation> row = relocateOnce(head, correlation, edit, pair);
            if (!row)
                return tl::unexpected(row.error());
            row->slot = slot;
            rows.push_back(*row);
        }
    }
    return rows;
}

} // namespace ropescope
