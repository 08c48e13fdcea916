// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

#include <hdf5.h>

namespace ropescope {

/// The text in a fixed-length HDF5 string, without its padding, as valid UTF-8.
[[nodiscard]] std::string textOfFixedString(std::string_view bytes, H5T_str_t padding);

/// The same bytes where they are UTF-8, U+FFFD where not: writers of JSON and painters of text need
/// not doubt what comes out of a file.
[[nodiscard]] std::string validUtf8(std::string_view bytes);

} // namespace ropescope
