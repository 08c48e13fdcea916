// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

namespace ropescope {

struct ModelConfig;

/// A part of a long text that runs through a model on its own.
struct TextWindow {
    int first = 0;       ///< position of its first token
    int count = 0;       ///< tokens, at least 2
    int firstScored = 1; ///< tokens [firstScored, count) are predicted here and in no other window

    bool operator==(const TextWindow&) const = default;
};

/// Windows of `context` tokens that begin every `stride` tokens, the last one shorter. With a
/// stride below the context every token but the first is predicted, after at least
/// context - stride others; with an equal one (the cheapest) the first token of each window is not.
/// Needs 1 <= stride <= context and context >= 2.
[[nodiscard]] std::vector<TextWindow> textWindows(int tokens, int context, int stride);

/// The context that the model was trained for, at most kLongestWindow.
[[nodiscard]] int windowContext(const ModelConfig& model);
inline constexpr int kLongestWindow = 2048;

} // namespace ropescope
