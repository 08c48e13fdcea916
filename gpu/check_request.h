// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gpu/renderer.h"

namespace ropescope {

/// Errors: InvalidArgument for a request without queries and keys or outside its head.
[[nodiscard]] Result<void> checkRequest(const MapRequest& request);

} // namespace ropescope
