// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace ropescope {

class Session;

/// Saves what the map shows now: a figure (pdf, svg, png), or its values (npy).
/// Errors: NotFound when nothing is shown yet; those of the writers.
[[nodiscard]] Result<void> exportMap(const Session& session, const std::filesystem::path& path);

} // namespace ropescope
