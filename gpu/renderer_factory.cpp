// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/renderer_factory.h"

#include <cstdlib>

#include <fmt/core.h>

#include "core/base/translatable.h"
#include "gpu/cpu/cpu_renderer.h"
#include "gpu/fallback_renderer.h"
#include "gpu/vulkan/vulkan_renderer.h"

namespace ropescope {
namespace {

bool validationWanted()
{
    const char* const value = std::getenv("ROPESCOPE_VULKAN_VALIDATION");
    return value != nullptr && std::string_view(value) == "1";
}

std::string withoutPeriod(std::string sentence)
{
    if (sentence.ends_with('.'))
        sentence.pop_back();
    return sentence;
}

} // namespace

std::optional<Backend> backendFromName(std::string_view name)
{
    if (name == "auto")
        return Backend::Auto;
    if (name == "vulkan")
        return Backend::Vulkan;
    if (name == "cpu")
        return Backend::Cpu;
    return std::nullopt;
}

Result<std::unique_ptr<Renderer>> makeRenderer(Backend backend, std::shared_ptr<ThreadPool> pool)
{
    auto processor = std::make_unique<CpuRenderer>(std::move(pool));
    if (backend == Backend::Cpu)
        return processor;

    auto graphics = VulkanRenderer::create(
        { .allowSoftware = backend == Backend::Vulkan, .validate = validationWanted() });
    if (graphics)
        return std::make_unique<FallbackRenderer>(std::move(*graphics), std::move(processor));

    const std::string reason = withoutPeriod(graphics.error().message);
    if (backend == Backend::Vulkan) {
        return fail(ErrorCode::DeviceFailure,
                    fmt::format("Vulkan was asked for and cannot be used: {}. --backend cpu works "
                                "everywhere.",
                                reason));
    }
    const bool noDevice = graphics.error().code == ErrorCode::NotFound;
    return std::make_unique<FallbackRenderer>(
        std::move(processor),
        noDevice ? ROPESCOPE_TEXT("Renderer", "no Vulkan GPU: using the processor")
                 : fmt::format("Vulkan cannot be used ({}): using the processor", reason));
}

} // namespace ropescope
