// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/reference.h"

#include <algorithm>
#include <limits>

namespace ropescope {

namespace {

HeadTrace resized(const HeadTrace& head, int tokens)
{
    const auto copy = [&](const MatrixRM& from, Eigen::Index columns) {
        MatrixRM to = MatrixRM::Zero(tokens, columns);
        const Eigen::Index rows = std::min<Eigen::Index>(tokens, from.rows());
        const Eigen::Index width = std::min(columns, from.cols());
        to.topLeftCorner(rows, width) = from.topLeftCorner(rows, width);
        return to;
    };
    HeadTrace other { .id = head.id,
                      .q = {},
                      .k = {},
                      .attention = {},
                      .rope = head.rope,
                      .attentionScale = head.attentionScale,
                      .slidingWindow = head.slidingWindow };
    if (head.holdsMapOnly()) {
        other.attention = copy(head.attention, tokens);
    } else {
        other.q = copy(head.q, head.q.cols());
        other.k = copy(head.k, head.k.cols());
    }
    return other;
}

} // namespace

std::shared_ptr<const HeadTrace> firstTokens(const std::shared_ptr<const HeadTrace>& head,
                                             int tokens)
{
    if (head->tokenCount() <= tokens)
        return head;
    return std::make_shared<const HeadTrace>(resized(*head, tokens));
}

std::shared_ptr<const HeadTrace> filledUp(const std::shared_ptr<const HeadTrace>& head, int tokens)
{
    if (head->tokenCount() >= tokens)
        return head;
    return std::make_shared<const HeadTrace>(resized(*head, tokens));
}

void hideAfter(ValueMap& map, const MapRegion& region, int tokens)
{
    constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
    const auto row = [&](int y) { return map.values.begin() + std::ptrdiff_t { y } * map.width; };
    int columns = map.width;
    while (columns > 0 && region.columnCells(columns - 1).end > tokens)
        --columns;
    for (int y = 0; y < map.height; ++y) {
        const bool isThere = region.rowCells(y).end <= tokens;
        std::fill(row(y) + (isThere ? columns : 0), row(y) + map.width, kNothing);
    }
}

} // namespace ropescope
