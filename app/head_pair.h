// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

#include "app/model_run.h"

namespace ropescope {

/// One head in the unedited run and in the run that is compared with it.
struct HeadPair {
    std::shared_ptr<const HeadTrace> original;
    /// The same object where only this head is edited, unless the edit replaces content.
    std::shared_ptr<const HeadTrace> edited;
    std::shared_ptr<const EditedRun> run; ///< that `edited` is of; null: the unedited one
    RopeEdit content;         ///< what of an edit is in the rows of `edited`: means and pairing
    std::vector<int> massive; ///< massivePairs() of the unedited head
};

/// What of an edit changes queries and keys themselves; empty without a mean.
[[nodiscard]] RopeEdit contentPart(const RopeEdit& edit);

/// Reads a head from a trace and, unless it is null, from the edited run; without a run, the
/// content part of the edit is done to it. known: the unedited head, if it has been read already.
/// Errors: Trace::head, a pair that it lacks.
[[nodiscard]] Result<HeadPair> readHeads(const Trace& trace, std::shared_ptr<const EditedRun> run,
                                         HeadId id, const RopeEdit& edit = {},
                                         std::shared_ptr<const HeadTrace> known = nullptr);

/// The rotations of a pair.
struct RopePair {
    RopeTable original;
    RopeTable edited;
};

/// edit: what was done to this head alone. An edited run has its rotation already, so only its
/// gains are added; a head without rotation stays as it is. Errors: those of makeRopeTable.
[[nodiscard]] Result<RopePair> ropeTables(const HeadPair& heads, const RopeEdit& edit);

/// The table of a head in an edited run, whose trace knows all of the edit but its gains.
[[nodiscard]] Result<RopeTable> tableOfRun(const RopeConfig& rope, const EditedRun* run);

} // namespace ropescope
