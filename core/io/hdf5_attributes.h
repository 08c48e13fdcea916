// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/hdf5_handle.h"

namespace ropescope {

/// Bounds of a number, both inclusive.
template <class T> struct Between {
    T least;
    T most;
};

/// Reads attributes of one object whatever their width: integers and floats of any size, strings of
/// fixed or variable length, scalars or arrays of one element.
/// The first failure is remembered and later reads give defaults, so a whole header can be read
/// before asking error() once.
class Hdf5Attributes {
public:
    /// object must outlive this; name is how messages call it.
    Hdf5Attributes(hid_t object, std::string name);

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// Remembers a failure that the caller found, named after the object; the first one counts.
    void refuse(ErrorCode code, const std::string& reason);

    [[nodiscard]] bool has(const char* attribute);
    /// Malformed when the attribute is missing, no integer or out of bounds.
    [[nodiscard]] int integer(const char* attribute, Between<int> bounds);
    /// As above; NaN and infinity are out of bounds.
    [[nodiscard]] double real(const char* attribute, Between<double> bounds);
    [[nodiscard]] std::string text(const char* attribute);
    /// A one-dimensional array of exactly `count` numbers.
    [[nodiscard]] std::vector<double> reals(const char* attribute, std::size_t count);

private:
    struct Opened {
        Hdf5Attribute attribute;
        Hdf5Type type;
        H5T_class_t typeClass;
        hssize_t count;
    };
    std::optional<Opened> open(const char* attribute);
    std::optional<double> number(const char* attribute);

    hid_t m_object;
    std::string m_name;
    std::optional<Error> m_error;
};

} // namespace ropescope
