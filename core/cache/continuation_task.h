// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace ropescope {

/// What a prompt is continued with, and so what its cache is needed for.
enum class ContinuationTask {
    Text,   ///< the text goes on
    Copy,   ///< a passage from the first half of the text comes again
    Recall, ///< the same with the tokens of the text shuffled: nothing but the cache tells them
};

/// "text", "copy", "recall".
[[nodiscard]] std::string_view taskName(ContinuationTask task);
[[nodiscard]] std::optional<ContinuationTask> taskFromName(std::string_view name);

/// Tokens of the passage that end the prompt of Copy and Recall: the question, seen before the
/// cache is compressed.
inline constexpr int kCueTokens = 16;

/// What a model reads, and what it is then measured on.
struct TaskTokens {
    std::vector<std::int64_t> prompt;
    std::vector<std::int64_t> continuation;
    int passage = 0; ///< of Copy and Recall: the position at which it stands in the prompt
};

/// `tokens` of a text as a prompt and a continuation of `continuation` tokens, at least 2, the
/// prompt at least 1. Copy and Recall end the prompt with the first kCueTokens of a passage that
/// `seed` picks in its first half, and continue with what follows them there; token 0, where many
/// models expect their first token, is never moved.
/// Errors: InvalidArgument with both lengths.
[[nodiscard]] Result<TaskTokens> makeTask(ContinuationTask task,
                                          std::span<const std::int64_t> tokens, int continuation,
                                          std::uint64_t seed);

} // namespace ropescope
