// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/thread_pool.h"
#include "gpu/renderer.h"

namespace ropescope {

enum class Backend { Auto, Vulkan, Cpu };

[[nodiscard]] std::optional<Backend> backendFromName(std::string_view name);

/// Auto takes Vulkan on a real GPU, else the processor (a software Vulkan runs the same shaders
/// more slowly). When the device is lost the picture still comes: the processor takes over, name()
/// and notice() say so. Errors: DeviceFailure when Vulkan is demanded and there is none.
[[nodiscard]] Result<std::unique_ptr<Renderer>> makeRenderer(Backend backend,
                                                             std::shared_ptr<ThreadPool> pool);

} // namespace ropescope
