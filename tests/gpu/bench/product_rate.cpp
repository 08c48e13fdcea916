// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gpu/bench/product_rate.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "gpu/vulkan/check.h"
#include "gpu/vulkan/compute_program.h"
#include "gpu/vulkan/stage_timer.h"

namespace ropescope::test {

using namespace vulkan;

namespace {

constexpr std::uint32_t kTile = 128;
constexpr int kRuns = 7;

std::span<const std::uint32_t> shader()
{
    static constexpr std::uint32_t kSpirv[] =
#include "product_rate.spv.inc"
        ;
    return kSpirv;
}

/// Random float16 of magnitude 1 to 2 and either sign: zeros would run faster than real data.
std::vector<std::uint32_t> randomHalves(std::size_t words)
{
    std::mt19937 engine(std::random_device {}());
    std::vector<std::uint32_t> halves(words);
    for (std::uint32_t& word : halves)
        word = (engine() & 0x83ff83ffU) | 0x3c003c00U;
    return halves;
}

} // namespace

Result<double> productMilliseconds(int tokens, int headDim)
{
    auto device = Device::create({});
    if (!device)
        return tl::unexpected(device.error());
    if (!(*device)->hasMatrices() || !(*device)->hasClock())
        return fail(ErrorCode::Unsupported, "The device has no cooperative matrices or no clock.");
    auto program
        = ComputeProgram::create(**device,
                                 { .name = "product_rate",
                                   .spirv = shader(),
                                   .bufferCount = 3,
                                   .paramBytes = sizeof(std::uint32_t),
                                   .constants = { static_cast<std::uint32_t>(headDim) / 16 } });
    if (!program)
        return tl::unexpected(program.error());
    auto timer = StageTimer::create(**device);
    if (!timer)
        return tl::unexpected(timer.error());

    const auto blocks = static_cast<std::uint32_t>(tokens) / kTile;
    // Few enough work groups that what they leave behind stays below 4 GiB.
    const std::uint32_t tiles = std::min(blocks, std::max(16U, blocks / 32));
    const auto words = static_cast<std::size_t>(tokens) * static_cast<std::size_t>(headDim) / 2;
    Buffer query(BufferUse::Storage);
    Buffer key(BufferUse::Storage);
    Buffer total(BufferUse::Storage);
    Transfer transfer;
    const std::vector<std::uint32_t> values = randomHalves(words);
    ROPESCOPE_TRY(transfer.upload(**device, std::as_bytes(std::span(values)), query));
    ROPESCOPE_TRY(transfer.upload(**device, std::as_bytes(std::span(values)), key));
    ROPESCOPE_TRY(total.reserve(**device, std::size_t { blocks } * (blocks / tiles) * 65536));
    program->bind(**device, { &query, &key, &total });

    std::vector<double> times;
    for (int run = 0; run < kRuns; ++run) {
        StageTimes stages {};
        ROPESCOPE_TRY((*device)->run([&](VkCommandBuffer commands) {
            timer->begin(commands);
            program->record(commands, tiles, blocks / tiles, blocks);
            timer->mark(commands, Stage::Sweep);
        }));
        ROPESCOPE_TRY(timer->collect(**device, stages));
        times.push_back(stages[static_cast<std::size_t>(Stage::Sweep)]);
    }
    std::ranges::nth_element(times, times.begin() + kRuns / 2);
    return times[kRuns / 2];
}

} // namespace ropescope::test
