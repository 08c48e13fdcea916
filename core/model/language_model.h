// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/io/tokenizer.h"
#include "core/model/model_config.h"
#include "core/rope/rope_edit.h"
#include "core/trace/memory_trace.h"

namespace ropescope {

struct CaptureOptions {
    bool withValues = false;
    int firstLayer = 0;
    std::optional<int> endLayer; ///< layers [firstLayer, endLayer) are recorded; all are computed
    RopeEdit edit;               ///< applied to every layer: later layers feel it
    int generate = 0;            ///< greedy tokens appended to the prompt, recorded too
    bool withLogits = false;
    bool withHiddenStates = false; ///< for tests: (n, hidden) entering each layer
};

struct CaptureResult {
    std::shared_ptr<const MemoryTrace> trace;
    MatrixRM logits;                    ///< (n, vocabulary) if asked for
    std::vector<MatrixRM> hiddenStates; ///< [numLayers] if asked for
};

/// A small decoder-only model from a local Hugging Face directory (config.json, safetensors,
/// tokenizer.json). Weights stay memory-mapped in their own precision and are widened a layer at a
/// time.
class LanguageModel {
public:
    /// Errors: those of the files, with their names; ShapeMismatch as Malformed with both shapes.
    /// A directory without tokenizer.json opens; only text needs one.
    [[nodiscard]] static Result<std::shared_ptr<const LanguageModel>> open(
        const std::filesystem::path& directory);
    ~LanguageModel();

    [[nodiscard]] const ModelConfig& config() const;
    /// nullptr when the directory has no tokenizer.json.
    [[nodiscard]] const Tokenizer* tokenizer() const;

    /// Text to ids; errors name the missing tokenizer or the empty text.
    [[nodiscard]] Result<std::vector<std::int64_t>> tokenize(std::string_view text) const;

    /// Runs the prompt and records raw q and k of every head (and v if asked for).
    /// Cost is linear in generated tokens thanks to a key cache. Attention is computed in row
    /// blocks: no n x n array exists.
    /// Errors: InvalidArgument (empty prompt, id outside the vocabulary, more tokens than
    /// maxPositions), Cancelled.
    [[nodiscard]] Result<CaptureResult> capture(std::span<const std::int64_t> tokenIds,
                                                const CaptureOptions& options, ThreadPool& pool,
                                                const Progress& progress,
                                                std::stop_token stop) const;

private:
    struct State;
    explicit LanguageModel(std::unique_ptr<const State> state);
    std::unique_ptr<const State> m_state;
};

} // namespace ropescope
