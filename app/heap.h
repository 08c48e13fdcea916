// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace ropescope {

/// From now on memory that is freed goes back to the system, rather than staying with the C
/// library's allocator. To be called before threads that compute are started.
void returnFreedMemory();

} // namespace ropescope
