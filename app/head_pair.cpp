// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/head_pair.h"

#include "core/theory/massive_pairs.h"
#include "core/trace/mean_pairs.h"

namespace ropescope {

RopeEdit contentPart(const RopeEdit& edit)
{
    if (edit.meanPairs.empty())
        return {};
    RopeEdit part;
    part.pairing = edit.pairing;
    part.meanPairs = edit.meanPairs;
    return part;
}

Result<HeadPair> readHeads(const Trace& trace, std::shared_ptr<const EditedRun> run, HeadId id,
                           const RopeEdit& edit, std::shared_ptr<const HeadTrace> known)
{
    HeadPair pair;
    pair.original = std::move(known);
    if (!pair.original) {
        auto original = trace.head(id);
        if (!original)
            return tl::unexpected(original.error());
        pair.original = std::make_shared<const HeadTrace>(std::move(*original));
    }
    pair.edited = pair.original;
    pair.run = std::move(run);
    const HeadTrace& head = *pair.original;
    if (head.rope.rotates() && !head.holdsMapOnly()) {
        const Result<RopeTable> table = makeRopeTable(head.rope, {});
        if (table)
            pair.massive = massivePairs(pairEnergy(head, *table));
        pair.content = pair.run ? RopeEdit {} : contentPart(edit);
        if (const auto there = makeRopeTable(head.rope, pair.content); !there)
            return tl::unexpected(there.error());
        if (!pair.content.isIdentity())
            pair.edited = std::make_shared<const HeadTrace>(withMeanPairs(head, pair.content));
    }
    if (pair.run) {
        auto edited = pair.run->trace->head(id);
        if (!edited)
            return tl::unexpected(edited.error());
        pair.edited = std::make_shared<const HeadTrace>(std::move(*edited));
    }
    return pair;
}

Result<RopeTable> tableOfRun(const RopeConfig& rope, const EditedRun* run)
{
    RopeEdit gains;
    if (run != nullptr && rope.rotates())
        gains = gainsOf(run->edit.rope, rope.pairCount());
    return makeRopeTable(rope, gains);
}

Result<RopePair> ropeTables(const HeadPair& heads, const RopeEdit& edit)
{
    auto original = makeRopeTable(heads.original->rope, {});
    if (!original)
        return tl::unexpected(original.error());
    const RopeConfig& rope = heads.edited->rope;
    auto edited = heads.run ? tableOfRun(rope, heads.run.get())
                            : makeRopeTable(rope, rope.rotates() ? edit : RopeEdit {});
    if (!edited)
        return tl::unexpected(edited.error());
    return RopePair { std::move(*original), std::move(*edited) };
}

} // namespace ropescope
