// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/model_run.h"

#include "app/next_token_text.h"

namespace ropescope {

ModelEdit modelEdit(const ViewState& view, const ModelConfig& model)
{
    if (view.depth == EditDepth::ThisHead)
        return {};
    return { model.rope.rotates() ? view.edit : RopeEdit {}, view.headGains };
}

Result<std::shared_ptr<const EditedRun>> runEdited(const SourceRun& unedited, const ModelEdit& edit,
                                                   ThreadPool& pool, const Progress& progress,
                                                   const std::stop_token& stop)
{
    auto captured = unedited.source.model->capture(
        unedited.source.trace->tokenIds(), { .edit = edit.rope, .headGains = edit.headGains }, pool,
        progress, stop);
    if (!captured)
        return tl::unexpected(captured.error());
    return std::make_shared<const EditedRun>(
        EditedRun { edit, std::move(captured->trace),
                    compareNextTokens(unedited.nextToken, captured->nextToken, kComparedTokens) });
}

} // namespace ropescope
