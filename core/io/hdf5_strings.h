// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/hdf5_handle.h"

namespace ropescope {

/// Bytes of one string of variable length where it is stored in a dataset or an attribute of that
/// file: only its length, and where in the file its characters are.
[[nodiscard]] std::size_t stringReferenceBytes(hid_t file);

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
