// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/operand_precision.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace ropescope::vulkan {

const char* precisionName(Precision precision)
{
    switch (precision) {
    case Precision::Single:
        return "float32";
    case Precision::Half:
        return "float16";
    case Precision::SplitHalf:
        return "split float16";
    case Precision::Double:
        return "float64 sums";
    }
    return "";
}

Magnitudes magnitudesOf(const MatrixRM& rows)
{
    Magnitudes sizes { .norm = 0.0, .channels = Eigen::VectorXf::Zero(rows.cols()) };
    float largest = 0.0F;
    float finite = 0.0F; // NaN as soon as something is not finite
    for (Eigen::Index t = 0; t < rows.rows(); ++t) {
        const auto row = rows.row(t).array();
        const float squared = row.square().sum();
        finite += squared * 0.0F;
        largest = std::max(largest, squared);
        sizes.channels = sizes.channels.array().max(row.abs().transpose()).matrix();
    }
    sizes.norm = std::sqrt(double { largest }) + double { finite };
    return sizes;
}

double logitBound(const Magnitudes& query, const Magnitudes& key, const RopeTable& table,
                  double attentionScale)
{
    const double turn = table.attentionFactor * table.attentionFactor;
    double largestFactor = 1.0;
    double pairs = 0.0;
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        const double factor = std::abs(table.gain[static_cast<std::size_t>(m)]) * turn;
        largestFactor = std::max(largestFactor, factor);
        pairs += factor * std::hypot(query.channels[a], query.channels[b])
            * std::hypot(key.channels[a], key.channels[b]);
    }
    for (Eigen::Index c = 2 * table.pairCount(); c < query.channels.size(); ++c)
        pairs += double { query.channels[c] } * double { key.channels[c] };
    const double whole = query.norm * key.norm * largestFactor;
    // Comparisons that keep a NaN: it must not look small.
    return std::abs(attentionScale) * (pairs < whole ? pairs : whole);
}

double coordinateBound(const Magnitudes& side, const RopeTable& table)
{
    double largest = 0.0;
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        largest = std::max(largest,
                           std::abs(table.attentionFactor)
                               * std::hypot(side.channels[a], side.channels[b]));
    }
    for (Eigen::Index c = 2 * table.pairCount(); c < side.channels.size(); ++c)
        largest = std::max(largest, double { side.channels[c] });
    return largest;
}

bool canMix(int columns)
{
    return columns <= 128 && std::has_single_bit(static_cast<unsigned>(columns));
}

double halfLogits(int columns)
{
    constexpr double kAlways = 4.0;
    constexpr double kSpreads = 3.0;
    return canMix(columns) ? std::max(kAlways, kSpreads * std::sqrt(columns)) : kAlways;
}

Precision precisionFor(double bound, int columns, const Quantity& quantity,
                       const Abilities& abilities)
{
    if (!abilities.halves || !(bound <= kSplitHalfLogits)) {
        const bool tooLarge
            = quantity.needsRowSums() && bound > kSingleLogits && std::isfinite(bound);
        return tooLarge && abilities.doubles ? Precision::Double : Precision::Single;
    }
    const bool coarse = quantity.kind == QuantityKind::Probability && bound <= halfLogits(columns);
    return coarse ? Precision::Half : Precision::SplitHalf;
}

} // namespace ropescope::vulkan
