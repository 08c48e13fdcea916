// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gpu/renderer.h"
#include "gpu/vulkan/device_options.h"

namespace ropescope {

/// How the last map, or grid of maps, was drawn: what it cost on the device's own clock (0 where
/// there is none). Phases leave it alone.
struct MapReport {
    std::string path; ///< "float32", "float16" or "split float16"
    double logitBound = 0.0;
    double rotateMs = 0.0;
    double sweepMs = 0.0; ///< products, pooled per row, and row sums
    double poolMs = 0.0;
    double copyMs = 0.0;
    int submissions = 0;
    bool summedRows = false;     ///< the row sums were not known from an earlier map
    std::size_t deviceBytes = 0; ///< of all buffers
};

/// Maps and pictures by Vulkan compute, without a window. The operands of recent heads and their
/// row sums stay on the device, so that a pan or zoom costs only the cells it shows. Raw vectors
/// are uploaded once a head; the device rotates them. Besides the errors of Renderer: Unsupported
/// when a request needs more than the device has.
class VulkanRenderer final : public Renderer {
public:
    /// Errors: NotFound when no device fits the options, DeviceFailure when Vulkan does not work.
    [[nodiscard]] static Result<std::unique_ptr<VulkanRenderer>> create(
        const vulkan::DeviceOptions& options);
    ~VulkanRenderer() override;

    [[nodiscard]] Result<ValueMap> map(const MapRequest& request, std::stop_token stop) override;
    [[nodiscard]] std::vector<Result<ValueMap>> maps(std::span<const MapRequest> requests,
                                                     std::stop_token stop) override;
    [[nodiscard]] Result<Image> paint(const ValueMap& values, const ColourScale& scale) override;
    [[nodiscard]] std::string name() const override;
    [[nodiscard]] std::string notice() const override;

    [[nodiscard]] MapReport lastMap() const;
    /// float16 factors with float32 sums through cooperative matrices; else everything is float32.
    [[nodiscard]] bool hasMatrices() const;

    /// What the validation layer found fault with so far; empty without it.
    [[nodiscard]] std::vector<std::string> validationMessages() const;

private:
    struct State;
    explicit VulkanRenderer(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace ropescope
