// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/ids.h"
#include "core/base/matrix.h"
#include "core/rope/rope_config.h"

namespace ropescope {

/// One query head with the key head that it uses: all that its attention map depends on. Traces of
/// models without RoPE may hold the finished map alone, `attention`; q and k are empty then.
struct HeadTrace {
    HeadId id;
    MatrixRM q;         ///< (n, d) raw queries: before RoPE, after any q-norm
    MatrixRM k;         ///< (n, d) raw keys
    MatrixRM attention; ///< (n, n) probabilities, row = query; empty where q and k are there
    RopeConfig rope;
    double attentionScale = 1.0; ///< s, usually 1/sqrt(d)
    int slidingWindow = 0;       ///< query t sees keys t-w+1 .. t; 0: all keys up to t

    [[nodiscard]] bool holdsMapOnly() const { return attention.size() > 0; }
    [[nodiscard]] int tokenCount() const
    {
        return static_cast<int>(holdsMapOnly() ? attention.rows() : q.rows());
    }
    [[nodiscard]] int headDim() const { return static_cast<int>(q.cols()); }
};

} // namespace ropescope
