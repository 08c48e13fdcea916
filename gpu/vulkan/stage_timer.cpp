// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/stage_timer.h"

#include <cstdint>

#include "gpu/vulkan/check.h"

namespace ropescope::vulkan {
namespace {

constexpr std::uint32_t kMarks = 8;

} // namespace

Result<StageTimer> StageTimer::create(const Device& device)
{
    StageTimer timer;
    if (!device.hasClock())
        return timer;
    const VkQueryPoolCreateInfo info {
        .sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO,
        .pNext = nullptr,
        .flags = 0,
        .queryType = VK_QUERY_TYPE_TIMESTAMP,
        .queryCount = kMarks,
        .pipelineStatistics = 0,
    };
    VkQueryPool pool = VK_NULL_HANDLE;
    ROPESCOPE_TRY(
        check(vkCreateQueryPool(device.get(), &info, nullptr, &pool), "vkCreateQueryPool"));
    timer.m_pool = QueryPool(device.get(), pool);
    return timer;
}

void StageTimer::begin(VkCommandBuffer commands)
{
    m_stages.clear();
    if (!m_pool)
        return;
    vkCmdResetQueryPool(commands, m_pool.get(), 0, kMarks);
    vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, m_pool.get(), 0);
}

void StageTimer::mark(VkCommandBuffer commands, Stage stage)
{
    if (!m_pool || m_stages.size() + 1 >= kMarks)
        return;
    m_stages.push_back(stage);
    vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, m_pool.get(),
                        static_cast<std::uint32_t>(m_stages.size()));
}

Result<void> StageTimer::collect(const Device& device, StageTimes& times)
{
    if (!m_pool || m_stages.empty())
        return {};
    std::vector<std::uint64_t> ticks(m_stages.size() + 1);
    ROPESCOPE_TRY(check(vkGetQueryPoolResults(device.get(), m_pool.get(), 0,
                                              static_cast<std::uint32_t>(ticks.size()),
                                              ticks.size() * sizeof(std::uint64_t), ticks.data(),
                                              sizeof(std::uint64_t), VK_QUERY_RESULT_64_BIT),
                        "vkGetQueryPoolResults"));
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        times[static_cast<std::size_t>(m_stages[i])] += static_cast<double>(ticks[i + 1] - ticks[i])
            * static_cast<double>(device.limits().timestampPeriod) * 1e-6;
    }
    return {};
}

} // namespace ropescope::vulkan
