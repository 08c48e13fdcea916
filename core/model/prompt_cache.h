// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/matrix.h"
#include "core/base/result.h"
#include "core/base/thread_pool.h"
#include "core/model/kept_entries.h"
#include "core/model/model_config.h"
#include "core/model/model_weights.h"
#include "core/rope/rope_table.h"

namespace ropescope {

/// Keys and values of one layer. Head h occupies rows h*n .. (h+1)*n - 1.
struct LayerCache {
    MatrixRM keys;   ///< (numKvHeads * n, d), rotated
    MatrixRM values; ///< (numKvHeads * n, d)
};

/// A prompt that a model has read, to be continued from all or a part of its cache, as often as
/// wanted and from any thread. The model must outlive it.
class PromptCache {
public:
    /// What a prompt left behind; the references must outlive the cache.
    struct Content {
        const ModelConfig& config;
        const ModelWeights& weights;
        std::vector<RopeTable> ropes;   ///< [numLayers]
        std::vector<LayerCache> layers; ///< [numLayers]
        int tokens = 0;                 ///< of the prompt
        int mostNewTokens = 0;          ///< what the rotation was made for
    };
    explicit PromptCache(Content content);

    [[nodiscard]] int tokenCount() const { return m_content.tokens; }
    /// The whole cache.
    [[nodiscard]] KeptEntries allEntries() const;

    /// Feeds `tokens` behind the prompt. Each sees the kept entries of the prompt, which stay at
    /// their positions, and every token since. Row i, (tokens, vocabulary), are the logits after
    /// tokens[i].
    /// Errors: InvalidArgument (entries that are not there or out of order, a token outside the
    /// vocabulary, none or more tokens than were asked for), Cancelled.
    [[nodiscard]] Result<MatrixRM> continueWith(const KeptEntries& kept,
                                                std::span<const std::int64_t> tokens,
                                                ThreadPool& pool,
                                                const std::stop_token& stop) const;

private:
    [[nodiscard]] Result<void> check(const KeptEntries& kept,
                                     std::span<const std::int64_t> tokens) const;

    Content m_content;
};

} // namespace ropescope
