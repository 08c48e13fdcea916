// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/matrix.h"
#include "core/base/result.h"
#include "core/io/hdf5_source.h"

namespace ropescope {

/// array[index, :, :] of a float array of three dimensions, whatever its precision, chunks and
/// compression; only that slice is read.
/// Errors: Unreadable; Malformed for NaN, infinity and what a float cannot hold.
[[nodiscard]] Result<MatrixRM> readSlice(const Hdf5Array& array, std::uint64_t index);

/// All of a one-dimensional array of floats or integers. Errors: Unreadable.
[[nodiscard]] Result<std::vector<double>> readReals(const Hdf5Array& array);
/// All of a one-dimensional array of integers. Errors: Unreadable.
[[nodiscard]] Result<std::vector<std::int64_t>> readIntegers(const Hdf5Array& array);
/// All of a one-dimensional array of strings, of fixed or variable length, as valid UTF-8.
/// Text of more than 1 GiB, or longer than the file of `fileSize` bytes can hold, is refused.
/// Errors: Unreadable, Malformed.
[[nodiscard]] Result<std::vector<std::string>> readTexts(const Hdf5Array& array,
                                                         std::uint64_t fileSize);

} // namespace ropescope
