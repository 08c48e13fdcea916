// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>

namespace ropescope::vulkan {

/// Which device is taken, and what it may use.
struct DeviceOptions {
    bool allowSoftware = true; ///< also a driver that computes on the processor
    bool validate = false;     ///< run under the validation layer
    bool useMatrices = true;   ///< cooperative matrices, where the device has them
    bool poison = false;       ///< NaN in all that a map writes, before it is drawn: for tests
    /// Bytes that buffers may take together; what is beyond is refused as if memory had run out.
    std::optional<std::size_t> memoryLimit;
    /// The device counts as lost after this many submissions: to try what happens then.
    std::optional<int> submissionLimit;
};

} // namespace ropescope::vulkan
