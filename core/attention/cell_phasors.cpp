// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/cell_phasors.h"

#include <complex>

#include "core/attention/cell.h"

namespace ropescope {

Result<CellPhasors> cellPhasors(const HeadTrace& head, const RopeTable& table, int query, int key)
{
    const auto parts = cellParts(head, table, query, key);
    if (!parts)
        return tl::unexpected(parts.error());
    CellPhasors cell { .query = query, .key = key, .logit = parts->logit, .phasors = {} };
    if (head.holdsMapOnly())
        return cell;
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto pair = static_cast<std::size_t>(m);
        const auto [a, b] = table.coordinates(m);
        const double factor = head.attentionScale * table.gain[pair] * table.attentionFactor
            * table.attentionFactor;
        const std::complex<double> meeting = factor
            * std::complex<double>(head.q(query, a), head.q(query, b))
            * std::conj(std::complex<double>(head.k(key, a), head.k(key, b)));
        cell.phasors.push_back(
            { std::abs(meeting), std::arg(meeting), (query - key) * table.theta[pair] });
    }
    const Eigen::Index rest = head.headDim() - 2 * table.pairCount();
    cell.unrotated = head.attentionScale
        * head.q.row(query).tail(rest).cast<double>().dot(
            head.k.row(key).tail(rest).cast<double>());
    return cell;
}

} // namespace ropescope
