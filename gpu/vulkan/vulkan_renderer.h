// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gpu/renderer.h"
#include "gpu/vulkan/device_options.h"

namespace ropescope {

/// Maps and pictures by Vulkan compute, without a window. The operands of recent heads and their
/// row sums stay on the device, so that a pan or zoom costs only the cells it shows. Besides the
/// errors of Renderer: Unsupported when a request needs more than the device has.
class VulkanRenderer final : public Renderer {
public:
    /// Errors: NotFound when no device fits the options, DeviceFailure when Vulkan does not work.
    [[nodiscard]] static Result<std::unique_ptr<VulkanRenderer>> create(
        const vulkan::DeviceOptions& options);
    ~VulkanRenderer() override;

    [[nodiscard]] Result<ValueMap> map(const MapRequest& request, std::stop_token stop) override;
    [[nodiscard]] Result<Image> paint(const ValueMap& values, const ColourScale& scale) override;
    [[nodiscard]] std::string name() const override;
    [[nodiscard]] std::string notice() const override;

    /// What the validation layer found fault with so far; empty without it.
    [[nodiscard]] std::vector<std::string> validationMessages() const;

private:
    struct State;
    explicit VulkanRenderer(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace ropescope
