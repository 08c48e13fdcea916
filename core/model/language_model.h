// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/model/model_config.h"
#include "core/rope/rope_edit.h"
#include "core/tokenizer/tokenizer.h"
#include "core/trace/memory_trace.h"

namespace ropescope {

class PromptCache;

/// What a run of a model records, and what is changed in the model meanwhile.
struct CaptureOptions {
    bool withValues = false;
    int firstLayer = 0;
    std::optional<int> endLayer; ///< layers [firstLayer, endLayer) are recorded; all are computed
    RopeEdit edit;               ///< applied to every layer that rotates: later layers feel it
    std::map<HeadId, double> headGains; ///< factor on what a head adds; 0 masks it
    std::set<LayerIndex> skippedLayers; ///< replaced by the identity; nothing of them is recorded
    int generate = 0;                   ///< tokens appended to the prompt, recorded too
    double temperature = 0.0;           ///< of the generated tokens; 0: always the likeliest
    std::uint64_t seed = 1;             ///< for temperatures above 0
    bool withLogits = false;
    bool withLogProbabilities = false; ///< of the tokens that came; needs no logits in memory
    bool withHiddenStates = false;     ///< for tests: (n, hidden) entering each layer
};

/// What a run of n tokens gives back.
struct CaptureResult {
    std::shared_ptr<const MemoryTrace> trace;
    Eigen::RowVectorXf nextToken; ///< (vocabulary) logits of what would come next
    MatrixRM logits;              ///< (n, vocabulary) if asked for
    /// (n - 1) natural log of the probability of token t + 1 after tokens 0 .. t, if asked for
    std::vector<double> logProbabilities;
    std::vector<MatrixRM> hiddenStates; ///< [numLayers] if asked for
};

/// A small decoder-only model: a Hugging Face directory (config.json, safetensors, tokenizer.json),
/// a GGUF file or a llama2.c checkpoint. Weights stay memory-mapped in their own precision and are
/// widened a block at a time.
class LanguageModel {
public:
    /// Errors: those of the files, with their names; wrong shapes as Malformed with both shapes;
    /// OutOfMemory when the weights are larger than `memory` bytes (by default what is free now).
    /// A model without a tokenizer that is understood opens; only text needs one.
    [[nodiscard]] static Result<std::shared_ptr<const LanguageModel>> open(
        const std::filesystem::path& path, std::optional<std::uint64_t> memory = std::nullopt);
    ~LanguageModel();

    [[nodiscard]] const ModelConfig& config() const;
    /// nullptr when the model has no tokenizer that is understood.
    [[nodiscard]] const Tokenizer* tokenizer() const;

    /// Text to ids; errors name the missing tokenizer or the empty text.
    [[nodiscard]] Result<std::vector<std::int64_t>> tokenize(std::string_view text) const;

    /// Runs the prompt and records raw q and k of every head (and v if asked for).
    /// Cost is linear in generated tokens thanks to a key cache. Attention is computed in row
    /// blocks: no n x n array exists.
    /// Errors: InvalidArgument (empty prompt, id outside the vocabulary, more tokens than
    /// mostTokens(), a head or layer that is not there, logits that are not finite), OutOfMemory,
    /// Cancelled.
    [[nodiscard]] Result<CaptureResult> capture(std::span<const std::int64_t> tokenIds,
                                                const CaptureOptions& options, ThreadPool& pool,
                                                const Progress& progress,
                                                std::stop_token stop) const;

    /// Runs the prompt and holds its cache, to be continued by at most `newTokens` tokens from any
    /// part of it (core/model/prompt_cache.h). Errors: as capture().
    [[nodiscard]] Result<PromptCache> prefill(std::span<const std::int64_t> prompt, int newTokens,
                                              ThreadPool& pool, const Progress& progress,
                                              std::stop_token stop) const;

private:
    struct State;
    explicit LanguageModel(std::unique_ptr<const State> state);
    std::unique_ptr<const State> m_state;
};

} // namespace ropescope
