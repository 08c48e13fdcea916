// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace ropescope {

/// Is that a file that can be read? What may not be looked at, because of its own permissions or
/// those of a folder above, is not called absent.
/// Errors: NotFound where nothing is; Unreadable for what is no file, with the system's reason
/// where it refuses.
[[nodiscard]] Result<void> checkReadable(const std::filesystem::path& path);

} // namespace ropescope
