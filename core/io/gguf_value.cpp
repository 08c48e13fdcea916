// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/gguf_value.h"

#include <array>
#include <cstring>
#include <limits>
#include <type_traits>

#include <fmt/core.h>

#include "core/base/utf8.h"

namespace ropescope {

namespace {

struct TypeInfo {
    std::string_view name;
    std::size_t bytes; // 0: its content says
};

// In the order of the format's numbers.
constexpr std::array kTypes {
    TypeInfo { "u8", 1 },    TypeInfo { "i8", 1 },   TypeInfo { "u16", 2 },
    TypeInfo { "i16", 2 },   TypeInfo { "u32", 4 },  TypeInfo { "i32", 4 },
    TypeInfo { "f32", 4 },   TypeInfo { "bool", 1 }, TypeInfo { "string", 0 },
    TypeInfo { "array", 0 }, TypeInfo { "u64", 8 },  TypeInfo { "i64", 8 },
    TypeInfo { "f64", 8 },
};

const TypeInfo& infoOf(GgufType type) { return kTypes.at(static_cast<std::size_t>(type)); }

template <class T> T load(const std::byte* bytes)
{
    T value;
    std::memcpy(&value, bytes, sizeof(value));
    return value;
}

/// Calls take(number) with the plain number of that type; false when it is none.
template <class Take> bool visitNumber(GgufType type, const std::byte* bytes, const Take& take)
{
    switch (type) {
    case GgufType::UInt8:
        take(load<std::uint8_t>(bytes));
        return true;
    case GgufType::Int8:
        take(load<std::int8_t>(bytes));
        return true;
    case GgufType::UInt16:
        take(load<std::uint16_t>(bytes));
        return true;
    case GgufType::Int16:
        take(load<std::int16_t>(bytes));
        return true;
    case GgufType::UInt32:
        take(load<std::uint32_t>(bytes));
        return true;
    case GgufType::Int32:
        take(load<std::int32_t>(bytes));
        return true;
    case GgufType::UInt64:
        take(load<std::uint64_t>(bytes));
        return true;
    case GgufType::Int64:
        take(load<std::int64_t>(bytes));
        return true;
    case GgufType::Float32:
        take(load<float>(bytes));
        return true;
    case GgufType::Float64:
        take(load<double>(bytes));
        return true;
    case GgufType::Bool:
    case GgufType::String:
    case GgufType::Array:
        break;
    }
    return false;
}

std::optional<long long> integerAt(GgufType type, const std::byte* bytes)
{
    std::optional<long long> result;
    visitNumber(type, bytes, [&result](auto number) {
        if constexpr (std::is_same_v<decltype(number), std::uint64_t>) {
            if (number <= static_cast<std::uint64_t>(std::numeric_limits<long long>::max()))
                result = static_cast<long long>(number);
        } else if constexpr (std::is_integral_v<decltype(number)>) {
            result = number;
        }
    });
    return result;
}

std::optional<double> numberAt(GgufType type, const std::byte* bytes)
{
    std::optional<double> result;
    visitNumber(type, bytes, [&result](auto number) { result = static_cast<double>(number); });
    return result;
}

std::optional<bool> booleanAt(GgufType type, const std::byte* bytes)
{
    if (type != GgufType::Bool)
        return {};
    return load<std::uint8_t>(bytes) != 0;
}

/// A text is its length in 8 bytes and its bytes.
std::string_view textAt(const std::byte* bytes)
{
    const auto length = load<std::uint64_t>(bytes);
    return { reinterpret_cast<const char*>(bytes) + sizeof(length), length };
}

template <class T>
std::optional<std::vector<T>> elements(const GgufValue& array,
                                       std::optional<T> (*at)(GgufType, const std::byte*))
{
    const std::optional<std::size_t> size = ggufTypeBytes(array.elementType);
    if (array.type != GgufType::Array || !size)
        return {};
    std::vector<T> result;
    result.reserve(array.count);
    for (std::size_t i = 0; i < array.count; ++i) {
        const std::optional<T> value = at(array.elementType, array.bytes.data() + i * *size);
        if (!value)
            return {};
        result.push_back(*value);
    }
    return result;
}

} // namespace

std::string_view ggufTypeName(GgufType type) { return infoOf(type).name; }

std::optional<std::size_t> ggufTypeBytes(GgufType type)
{
    const std::size_t bytes = infoOf(type).bytes;
    return bytes == 0 ? std::nullopt : std::optional(bytes);
}

std::optional<long long> GgufValue::integer() const { return integerAt(type, bytes.data()); }

std::optional<double> GgufValue::number() const { return numberAt(type, bytes.data()); }

std::optional<bool> GgufValue::boolean() const { return booleanAt(type, bytes.data()); }

std::optional<std::string_view> GgufValue::text() const
{
    if (type != GgufType::String)
        return {};
    return textAt(bytes.data());
}

std::optional<std::vector<long long>> GgufValue::integers() const
{
    return elements<long long>(*this, integerAt);
}

std::optional<std::vector<double>> GgufValue::numbers() const
{
    return elements<double>(*this, numberAt);
}

std::optional<std::vector<bool>> GgufValue::booleans() const
{
    return elements<bool>(*this, booleanAt);
}

std::optional<std::vector<std::string_view>> GgufValue::texts() const
{
    if (type != GgufType::Array || elementType != GgufType::String)
        return {};
    std::vector<std::string_view> result;
    result.reserve(count);
    const std::byte* at = bytes.data();
    for (std::uint64_t i = 0; i < count; ++i) {
        result.push_back(textAt(at));
        at += sizeof(std::uint64_t) + result.back().size();
    }
    return result;
}

std::string GgufValue::describe() const
{
    constexpr std::size_t kShown = 40;
    if (type == GgufType::Array)
        return fmt::format("an array of {} {}", count, ggufTypeName(elementType));
    if (const auto value = text()) {
        return fmt::format("the text '{}{}'", spellIllFormed(value->substr(0, kShown)),
                           value->size() > kShown ? "..." : "");
    }
    if (const auto value = boolean())
        return *value ? "true" : "false";
    if (const auto value = integer())
        return fmt::format("the {} {}", ggufTypeName(type), *value);
    return fmt::format("the {} {}", ggufTypeName(type), number().value_or(0.0));
}

} // namespace ropescope
