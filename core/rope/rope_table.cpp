// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rope/rope_table.h"

#include <cmath>

namespace ropescope {

namespace {

using Row = Eigen::Array<double, 1, Eigen::Dynamic>;
using FloatRow = Eigen::Array<float, 1, Eigen::Dynamic>;

/// One coordinate of every pair in a row of x: contiguous for half-split, every second one else.
template <class Pointer> auto coordinates(Pointer row, int pairs, RopePairing pairing, int which)
{
    using Stride = Eigen::InnerStride<Eigen::Dynamic>;
    using Map = Eigen::Map<std::conditional_t<std::is_const_v<std::remove_pointer_t<Pointer>>,
                                              const FloatRow, FloatRow>,
                           Eigen::Unaligned, Stride>;
    if (pairing == RopePairing::HalfSplit)
        return Map(row + which * pairs, pairs, Stride(1));
    return Map(row + which, pairs, Stride(2));
}

} // namespace

RotationAngles rotationAngles(const RopeTable& table, int tokens, int firstPosition)
{
    constexpr int kAnchorInterval = 64;
    const int pairs = table.pairCount();
    const Eigen::Map<const Row> theta(table.theta.data(), pairs);
    const Row stepCosine = theta.cos();
    const Row stepSine = theta.sin();
    RotationAngles angles { MatrixRM(tokens, pairs), MatrixRM(tokens, pairs) };
    Row cosine(pairs);
    Row sine(pairs);
    for (int t = 0; t < tokens; ++t) {
        if (t % kAnchorInterval == 0) {
            const Row angle = theta * static_cast<double>(firstPosition + t);
            cosine = table.attentionFactor * angle.cos();
            sine = table.attentionFactor * angle.sin();
        } else {
            const Row next = cosine * stepCosine - sine * stepSine;
            sine = sine * stepCosine + cosine * stepSine;
            cosine = next;
        }
        angles.cosine.row(t) = cosine.matrix().cast<float>();
        angles.sine.row(t) = sine.matrix().cast<float>();
    }
    return angles;
}

MatrixRM rotate(MatrixRef raw, const RopeTable& table, const RotationAngles& angles)
{
    const int pairs = table.pairCount();
    MatrixRM rotated(raw.rows(), raw.cols());
    for (Eigen::Index t = 0; t < raw.rows(); ++t) {
        const float* const from = raw.data() + t * raw.outerStride();
        float* const to = rotated.data() + t * rotated.cols();
        const auto first = coordinates(from, pairs, table.pairing, 0);
        const auto second = coordinates(from, pairs, table.pairing, 1);
        const auto cosine = angles.cosine.row(t).array();
        const auto sine = angles.sine.row(t).array();
        coordinates(to, pairs, table.pairing, 0) = first * cosine - second * sine;
        coordinates(to, pairs, table.pairing, 1) = second * cosine + first * sine;
    }
    const Eigen::Index rest = raw.cols() - 2 * pairs;
    rotated.rightCols(rest) = raw.rightCols(rest);
    return rotated;
}

MatrixRM rotate(MatrixRef raw, const RopeTable& table, int firstPosition)
{
    return rotate(raw, table, rotationAngles(table, static_cast<int>(raw.rows()), firstPosition));
}

} // namespace ropescope
