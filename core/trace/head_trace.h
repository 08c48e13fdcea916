// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/ids.h"
#include "core/base/matrix.h"
#include "core/rope/rope_config.h"

namespace ropescope {

/// One query head with the key head that it uses: all that its attention map depends on.
struct HeadTrace {
    HeadId id;
    MatrixRM q; ///< (n, d) raw queries: before RoPE, after any q-norm
    MatrixRM k; ///< (n, d) raw keys
    RopeConfig rope;
    double attentionScale = 1.0; ///< s, usually 1/sqrt(d)
    int slidingWindow = 0;       ///< query t sees keys t-w+1 .. t; 0: all keys up to t

    [[nodiscard]] int tokenCount() const { return static_cast<int>(q.rows()); }
    [[nodiscard]] int headDim() const { return static_cast<int>(q.cols()); }
};

} // namespace ropescope
