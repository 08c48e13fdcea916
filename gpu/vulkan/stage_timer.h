// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <vector>

#include "gpu/vulkan/device.h"

namespace ropescope::vulkan {

/// What the device does for a map, in order.
enum class Stage { Rotate, Sweep, Pool, Copy };
inline constexpr std::size_t kStageCount = 4;

/// Milliseconds of each stage; all zero where the device has no clock.
using StageTimes = std::array<double, kStageCount>;

/// Reads the device's clock between the stages of one submission.
class StageTimer {
public:
    /// Without a clock.
    StageTimer() = default;
    /// Errors: DeviceFailure.
    [[nodiscard]] static Result<StageTimer> create(const Device& device);

    /// At the start of a command buffer.
    void begin(VkCommandBuffer commands);
    /// What was recorded since the last mark belongs to `stage`.
    void mark(VkCommandBuffer commands, Stage stage);
    /// Adds the times of the submission that has just ended. Errors: DeviceFailure.
    [[nodiscard]] Result<void> collect(const Device& device, StageTimes& times);

private:
    QueryPool m_pool;            // empty: no clock
    std::vector<Stage> m_stages; // of the marks
};

} // namespace ropescope::vulkan
