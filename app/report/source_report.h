// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "core/model/model_config.h"
#include "core/trace/trace.h"

namespace ropescope {

/// Reports of `ropescope info`. Keys keep their order: from the general to the special.
using Report = nlohmann::ordered_json;

/// Shapes, rope, layers and tokens, named as in the trace file itself.
[[nodiscard]] Report traceReport(const Trace& trace);

/// What a model is, what of it is unsupported and why. A model without a tokenizer is supported,
/// for token ids, and says so in its notes. Errors: a path that is no model, or whose files are
/// broken; an unsupported model is none.
[[nodiscard]] Result<Report> modelReport(const std::filesystem::path& path);

/// The same for people, a line a fact.
[[nodiscard]] std::string reportText(const Report& report);

} // namespace ropescope
