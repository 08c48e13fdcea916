// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "app/open_source.h"
#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/model/next_token.h"

namespace ropescope {

/// A source ready to be shown: a trace, with the model and the prompt that made it, if any.
struct SourceRun {
    std::filesystem::path path;
    OpenedSource source;          ///< the trace is never null
    std::string prompt;           ///< of a trace: its tokens' text, as far as it knows
    int randomTokens = 0;         ///< > 0: the trace shows random tokens, not the prompt
    std::string continuation;     ///< text that the model has added to the prompt
    int promptTokens = 0;         ///< of a model: tokens from here on are generated
    Eigen::RowVectorXf nextToken; ///< (vocabulary) logits of what would come next; of a model
    NextTokenChange likeliest;    ///< the same as a comparison with itself
};

/// How a model is to go on with a text.
struct Continuation {
    int tokens = 0;           ///< at most; the model may end its text earlier
    double temperature = 0.0; ///< 0: always the likeliest token
    std::uint64_t seed = 1;   ///< for temperatures above 0
};

/// Opens a trace, or a model and runs the prompt through it; without a tokenizer, random tokens.
/// For worker threads. Errors: those of openSource, LanguageModel::tokenize and
/// LanguageModel::capture.
[[nodiscard]] Result<SourceRun> openAndRun(const std::filesystem::path& path,
                                           const std::string& prompt, ThreadPool& pool,
                                           const Progress& progress, const std::stop_token& stop);

/// The same with random tokens (see runRandomTokens) instead of the prompt, which is kept for
/// later.
[[nodiscard]] Result<SourceRun> openAndRunRandom(const std::filesystem::path& path,
                                                 const std::string& prompt, int count,
                                                 ThreadPool& pool, const Progress& progress,
                                                 const std::stop_token& stop);

/// Another prompt through the model of `before`.
[[nodiscard]] Result<SourceRun> runPrompt(const SourceRun& before, const std::string& prompt,
                                          ThreadPool& pool, const Progress& progress,
                                          const std::stop_token& stop);

/// `count` tokens (at most the model's context) through the model of `before`: what the tokenizer
/// puts in front of every text, random tokens, and the same ones again, so that induction heads
/// show. The same tokens every time.
[[nodiscard]] Result<SourceRun> runRandomTokens(const SourceRun& before, int count,
                                                ThreadPool& pool, const Progress& progress,
                                                const std::stop_token& stop);

/// Appends tokens of the model's own. `text` is the prompt and continuation of `before`, whose
/// tokens are then kept, or another prompt to go on with. options: the edit that the model speaks
/// under; the trace is of the unedited model all the same.
[[nodiscard]] Result<SourceRun> continueText(const SourceRun& before, const std::string& text,
                                             const Continuation& continuation,
                                             const CaptureOptions& options, ThreadPool& pool,
                                             const Progress& progress, const std::stop_token& stop);

} // namespace ropescope
