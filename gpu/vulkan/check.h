// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

#include <vulkan/vulkan.h>

#include "core/base/result.h"

namespace ropescope::vulkan {

/// "VK_ERROR_DEVICE_LOST", or the number of a result that has no name here.
[[nodiscard]] std::string resultName(VkResult result);

/// Nothing for VK_SUCCESS; else an error with the names of the call and of the result.
/// Errors: Unsupported when memory ran out (a smaller request may work), else DeviceFailure.
[[nodiscard]] Result<void> check(VkResult result, std::string_view call);

} // namespace ropescope::vulkan

/// Returns from the calling function with the error of a Result<void>.
#define ROPESCOPE_TRY(expression)                                                                  \
    do {                                                                                           \
        if (auto outcome = (expression); !outcome)                                                 \
            return tl::unexpected(std::move(outcome.error()));                                     \
    } while (false)
