// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ropescope {

/// The numbers are the format's.
enum class GgufType : std::uint32_t {
    UInt8 = 0,
    Int8 = 1,
    UInt16 = 2,
    Int16 = 3,
    UInt32 = 4,
    Int32 = 5,
    Float32 = 6,
    Bool = 7,
    String = 8,
    Array = 9,
    UInt64 = 10,
    Int64 = 11,
    Float64 = 12,
};

/// "u32"
[[nodiscard]] std::string_view ggufTypeName(GgufType type);
/// Nothing for String and Array, whose size their content says.
[[nodiscard]] std::optional<std::size_t> ggufTypeBytes(GgufType type);

/// One value of a GGUF file's metadata. It stays in the file until asked for, so that a vocabulary
/// of 256 000 tokens costs nothing to those who do not want it. Valid as long as the file is open;
/// what `bytes` holds was checked when it was read.
struct GgufValue {
    GgufType type = GgufType::UInt8;
    GgufType elementType = GgufType::UInt8; ///< of an array
    std::uint64_t count = 1;                ///< of an array
    std::span<const std::byte> bytes;       ///< the value, or the elements one after the other

    /// Each gives nothing when the value is of another kind; integer() also beyond long long.
    [[nodiscard]] std::optional<long long> integer() const;
    /// Of any floating-point or integer type.
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] std::optional<bool> boolean() const;
    [[nodiscard]] std::optional<std::string_view> text() const;
    [[nodiscard]] std::optional<std::vector<long long>> integers() const;
    [[nodiscard]] std::optional<std::vector<double>> numbers() const;
    [[nodiscard]] std::optional<std::vector<bool>> booleans() const;
    [[nodiscard]] std::optional<std::vector<std::string_view>> texts() const;

    /// As short text, for messages: "the u32 7", "the text 'abc'", "an array of 3 f32".
    [[nodiscard]] std::string describe() const;
};

} // namespace ropescope
