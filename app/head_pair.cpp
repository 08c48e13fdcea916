// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/head_pair.h"

namespace ropescope {

Result<HeadPair> readHeads(const Trace& trace, std::shared_ptr<const EditedRun> run, HeadId id)
{
    auto original = trace.head(id);
    if (!original)
        return tl::unexpected(original.error());
    HeadPair pair { std::make_shared<const HeadTrace>(std::move(*original)), nullptr,
                    std::move(run) };
    pair.edited = pair.original;
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
        gains.gains = run->edit.rope.gains;
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
