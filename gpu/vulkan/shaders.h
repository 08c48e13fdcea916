// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>

namespace ropescope::vulkan {

// SPIR-V that the build made of gpu/kernels/*/*.comp.
[[nodiscard]] std::span<const std::uint32_t> attentionMapShader();
[[nodiscard]] std::span<const std::uint32_t> attentionMapMatrixShader();
[[nodiscard]] std::span<const std::uint32_t> rotateOperandShader();
[[nodiscard]] std::span<const std::uint32_t> attentionMapPlainShader();
[[nodiscard]] std::span<const std::uint32_t> attentionMapDoubleShader();
[[nodiscard]] std::span<const std::uint32_t> rowSumsShader();
[[nodiscard]] std::span<const std::uint32_t> poolMapShader();
[[nodiscard]] std::span<const std::uint32_t> colourMapShader();
[[nodiscard]] std::span<const std::uint32_t> phaseMapShader();

} // namespace ropescope::vulkan
