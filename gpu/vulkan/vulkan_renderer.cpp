// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/vulkan_renderer.h"

#include <fmt/core.h>

#include "gpu/cpu/check_request.h"
#include "gpu/vulkan/check.h"
#include "gpu/vulkan/colour_pass.h"
#include "gpu/vulkan/map_pass.h"
#include "gpu/vulkan/phase_pass.h"

namespace ropescope {

struct VulkanRenderer::State {
    std::unique_ptr<vulkan::Device> device; // outlives all that follows
    vulkan::MapPass maps;
    vulkan::PhasePass phases;
    vulkan::ColourPass colours;
    vulkan::Transfer transfer;
    vulkan::OperandCache operands;
};

VulkanRenderer::VulkanRenderer(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

VulkanRenderer::~VulkanRenderer() = default;

Result<std::unique_ptr<VulkanRenderer>> VulkanRenderer::create(const vulkan::DeviceOptions& options)
{
    auto device = vulkan::Device::create(options);
    if (!device)
        return tl::unexpected(device.error());
    auto maps = vulkan::MapPass::create(**device);
    if (!maps)
        return tl::unexpected(maps.error());
    auto phases = vulkan::PhasePass::create(**device);
    if (!phases)
        return tl::unexpected(phases.error());
    auto colours = vulkan::ColourPass::create(**device);
    if (!colours)
        return tl::unexpected(colours.error());
    auto operands = vulkan::OperandCache::create(**device);
    if (!operands)
        return tl::unexpected(operands.error());
    auto state = std::make_unique<State>(State { .device = std::move(*device),
                                                 .maps = std::move(*maps),
                                                 .phases = std::move(*phases),
                                                 .colours = std::move(*colours),
                                                 .transfer = {},
                                                 .operands = std::move(*operands) });
    return std::unique_ptr<VulkanRenderer>(new VulkanRenderer(std::move(state)));
}

Result<ValueMap> VulkanRenderer::map(const MapRequest& request, std::stop_token stop)
{
    ROPESCOPE_TRY(checkRequest(request));
    const vulkan::Device& device = *m_state->device;
    if (const auto limit = device.limits().maxComputeWorkGroupCount[1];
        static_cast<std::uint32_t>(request.region.height) > limit) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("The map is {} pixels high, and {} allows {}.",
                                request.region.height, device.name(), limit));
    }
    if (stop.stop_requested())
        return cancelled();
    if (request.quantity.kind == QuantityKind::Phase)
        return m_state->phases.run(device, m_state->transfer, request);
    const auto operands = m_state->operands.get(device, m_state->transfer, request);
    if (!operands)
        return tl::unexpected(operands.error());
    return m_state->maps.run(device, m_state->transfer, m_state->operands, **operands, request,
                             stop);
}

Result<Image> VulkanRenderer::paint(const ValueMap& values, const ColourScale& scale)
{
    return m_state->colours.run(*m_state->device, m_state->transfer, values, scale);
}

std::string VulkanRenderer::name() const
{
    return fmt::format("Vulkan, {}", m_state->device->name());
}

std::string VulkanRenderer::notice() const
{
    return m_state->device->isSoftware() ? "software Vulkan: the processor runs the shaders" : "";
}

MapReport VulkanRenderer::lastMap() const
{
    const vulkan::MapReport& report = m_state->maps.report();
    return { .path = vulkan::precisionName(report.precision),
             .logitBound = report.logitBound,
             .rotateMs = report.times[0],
             .sweepMs = report.times[1],
             .poolMs = report.times[2],
             .copyMs = report.times[3],
             .submissions = report.submissions,
             .summedRows = report.wantedSums,
             .deviceBytes = m_state->device->claimedBytes() };
}

bool VulkanRenderer::hasMatrices() const { return m_state->device->hasMatrices(); }

std::vector<std::string> VulkanRenderer::validationMessages() const
{
    return m_state->device->instance().validationMessages();
}

} // namespace ropescope
