// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <memory>
#include <stop_token>

#include "app/source_run.h"
#include "app/view_state.h"

namespace ropescope {

/// What a whole model is run with in place of its own rotation and heads.
struct ModelEdit {
    RopeEdit rope;
    std::map<HeadId, double> headGains; ///< factor on what a head adds; 0 masks it

    [[nodiscard]] bool isIdentity() const { return rope.isIdentity() && headGains.empty(); }
    bool operator==(const ModelEdit&) const = default;
};

/// The edit that a view asks of a model; the identity where it asks for one head only. A model
/// without rotation is left unrotated.
[[nodiscard]] ModelEdit modelEdit(const ViewState& view, const ModelConfig& model);

/// The tokens of a SourceRun, once more through its model, edited.
struct EditedRun {
    ModelEdit edit;
    TracePtr trace;
    NextTokenChange nextToken; ///< unedited against edited
};

/// Errors: those of LanguageModel::capture. For worker threads.
[[nodiscard]] Result<std::shared_ptr<const EditedRun>> runEdited(const SourceRun& unedited,
                                                                 const ModelEdit& edit,
                                                                 ThreadPool& pool,
                                                                 const Progress& progress,
                                                                 const std::stop_token& stop);

} // namespace ropescope
