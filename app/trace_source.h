// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include <QStringList>

#include "app/source_run.h"
#include "core/trace/synthesize.h"

namespace ropescope {

/// Where the heads of a figure come from: a trace, a model with a prompt, or heads made to show a
/// pattern.
struct TraceSource {
    std::string path;                ///< trace or model; empty: the built-in model
    std::optional<std::string> text; ///< of text, textFile and idsFile, a model needs one
    std::optional<std::string> textFile;
    std::optional<std::string> idsFile;
    std::optional<int> maxTokens;        ///< of the prompt; none: all
    std::string synthetic;               ///< a kind of `synthesize`; empty: none
    std::optional<double> syntheticBase; ///< none: as `synthesize` has it
    std::optional<int> syntheticTokens;

    [[nodiscard]] bool hasPrompt() const { return text || textFile || idsFile; }
    bool operator==(const TraceSource&) const = default;
};

/// For worker threads. Errors: those of openSource(), synthesize() and LanguageModel;
/// InvalidArgument for a model without a prompt, and for a trace with one.
[[nodiscard]] Result<SourceRun> openTraceSource(const TraceSource& source, ThreadPool& pool,
                                                const Progress& progress,
                                                const std::stop_token& stop);

/// The command line's words for it: "novel.h5", "--text-file novel.txt".
[[nodiscard]] QStringList sourceArguments(const TraceSource& source);

} // namespace ropescope
