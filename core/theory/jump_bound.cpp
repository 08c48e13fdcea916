// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/jump_bound.h"

#include <algorithm>
#include <span>

#include "core/theory/shift_bound.h"

namespace ropescope {

namespace {

constexpr std::size_t kBlockRows = 32;

void summarise(JumpBound& result, double rounding)
{
    double floors = 0.0;
    double changes = 0.0;
    int saying = 0;
    for (const QueryJump& jump : result.jumps) {
        floors += std::max(0.0, jump.floor());
        changes += jump.change;
        saying += jump.floor() > rounding ? 1 : 0;
        result.violations += jump.change < jump.floor() - rounding ? 1 : 0;
    }
    if (result.jumps.empty())
        return;
    const auto count = static_cast<double>(result.jumps.size());
    result.floorMean = floors / count;
    result.changeMean = changes / count;
    result.tightness = changes > 0.0 ? floors / changes : 0.0;
    result.saying = saying / count;
}

} // namespace

JumpBound jumpBound(const ExactHead& head, const std::vector<int>& rows,
                    const std::stop_token& stop)
{
    std::vector<int> used;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(used), [&](int t) {
        return t + 1 < head.tokenCount() && head.visibleKeys(t + 1).begin <= t;
    });
    JumpBound result;
    for (std::size_t first = 0; first < used.size() && !stop.stop_requested();
         first += kBlockRows) {
        const std::span<const int> block(used.data() + first,
                                         std::min(kBlockRows, used.size() - first));
        const auto count = static_cast<Eigen::Index>(block.size());
        MatrixRMd here(count, head.query.cols());
        MatrixRMd next(count, head.query.cols());
        for (Eigen::Index r = 0; r < count; ++r) {
            const int t = block[static_cast<std::size_t>(r)];
            here.row(r) = head.query.row(t);
            next.row(r) = head.query.row(t + 1);
        }
        const MatrixRMd older = turned(here, head.table, 1.0); // q_t as it would stand at t + 1
        const auto keys = head.key.topRows(block.back() + 1).transpose();
        const MatrixRMd moved = (next - older) * keys;
        const MatrixRMd rotated = (older - here) * keys;
        for (Eigen::Index r = 0; r < count; ++r) {
            const int t = block[static_cast<std::size_t>(r)];
            const int begin = head.visibleKeys(t + 1).begin;
            const auto byQuery = moved.row(r).segment(begin, t + 1 - begin);
            const auto byRotation = rotated.row(r).segment(begin, t + 1 - begin);
            result.jumps.push_back({ .query = t,
                                     .moved = byQuery.cwiseAbs().maxCoeff(),
                                     .turned = byRotation.cwiseAbs().maxCoeff(),
                                     .change = (byQuery + byRotation).cwiseAbs().maxCoeff() });
        }
    }
    summarise(result, logitRounding(head));
    return result;
}

} // namespace ropescope
