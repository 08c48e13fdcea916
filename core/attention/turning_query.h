// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// A query as its keys see it: rotated by the lag, since R_t q . R_i k = R_{t-i} q . k. Scale,
/// gains and the attention factor are folded in. All in double. Refers to head and table.
class TurningQuery {
public:
    using Pairs = Eigen::ArrayXd; ///< [r/2] one number for each channel pair

    TurningQuery(const HeadTrace& head, const RopeTable& table, int query);

    /// Also backwards and by any number of steps; one step at a time costs no trigonometry.
    void turnTo(int lag);

    /// Each pair's part of the logit of this query and key, which must be `lag` before it.
    [[nodiscard]] Pairs contributions(int key) const;
    /// The part of the logit that does not depend on positions.
    [[nodiscard]] double unrotated(int key) const;

private:
    const HeadTrace& m_head;
    const RopeTable& m_table;
    Pairs m_theta, m_stepCosine, m_stepSine;
    Pairs m_first, m_second; ///< the query's two coordinates of each pair, unrotated
    Pairs m_cosine, m_sine;
    Eigen::RowVectorXd m_rest; ///< the query's coordinates that do not rotate
    int m_lag = -2;
};

} // namespace ropescope
