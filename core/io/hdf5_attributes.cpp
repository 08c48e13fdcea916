// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/hdf5_attributes.h"

#include <cmath>
#include <limits>

#include <fmt/core.h>

#include "core/io/hdf5_strings.h"
#include "core/io/hdf5_text.h"

namespace ropescope {

namespace {

constexpr std::size_t kMaxTextBytes = std::size_t { 1 } << 20;

} // namespace

Hdf5Attributes::Hdf5Attributes(hid_t object, std::string name)
    : m_object(object)
    , m_name(std::move(name))
{
}

void Hdf5Attributes::refuse(ErrorCode code, const std::string& reason)
{
    if (!m_error)
        m_error = Error { code, fmt::format("{}: {}", m_name, reason) };
}

bool Hdf5Attributes::has(const char* attribute)
{
    const htri_t exists = H5Aexists(m_object, attribute);
    if (exists < 0) {
        refuse(ErrorCode::Malformed,
               fmt::format("cannot look for the attribute {}: {}.", attribute, hdf5Error()));
    }
    return exists > 0;
}

std::optional<Hdf5Attributes::Opened> Hdf5Attributes::open(const char* attribute)
{
    if (m_error)
        return std::nullopt;
    if (!has(attribute)) {
        refuse(ErrorCode::Malformed, fmt::format("the attribute {} is missing.", attribute));
        return std::nullopt;
    }
    Opened opened { Hdf5Attribute(H5Aopen(m_object, attribute, H5P_DEFAULT)), Hdf5Type(),
                    H5T_NO_CLASS, 0 };
    if (opened.attribute) {
        opened.type = Hdf5Type(H5Aget_type(opened.attribute.get()));
        opened.typeClass = H5Tget_class(opened.type.get());
        const Hdf5Space space(H5Aget_space(opened.attribute.get()));
        opened.count = H5Sget_simple_extent_npoints(space.get());
    }
    if (!opened.attribute || !opened.type || opened.count < 0) {
        refuse(ErrorCode::Malformed,
               fmt::format("cannot read the attribute {}: {}.", attribute, hdf5Error()));
        return std::nullopt;
    }
    if (!isSoundString(opened.type.get())) {
        refuse(ErrorCode::Malformed,
               fmt::format("the attribute {} is text whose characters are no bytes.", attribute));
        return std::nullopt;
    }
    // HDF5 1.10 reads as many bytes as the type says, however many the attribute has.
    const Hdf5File file(H5Iget_file_id(m_object));
    const std::size_t element = storedBytes(file.get(), opened.type.get());
    const hsize_t stored = H5Aget_storage_size(opened.attribute.get());
    if (element == 0 || stored / element != static_cast<hsize_t>(opened.count)
        || stored % element != 0) {
        refuse(
            ErrorCode::Malformed,
            fmt::format("the attribute {} is stored in {} bytes, expected {} values of {} bytes.",
                        attribute, stored, opened.count, element));
        return std::nullopt;
    }
    if (!isSoundNumber(opened.type.get())) {
        refuse(ErrorCode::Malformed,
               fmt::format("the attribute {} is a number whose bits are not those of its bytes.",
                           attribute));
        return std::nullopt;
    }
    return opened;
}

std::vector<double> Hdf5Attributes::reals(const char* attribute, std::size_t count)
{
    std::vector<double> values(count);
    const std::optional<Opened> opened = open(attribute);
    if (!opened)
        return values;
    if (opened->typeClass != H5T_INTEGER && opened->typeClass != H5T_FLOAT) {
        refuse(ErrorCode::Malformed, fmt::format("the attribute {} is no number.", attribute));
    } else if (static_cast<std::size_t>(opened->count) != count) {
        refuse(ErrorCode::Malformed,
               fmt::format("the attribute {} holds {} numbers, expected {}.", attribute,
                           opened->count, count));
    } else if (H5Aread(opened->attribute.get(), H5T_NATIVE_DOUBLE, values.data()) < 0) {
        refuse(ErrorCode::Malformed,
               fmt::format("cannot read the attribute {}: {}.", attribute, hdf5Error()));
    }
    return values;
}

std::optional<double> Hdf5Attributes::number(const char* attribute)
{
    const std::vector<double> one = reals(attribute, 1);
    return m_error ? std::nullopt : std::optional(one.front());
}

int Hdf5Attributes::integer(const char* attribute, Between<int> bounds)
{
    // Every int is exact in a double, and so are the bounds.
    const std::optional<double> value = number(attribute);
    if (!value)
        return bounds.least;
    if (!(*value >= bounds.least && *value <= bounds.most) || std::trunc(*value) != *value) {
        refuse(ErrorCode::Malformed,
               fmt::format("the attribute {} is {}, expected an integer from {} to {}.", attribute,
                           *value, bounds.least, bounds.most));
        return bounds.least;
    }
    return static_cast<int>(*value);
}

double Hdf5Attributes::real(const char* attribute, Between<double> bounds)
{
    const std::optional<double> value = number(attribute);
    if (!value)
        return bounds.least;
    if (!(*value >= bounds.least && *value <= bounds.most) || !std::isfinite(*value)) {
        refuse(ErrorCode::Malformed,
               fmt::format("the attribute {} is {:g}, expected a number from {:g} to {:g}.",
                           attribute, *value, bounds.least, bounds.most));
        return bounds.least;
    }
    return *value;
}

std::string Hdf5Attributes::text(const char* attribute)
{
    const std::optional<Opened> opened = open(attribute);
    if (!opened)
        return {};
    const hid_t type = opened->type.get();
    const auto failed = [&] {
        refuse(ErrorCode::Malformed,
               fmt::format("cannot read the attribute {}: {}.", attribute, hdf5Error()));
        return std::string();
    };
    const auto tooLong = [&](std::size_t size) {
        refuse(ErrorCode::Malformed,
               fmt::format("the attribute {} is {} bytes long, expected at most {}.", attribute,
                           size, kMaxTextBytes));
    };
    if (opened->typeClass != H5T_STRING || opened->count != 1) {
        refuse(ErrorCode::Malformed, fmt::format("the attribute {} is not one text.", attribute));
        return {};
    }
    if (H5Tis_variable_str(type) > 0) {
        const Hdf5File file(H5Iget_file_id(opened->attribute.get()));
        const Hdf5Type stored = stringReferenceType(file.get());
        std::vector<unsigned char> reference(stringReferenceBytes(file.get()));
        if (H5Aread(opened->attribute.get(), stored.get(), reference.data()) < 0)
            return failed();
        if (const auto sound = checkStringReferences(
                fmt::format("{}: the attribute {}", m_name, attribute), file.get(), reference);
            !sound) {
            if (!m_error)
                m_error = sound.error();
            return {};
        }
        char* bytes = nullptr;
        if (H5Aread(opened->attribute.get(), type, &bytes) < 0)
            return failed();
        const std::string_view text(bytes == nullptr ? "" : bytes);
        if (text.size() > kMaxTextBytes)
            tooLong(text.size());
        std::string value = m_error ? std::string() : validUtf8(text);
        H5free_memory(bytes);
        return value;
    }
    // HDF5 does not convert between ASCII and UTF-8, so the file's own type is asked for.
    const std::size_t size = H5Tget_size(type);
    if (size > kMaxTextBytes) {
        tooLong(size);
        return {};
    }
    std::string bytes(size, '\0');
    if (H5Aread(opened->attribute.get(), type, bytes.data()) < 0)
        return failed();
    return textOfFixedString(bytes, H5Tget_strpad(type));
}

} // namespace ropescope
