// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/mean_pairs.h"

namespace ropescope {

HeadTrace withMeanPairs(HeadTrace head, const RopeEdit& edit)
{
    if (head.holdsMapOnly() || !head.rope.rotates() || head.q.rows() == 0)
        return head;
    const RopeTable pairs { .theta = head.rope.theta,
                            .gain = {},
                            .pairing = edit.pairing.value_or(head.rope.pairing) };
    for (const int pair : edit.meanPairs) {
        const auto [first, second] = pairs.coordinates(pair);
        for (const int column : { first, second }) {
            for (MatrixRM* const rows : { &head.q, &head.k }) {
                const double mean = rows->col(column).cast<double>().mean();
                rows->col(column).setConstant(static_cast<float>(mean));
            }
        }
    }
    return head;
}

} // namespace ropescope
