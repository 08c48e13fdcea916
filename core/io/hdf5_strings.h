// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/hdf5_handle.h"

namespace ropescope {

/// Of variable length: that it is made of bytes. HDF5 takes whatever size a file gives to a
/// character and asks for that many times the length. True for all other types.
[[nodiscard]] bool isSoundString(hid_t type);

/// Bytes of one string of variable length where it is stored in a dataset or an attribute of that
/// file: only its length, and where in the file its characters are.
[[nodiscard]] std::size_t stringReferenceBytes(hid_t file);

/// Bytes of one value of the type where it is stored in that file.
[[nodiscard]] std::size_t storedBytes(hid_t file, hid_t type);

/// What H5Dread and H5Aread put such strings into for checkStringReferences, as they are stored.
[[nodiscard]] Hdf5Type stringReferenceType(hid_t file);

/// That each string is as long where its characters are as where it is stored. HDF5 1.10 takes the
/// length from the one place and copies as much as the other says.
///   name        of the dataset or attribute, for messages
///   references  read as stringReferenceType
/// Errors: Malformed, Unreadable.
[[nodiscard]] Result<void> checkStringReferences(const std::string& name, hid_t file,
                                                 const std::vector<unsigned char>& references);

} // namespace ropescope
