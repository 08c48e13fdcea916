// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/phase_pass.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/core.h>

#include "gpu/kernels/phase_map/phase_map_params.h"
#include "gpu/vulkan/check.h"
#include "gpu/vulkan/shaders.h"

namespace ropescope::vulkan {

using shared::kPhaseLine;
using shared::PhaseMapParams;
using shared::PhaseToken;

namespace {

/// One pair of a token's row after rotation.
PhaseToken phaseToken(const MatrixRM& raw, int position, const RopeTable& table, int pair)
{
    const auto [a, b] = table.coordinates(pair);
    const double x = raw(position, a);
    const double y = raw(position, b);
    PhaseToken token { .position = static_cast<std::uint32_t>(position), .turn = 0, .hasAngle = 0 };
    if (x == 0.0 && y == 0.0)
        return token;
    constexpr double kTurn = 2.0 * std::numbers::pi;
    const double angle = std::atan2(y, x) + table.theta[static_cast<std::size_t>(pair)] * position;
    token.turn = static_cast<std::uint32_t>(
        std::llround(std::ldexp(std::remainder(angle, kTurn) / kTurn, 32)));
    token.hasAngle = 1;
    return token;
}

std::span<const std::byte> bytesOf(const std::vector<PhaseToken>& tokens)
{
    return std::as_bytes(std::span(tokens));
}

} // namespace

Result<PhasePass> PhasePass::create(const Device& device)
{
    auto program = ComputeProgram::create(device,
                                          { .name = "phase_map",
                                            .spirv = phaseMapShader(),
                                            .bufferCount = 3,
                                            .paramBytes = sizeof(PhaseMapParams),
                                            .constants = {} });
    if (!program)
        return tl::unexpected(program.error());
    PhasePass pass;
    pass.m_program = std::move(*program);
    return pass;
}

Result<ValueMap> PhasePass::run(const Device& device, Transfer& transfer, const MapRequest& request)
{
    const int pair = request.quantity.pair;
    if (pair < 0 || pair >= request.rope.pairCount()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Channel pair {} does not exist: this head has {} pairs.", pair,
                                request.rope.pairCount()));
    }
    const HeadTrace& head = *request.head;
    const MapRegion& region = request.region;
    std::vector<PhaseToken> queries;
    for (int y = 0; y < region.height; ++y)
        queries.push_back(phaseToken(head.q, region.rowCells(y).middle(), request.rope, pair));
    std::vector<PhaseToken> keys;
    for (int x = 0; x < region.width; ++x)
        keys.push_back(phaseToken(head.k, region.columnCells(x).middle(), request.rope, pair));

    ValueMap map { .width = region.width, .height = region.height, .values = {} };
    map.values.resize(queries.size() * keys.size());
    const auto values = std::as_writable_bytes(std::span(map.values));
    ROPESCOPE_TRY(transfer.upload(device, bytesOf(queries), m_queries));
    ROPESCOPE_TRY(transfer.upload(device, bytesOf(keys), m_keys));
    ROPESCOPE_TRY(m_values.reserve(device, values.size()));
    ROPESCOPE_TRY(transfer.prepareRead(device, values.size()));
    m_program.bind(device, { &m_queries, &m_keys, &m_values });
    const auto width = static_cast<std::uint32_t>(region.width);
    const PhaseMapParams params {
        .width = width,
        .slidingWindow = static_cast<std::uint32_t>(std::max(head.slidingWindow, 0)),
    };
    ROPESCOPE_TRY(device.run([&](VkCommandBuffer commands) {
        m_program.record(commands, params, (width - 1) / kPhaseLine + 1,
                         static_cast<std::uint32_t>(region.height));
        transfer.recordRead(commands, m_values, values.size());
    }));
    std::ranges::copy(transfer.finishRead(values.size()), values.begin());
    return map;
}

} // namespace ropescope::vulkan
