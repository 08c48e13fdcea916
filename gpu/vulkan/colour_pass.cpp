// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/colour_pass.h"

#include <algorithm>

#include "gpu/kernels/colour_map/colour_map_params.h"
#include "gpu/vulkan/check.h"
#include "gpu/vulkan/shaders.h"

namespace ropescope::vulkan {

using shared::ColourMapParams;
using shared::kColourGroup;

static_assert(static_cast<unsigned>(ScaleKind::Linear) == shared::kScaleLinear);
static_assert(static_cast<unsigned>(ScaleKind::Log) == shared::kScaleLog);
static_assert(static_cast<unsigned>(ScaleKind::Sqrt) == shared::kScaleSqrt);
static_assert(std::tuple_size_v<decltype(ColourMap::colours)> == shared::kColourCount);

Result<ColourPass> ColourPass::create(const Device& device)
{
    auto program = ComputeProgram::create(device,
                                          { .name = "colour_map",
                                            .spirv = colourMapShader(),
                                            .bufferCount = 3,
                                            .paramBytes = sizeof(ColourMapParams) });
    if (!program)
        return tl::unexpected(program.error());
    ColourPass pass;
    pass.m_program = std::move(*program);
    return pass;
}

Result<Image> ColourPass::run(const Device& device, Transfer& transfer, const ValueMap& values,
                              const ColourScale& scale)
{
    Image image { .width = values.width, .height = values.height, .rgba = {} };
    image.rgba.resize(values.values.size() * 4);
    if (values.values.empty())
        return image;
    ROPESCOPE_TRY(transfer.upload(device, std::as_bytes(std::span(values.values)), m_values));
    ROPESCOPE_TRY(transfer.upload(device, std::as_bytes(std::span(scale.map->colours)), m_colours));
    ROPESCOPE_TRY(m_pixels.reserve(device, image.rgba.size()));
    m_program.bind(device, { &m_values, &m_colours, &m_pixels });

    const auto pixels = static_cast<std::uint32_t>(values.values.size());
    const std::uint32_t groups = (pixels - 1) / kColourGroup + 1;
    const std::uint32_t columns = std::min(groups, device.limits().maxComputeWorkGroupCount[0]);
    const ColourMapParams params {
        .pixelCount = pixels,
        .rowPixels = columns * kColourGroup,
        .kind = static_cast<std::uint32_t>(scale.kind),
        .low = scale.low,
        .high = scale.high,
    };
    ROPESCOPE_TRY(device.run([&](VkCommandBuffer commands) {
        m_program.record(commands, params, columns, (groups - 1) / columns + 1);
    }));
    ROPESCOPE_TRY(transfer.read(device, m_pixels, std::as_writable_bytes(std::span(image.rgba))));
    return image;
}

} // namespace ropescope::vulkan
