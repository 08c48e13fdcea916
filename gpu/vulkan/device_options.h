// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace ropescope::vulkan {

struct DeviceOptions {
    bool allowSoftware = true; ///< also a driver that computes on the processor
    bool validate = false;     ///< run under the validation layer
};

} // namespace ropescope::vulkan
