// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <memory>

#include "core/model/language_model.h"
#include "core/trace/trace.h"

namespace ropescope {

enum class SourceKind { Trace, Model, Session };

/// What lies at `path`, by its content rather than its name.
/// Errors: NotFound, Unreadable, Unsupported; each says what would be right instead.
[[nodiscard]] Result<SourceKind> sourceKind(const std::filesystem::path& path);

/// A trace, or a model that can make one: the other is null.
struct OpenedSource {
    TracePtr trace;
    std::shared_ptr<const LanguageModel> model;
};

/// Opens a trace file or a model. Errors: those of sourceKind() and of the readers;
/// InvalidArgument for a session file, which is more than its source.
[[nodiscard]] Result<OpenedSource> openSource(const std::filesystem::path& path);

} // namespace ropescope
