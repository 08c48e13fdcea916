// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/shaders.h"

namespace ropescope::vulkan {

std::span<const std::uint32_t> attentionMapShader()
{
    static constexpr std::uint32_t kSpirv[] =
#include "attention_map.spv.inc"
        ;
    return kSpirv;
}

std::span<const std::uint32_t> attentionMapMatrixShader()
{
    static constexpr std::uint32_t kSpirv[] =
#include "attention_map_matrix.spv.inc"
        ;
    return kSpirv;
}

std::span<const std::uint32_t> rotateOperandShader()
{
    static constexpr std::uint32_t kSpirv[] =
#include "rotate_operand.spv.inc"
        ;
    return kSpirv;
}

std::span<const std::uint32_t> attentionMapPlainShader()
{
    static constexpr std::uint32_t kSpirv[] =
#include "attention_map_plain.spv.inc"
        ;
    return kSpirv;
}

std::span<const std::uint32_t> attentionMapDoubleShader()
{
    static constexpr std::uint32_t kSpirv[] =
#include "attention_map_double.spv.inc"
        ;
    return kSpirv;
}

std::span<const std::uint32_t> rowSumsShader()
{
    static constexpr std::uint32_t kSpirv[] =
#include "row_sums.spv.inc"
        ;
    return kSpirv;
}

std::span<const std::uint32_t> poolMapShader()
{
    static constexpr std::uint32_t kSpirv[] =
#include "pool_map.spv.inc"
        ;
    return kSpirv;
}

std::span<const std::uint32_t> colourMapShader()
{
    static constexpr std::uint32_t kSpirv[] =
#include "colour_map.spv.inc"
        ;
    return kSpirv;
}

std::span<const std::uint32_t> phaseMapShader()
{
    static constexpr std::uint32_t kSpirv[] =
#include "phase_map.spv.inc"
        ;
    return kSpirv;
}

} // namespace ropescope::vulkan
