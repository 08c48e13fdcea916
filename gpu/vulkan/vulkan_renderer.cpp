// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/vulkan_renderer.h"

#include <fmt/core.h>

#include "gpu/check_request.h"
#include "gpu/vulkan/check.h"
#include "gpu/vulkan/colour_pass.h"
#include "gpu/vulkan/grid_pass.h"
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
    vulkan::GridPass grid; // its lanes borrow from `maps` and `operands`
    bool drewGrid = false; // last

    Result<void> check(const MapRequest& request) const;
    Result<ValueMap> draw(const MapRequest& request, const std::stop_token& stop);
};

Result<void> VulkanRenderer::State::check(const MapRequest& request) const
{
    ROPESCOPE_TRY(checkRequest(request));
    if (const auto limit = device->limits().maxComputeWorkGroupCount[1];
        static_cast<std::uint32_t>(request.region.height) > limit) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("The map is {} pixels high, and {} allows {}.",
                                request.region.height, device->name(), limit));
    }
    return {};
}

Result<ValueMap> VulkanRenderer::State::draw(const MapRequest& request, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return cancelled();
    if (request.quantity.kind == QuantityKind::Phase)
        return phases.run(*device, transfer, request);
    const auto found = operands.get(*device, transfer, request);
    if (!found)
        return tl::unexpected(found.error());
    return maps.run(*device, transfer, operands, **found, request, stop);
}

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
    auto grid = vulkan::GridPass::create(**device);
    if (!grid)
        return tl::unexpected(grid.error());
    auto state = std::make_unique<State>(State { .device = std::move(*device),
                                                 .maps = std::move(*maps),
                                                 .phases = std::move(*phases),
                                                 .colours = std::move(*colours),
                                                 .transfer = {},
                                                 .operands = std::move(*operands),
                                                 .grid = std::move(*grid) });
    return std::unique_ptr<VulkanRenderer>(new VulkanRenderer(std::move(state)));
}

Result<ValueMap> VulkanRenderer::map(const MapRequest& request, std::stop_token stop)
{
    ROPESCOPE_TRY(m_state->check(request));
    m_state->drewGrid = false;
    auto map = m_state->draw(request, stop);
    if (map || map.error().code != ErrorCode::Unsupported || m_state->grid.isEmpty())
        return map;
    m_state->grid.clear(); // its memory may be all that is in the way
    return m_state->draw(request, stop);
}

std::vector<Result<ValueMap>> VulkanRenderer::maps(std::span<const MapRequest> requests,
                                                   std::stop_token stop)
{
    const vulkan::Device& device = *m_state->device;
    std::vector<Result<ValueMap>> results(requests.size(), cancelled());
    std::vector<const MapRequest*> together;
    std::vector<std::size_t> places; // of what is drawn together
    std::vector<std::size_t> alone;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (auto valid = m_state->check(requests[i]); !valid) {
            results[i] = tl::unexpected(valid.error());
        } else if (requests[i].quantity.kind == QuantityKind::Phase
                   || !vulkan::GridPass::fits(device, requests[i])) {
            alone.push_back(i);
        } else {
            together.push_back(&requests[i]);
            places.push_back(i);
        }
    }
    auto drawn = m_state->grid.run(device, m_state->transfer, m_state->maps, m_state->operands,
                                   together, stop);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        results[places[i]] = std::move(drawn[i]);
        // Too much memory for all at once, perhaps not for one.
        const auto& result = results[places[i]];
        if (!result && result.error().code == ErrorCode::Unsupported)
            alone.push_back(places[i]);
    }
    for (const std::size_t i : alone)
        results[i] = map(requests[i], stop);
    m_state->drewGrid = !together.empty();
    return results;
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
    const vulkan::MapReport& report
        = m_state->drewGrid ? m_state->grid.report() : m_state->maps.report();
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
