// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>

#include <QByteArray>

#include "core/attention/value_map.h"

namespace ropescope {

/// The bytes of a NumPy .npy file, version 1.0: little-endian float32, C order, shape
/// (height, width); NaN stays NaN. Source: numpy.lib.format.
[[nodiscard]] QByteArray npyBytes(const ValueMap& map);
/// Several maps of one size: shape (maps, height, width).
[[nodiscard]] QByteArray npyBytes(std::span<const ValueMap> maps);

} // namespace ropescope
