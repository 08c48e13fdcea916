// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <utility>

#include <hdf5.h>

namespace ropescope {

/// Owns one HDF5 identifier. Negative identifiers are HDF5's "it failed".
template <herr_t (*Close)(hid_t)> class Hdf5Handle {
public:
    explicit Hdf5Handle(hid_t id = H5I_INVALID_HID)
        : m_id(id)
    {
    }
    Hdf5Handle(Hdf5Handle&& other) noexcept
        : m_id(std::exchange(other.m_id, H5I_INVALID_HID))
    {
    }
    Hdf5Handle& operator=(Hdf5Handle&& other) noexcept
    {
        std::swap(m_id, other.m_id);
        return *this;
    }
    Hdf5Handle(const Hdf5Handle&) = delete;
    Hdf5Handle& operator=(const Hdf5Handle&) = delete;
    ~Hdf5Handle() { close(); }

    explicit operator bool() const { return m_id >= 0; }
    [[nodiscard]] hid_t get() const { return m_id; }
    /// False when HDF5 could not close it, e.g. because the last bytes found no room.
    bool close() { return m_id < 0 || Close(std::exchange(m_id, H5I_INVALID_HID)) >= 0; }

private:
    hid_t m_id;
};

using Hdf5File = Hdf5Handle<H5Fclose>;
using Hdf5Group = Hdf5Handle<H5Gclose>;
using Hdf5Object = Hdf5Handle<H5Oclose>;
using Hdf5Dataset = Hdf5Handle<H5Dclose>;
using Hdf5Attribute = Hdf5Handle<H5Aclose>;
using Hdf5Space = Hdf5Handle<H5Sclose>;
using Hdf5Type = Hdf5Handle<H5Tclose>;
using Hdf5Properties = Hdf5Handle<H5Pclose>;

/// While it lives, HDF5 does not print errors of this thread to stderr.
class Hdf5Silence {
public:
    Hdf5Silence();
    ~Hdf5Silence();
    Hdf5Silence(const Hdf5Silence&) = delete;
    Hdf5Silence& operator=(const Hdf5Silence&) = delete;

private:
    H5E_auto2_t m_function = nullptr;
    void* m_data = nullptr;
};

/// What HDF5 says about the last failure in this thread: the innermost cause, without a full stop.
[[nodiscard]] std::string hdf5Error();

/// Whether the bits of a float lie inside its bytes, of which it has 16 at most, and those of an
/// integer are all that its 1, 2, 4 or 8 bytes have. HDF5 1.10 reads beyond a value of another type
/// when it converts it. True for all other types.
[[nodiscard]] bool isSoundNumber(hid_t type);

/// IEEE 754 binary16, little-endian, which HDF5 1.10 does not name.
[[nodiscard]] Hdf5Type hdf5HalfType();

} // namespace ropescope
