// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>

namespace ropescope {

/// Called from the working thread with a fraction in [0, 1].
using Progress = std::function<void(double fraction)>;

} // namespace ropescope
