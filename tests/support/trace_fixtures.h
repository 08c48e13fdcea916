// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/matrix.h"
#include "core/io/hdf5_handle.h"

namespace ropescope::test {

/// The traces that tests/data/make_traces.py writes: 4 query heads, 2 key heads.
inline constexpr int kFixtureTokens = 6;
inline constexpr int kFixtureHeadDim = 8;

[[nodiscard]] std::filesystem::path traceFixture(const std::string& name);
/// One head of a layer in them; sign 1 for q, -1 for k, 2 for v.
[[nodiscard]] MatrixRM fixtureSlice(int layer, int head, float sign);

[[nodiscard]] std::string bytesOf(const std::filesystem::path& path);
void writeBytes(const std::filesystem::path& path, const std::string& bytes);

using TraceChange = std::function<void(hid_t file)>;
/// A copy of variable_strings.h5 at `path` with something changed.
void writeChangedTrace(const std::filesystem::path& path, const TraceChange& change);

void replaceAttribute(hid_t object, const char* name, int value);
void replaceAttribute(hid_t object, const char* name, double value);
void replaceAttribute(hid_t object, const char* name, const std::string& value);
/// Puts a dataset of that shape and type in place of what is there.
void replaceDataset(hid_t file, const char* path, const std::vector<hsize_t>& shape,
                    const std::vector<double>& values, hid_t type = H5T_IEEE_F64LE);

} // namespace ropescope::test
