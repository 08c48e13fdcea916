// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/trace_fixtures.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace ropescope::test {

namespace {

void replaceAttribute(hid_t object, const char* name, hid_t type, const void* value)
{
    H5Adelete(object, name);
    const Hdf5Space space(H5Screate(H5S_SCALAR));
    const Hdf5Attribute attribute(
        H5Acreate2(object, name, type, space.get(), H5P_DEFAULT, H5P_DEFAULT));
    H5Awrite(attribute.get(), type, value);
}

} // namespace

std::filesystem::path traceFixture(const std::string& name)
{
    return std::filesystem::path(ROPESCOPE_TEST_DATA) / "traces" / name;
}

MatrixRM fixtureSlice(int layer, int head, float sign)
{
    MatrixRM values(kFixtureTokens, kFixtureHeadDim);
    for (int t = 0; t < kFixtureTokens; ++t) {
        for (int c = 0; c < kFixtureHeadDim; ++c) {
            values(t, c) = sign
                * (static_cast<float>(layer) + static_cast<float>(head) / 4.0f
                   + static_cast<float>(t) / 32.0f + static_cast<float>(c) / 256.0f);
        }
    }
    return values;
}

std::string bytesOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void writeBytes(const std::filesystem::path& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

void writeChangedTrace(const std::filesystem::path& path, const TraceChange& change)
{
    writeBytes(path, bytesOf(traceFixture("variable_strings.h5")));
    const Hdf5Silence silence;
    const Hdf5File file(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT));
    change(file.get());
}

void replaceAttribute(hid_t object, const char* name, int value)
{
    replaceAttribute(object, name, H5T_NATIVE_INT, &value);
}

void replaceAttribute(hid_t object, const char* name, double value)
{
    replaceAttribute(object, name, H5T_NATIVE_DOUBLE, &value);
}

void replaceAttribute(hid_t object, const char* name, const std::string& value)
{
    const Hdf5Type type(H5Tcopy(H5T_C_S1));
    H5Tset_size(type.get(), std::max<std::size_t>(value.size(), 1));
    replaceAttribute(object, name, type.get(), value.data());
}

void replaceDataset(hid_t file, const char* path, const std::vector<hsize_t>& shape,
                    const std::vector<double>& values, hid_t type)
{
    H5Ldelete(file, path, H5P_DEFAULT);
    const Hdf5Space space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr));
    const Hdf5Dataset dataset(
        H5Dcreate2(file, path, type, space.get(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    H5Dwrite(dataset.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
}

} // namespace ropescope::test
