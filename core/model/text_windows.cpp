// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/text_windows.h"

#include <algorithm>
#include <cassert>

#include "core/model/model_config.h"

namespace ropescope {

std::vector<TextWindow> textWindows(int tokens, int context, int stride)
{
    assert(context >= 2 && stride >= 1 && stride <= context);
    std::vector<TextWindow> windows;
    int done = 1; // nothing predicts the first token
    for (int first = 0; done < tokens; first += stride) {
        const int count = std::min(context, tokens - first);
        if (count < 2)
            break;
        windows.push_back({ first, count, std::max(1, done - first) });
        done = first + count;
    }
    return windows;
}

int windowContext(const ModelConfig& model)
{
    return std::clamp(model.maxPositions, 2, kLongestWindow);
}

} // namespace ropescope
