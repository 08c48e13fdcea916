// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <vulkan/vulkan.h>

#include "core/base/result.h"

namespace ropescope::vulkan {

/// A headless Vulkan 1.1 instance, with the validation layer when that is asked for.
class Instance {
public:
    /// Errors: DeviceFailure when there is no driver at all, or when validation is asked for and
    /// its layer is not installed.
    [[nodiscard]] static Result<std::unique_ptr<Instance>> create(bool validate);
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    [[nodiscard]] VkInstance get() const { return m_instance; }
    [[nodiscard]] bool validates() const { return m_messenger != VK_NULL_HANDLE; }
    /// Warnings and errors of the validation layer so far, in order.
    [[nodiscard]] std::vector<std::string> validationMessages() const;

private:
    Instance() = default;
    [[nodiscard]] Result<void> initialize(bool validate);
    void collect(const VkDebugUtilsMessengerCallbackDataEXT& data);

    VkInstance m_instance = VK_NULL_HANDLE;
    VkDebugUtilsMessengerEXT m_messenger = VK_NULL_HANDLE;
    mutable std::mutex m_mutex; // drivers may report from threads of their own
    std::vector<std::string> m_messages;
};

} // namespace ropescope::vulkan
