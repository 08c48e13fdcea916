// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/rope/rope_edit.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// The head with the content part of an edit done: both coordinates of each of edit.meanPairs hold,
/// in every row of q and of k, their mean over all rows. Which coordinates form a pair is the
/// edit's pairing, or else the head's own. A head without queries, or that does not rotate, is
/// returned as it is; pairs must exist (makeRopeTable checks them).
/// Source: massive values and what they carry, arXiv:2502.01563 section 4.
[[nodiscard]] HeadTrace withMeanPairs(HeadTrace head, const RopeEdit& edit);

} // namespace ropescope
