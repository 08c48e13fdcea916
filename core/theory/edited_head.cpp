// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/edited_head.h"

#include "core/trace/mean_pairs.h"

namespace ropescope {

Result<EditedHead> editedHead(const Trace& trace, HeadId id, const RopeEdit& edit)
{
    Result<HeadTrace> head = trace.head(id);
    if (!head)
        return tl::unexpected(head.error());
    const bool edits = head->rope.rotates() && !head->holdsMapOnly();
    Result<RopeTable> table = makeRopeTable(head->rope, edits ? edit : RopeEdit {});
    if (!table)
        return tl::unexpected(table.error());
    if (edits && !edit.meanPairs.empty())
        return EditedHead { withMeanPairs(std::move(*head), edit), std::move(*table) };
    return EditedHead { std::move(*head), std::move(*table) };
}

} // namespace ropescope
