// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/rotation_tables.h"

#include <bit>
#include <cstdint>

#include <Eigen/Core>

#include "gpu/kernels/rotate_operand/rotate_operand_params.h"

namespace ropescope::vulkan {
namespace {

using Row = Eigen::Array<double, 1, Eigen::Dynamic>;

std::array<float, 2> split(double value)
{
    constexpr std::uint32_t kTwelveBits = 0xfffff000U;
    const auto leading = std::bit_cast<float>(
        std::bit_cast<std::uint32_t>(static_cast<float>(value)) & kTwelveBits);
    return { leading, static_cast<float>(value - double { leading }) };
}

/// Angles 0, step, 2 step, ...: by rotation in double, taken anew every 64.
std::vector<SplitAngle> multiples(const Row& step, double factor, int count)
{
    constexpr int kAnchorInterval = 64;
    const Row stepCosine = step.cos();
    const Row stepSine = step.sin();
    std::vector<SplitAngle> angles;
    angles.reserve(static_cast<std::size_t>(count) * static_cast<std::size_t>(step.size()));
    Row cosine(step.size());
    Row sine(step.size());
    for (int i = 0; i < count; ++i) {
        if (i % kAnchorInterval == 0) {
            const Row angle = step * static_cast<double>(i);
            cosine = factor * angle.cos();
            sine = factor * angle.sin();
        } else {
            const Row next = cosine * stepCosine - sine * stepSine;
            sine = sine * stepCosine + cosine * stepSine;
            cosine = next;
        }
        for (Eigen::Index m = 0; m < step.size(); ++m) {
            const auto [c, cRest] = split(cosine[m]);
            const auto [s, sRest] = split(sine[m]);
            angles.push_back({ c, cRest, s, sRest });
        }
    }
    return angles;
}

} // namespace

RotationTables rotationTables(const RopeTable& table, int tokens)
{
    constexpr int kFine = static_cast<int>(shared::kFineAngles);
    const Eigen::Map<const Row> theta(table.theta.data(), table.pairCount());
    return { .coarse = multiples(theta * double { kFine }, table.attentionFactor,
                                 (tokens + kFine - 1) / kFine),
             .fine = multiples(theta, 1.0, kFine) };
}

} // namespace ropescope::vulkan
