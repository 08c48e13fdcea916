// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/instance.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "gpu/vulkan/check.h"

namespace ropescope::vulkan {
namespace {

constexpr const char* kValidationLayer = "VK_LAYER_KHRONOS_validation";

bool hasValidationLayer()
{
    std::uint32_t count = 0;
    if (vkEnumerateInstanceLayerProperties(&count, nullptr) != VK_SUCCESS)
        return false;
    std::vector<VkLayerProperties> layers(count);
    if (vkEnumerateInstanceLayerProperties(&count, layers.data()) < VK_SUCCESS)
        return false;
    return std::ranges::any_of(layers, [](const VkLayerProperties& layer) {
        return std::string_view(layer.layerName) == kValidationLayer;
    });
}

} // namespace

Result<std::unique_ptr<Instance>> Instance::create(bool validate)
{
    std::unique_ptr<Instance> instance(new Instance);
    ROPESCOPE_TRY(instance->initialize(validate));
    return instance;
}

Instance::~Instance()
{
    if (m_messenger != VK_NULL_HANDLE) {
        const auto destroy = reinterpret_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
            vkGetInstanceProcAddr(m_instance, "vkDestroyDebugUtilsMessengerEXT"));
        destroy(m_instance, m_messenger, nullptr);
    }
    if (m_instance != VK_NULL_HANDLE)
        vkDestroyInstance(m_instance, nullptr);
}

Result<void> Instance::initialize(bool validate)
{
    if (validate && !hasValidationLayer()) {
        return fail(
            ErrorCode::NotFound,
            "The Vulkan validation layer is not installed (package vulkan-validationlayers).");
    }
    const VkApplicationInfo application {
        .sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
        .pNext = nullptr,
        .pApplicationName = "RoPEScope",
        .applicationVersion = 0,
        .pEngineName = nullptr,
        .engineVersion = 0,
        .apiVersion = VK_API_VERSION_1_1,
    };
    const VkDebugUtilsMessengerCreateInfoEXT messenger {
        .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT,
        .pNext = nullptr,
        .flags = 0,
        .messageSeverity = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT
            | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT,
        .messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT
            | VK_DEBUG_UTILS_MESSAGE_TYPE_PERFORMANCE_BIT_EXT,
        .pfnUserCallback
        = [](VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
             const VkDebugUtilsMessengerCallbackDataEXT* data, void* self) -> VkBool32 {
            static_cast<Instance*>(self)->collect(*data);
            return VK_FALSE;
        },
        .pUserData = this,
    };
    const std::array enabled { VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT };
    const VkValidationFeaturesEXT features {
        .sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT,
        .pNext = &messenger, // also hears what goes wrong while the instance itself comes and goes
        .enabledValidationFeatureCount = static_cast<std::uint32_t>(enabled.size()),
        .pEnabledValidationFeatures = enabled.data(),
        .disabledValidationFeatureCount = 0,
        .pDisabledValidationFeatures = nullptr,
    };
    const std::array extensions { VK_EXT_DEBUG_UTILS_EXTENSION_NAME };
    const VkInstanceCreateInfo info {
        .sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
        .pNext = validate ? &features : nullptr,
        .flags = 0,
        .pApplicationInfo = &application,
        .enabledLayerCount = validate ? 1U : 0U,
        .ppEnabledLayerNames = &kValidationLayer,
        .enabledExtensionCount = validate ? 1U : 0U,
        .ppEnabledExtensionNames = extensions.data(),
    };
    const VkResult created = vkCreateInstance(&info, nullptr, &m_instance);
    if (created == VK_ERROR_INCOMPATIBLE_DRIVER) { // the loader's word for none that it could load
        return fail(ErrorCode::NotFound,
                    "there is no Vulkan driver that can be loaded (VK_ERROR_INCOMPATIBLE_DRIVER; "
                    "drivers are in the package mesa-vulkan-drivers or come from the card's "
                    "maker).");
    }
    ROPESCOPE_TRY(check(created, "vkCreateInstance"));
    if (!validate)
        return {};
    const auto create = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
        vkGetInstanceProcAddr(m_instance, "vkCreateDebugUtilsMessengerEXT"));
    return check(create(m_instance, &messenger, nullptr, &m_messenger),
                 "vkCreateDebugUtilsMessengerEXT");
}

void Instance::collect(const VkDebugUtilsMessengerCallbackDataEXT& data)
{
    const std::lock_guard lock(m_mutex);
    m_messages.emplace_back(data.pMessage);
}

std::vector<std::string> Instance::validationMessages() const
{
    const std::lock_guard lock(m_mutex);
    return m_messages;
}

} // namespace ropescope::vulkan
