// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/hdf5_handle.h"

#include <string_view>

namespace ropescope {

Hdf5Silence::Hdf5Silence()
{
    H5Eget_auto2(H5E_DEFAULT, &m_function, &m_data);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Hdf5Silence::~Hdf5Silence() { H5Eset_auto2(H5E_DEFAULT, m_function, m_data); }

std::string hdf5Error()
{
    std::string innermost;
    const auto keepFirst = [](unsigned, const H5E_error2_t* entry, void* text) -> herr_t {
        if (entry->desc != nullptr)
            *static_cast<std::string*>(text) = entry->desc;
        return 1; // stop
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keepFirst, &innermost);
    // Failed system calls come as "..., errno = 28, error message = 'No space left on device',
    // ...".
    constexpr std::string_view kMark = "error message = '";
    if (const auto mark = innermost.find(kMark); mark != std::string::npos) {
        const auto begin = mark + kMark.size();
        return innermost.substr(begin, innermost.find('\'', begin) - begin);
    }
    return innermost.empty() ? "HDF5 gives no reason" : innermost;
}

bool isSoundNumber(hid_t type)
{
    const H5T_class_t kind = H5Tget_class(type);
    if (kind != H5T_INTEGER && kind != H5T_FLOAT)
        return true;
    constexpr std::size_t kMostBytes = 16;
    const std::size_t bytes = H5Tget_size(type);
    const std::size_t precision = H5Tget_precision(type);
    const int offset = H5Tget_offset(type);
    if (bytes > kMostBytes || offset < 0
        || static_cast<std::size_t>(offset) + precision > 8 * bytes) {
        return false;
    }
    if (kind == H5T_INTEGER) // HDF5 moves the sign of integers of other widths into wrong bytes
        return (bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8) && precision == 8 * bytes;
    std::size_t sign = 0;
    std::size_t exponent = 0;
    std::size_t exponentBits = 0;
    std::size_t mantissa = 0;
    std::size_t mantissaBits = 0;
    return H5Tget_fields(type, &sign, &exponent, &exponentBits, &mantissa, &mantissaBits) >= 0
        && sign < precision && exponent + exponentBits <= precision
        && mantissa + mantissaBits <= precision;
}

Hdf5Type hdf5HalfType()
{
    Hdf5Type half(H5Tcopy(H5T_IEEE_F32LE));
    H5Tset_fields(half.get(), 15, 10, 5, 0, 10);
    H5Tset_size(half.get(), 2);
    H5Tset_ebias(half.get(), 15);
    return half;
}

} // namespace ropescope
