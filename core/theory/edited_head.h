// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/rope/rope_edit.h"
#include "core/trace/trace.h"

namespace ropescope {

/// A head of a trace under an edit: its queries and keys with mean pairs in them, and the rotation.
struct EditedHead {
    HeadTrace head;
    RopeTable table;
};

/// The edit is the head's own rotation, edited; a head that does not rotate, or holds only a map,
/// is left as it is. Errors: those of Trace::head() and makeRopeTable().
[[nodiscard]] Result<EditedHead> editedHead(const Trace& trace, HeadId id, const RopeEdit& edit);

} // namespace ropescope
