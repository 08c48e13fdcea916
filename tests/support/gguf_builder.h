// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ropescope::test {

/// Little-endian bytes of a number.
template <class T> [[nodiscard]] std::string bytesOf(T value)
{
    return { reinterpret_cast<const char*>(&value), sizeof(value) };
}

/// A text as GGUF writes it: length and bytes.
[[nodiscard]] std::string ggufText(std::string_view text);

/// Writes GGUF files, well-formed or not.
class GgufBuilder {
public:
    struct Tensor {
        std::string name;
        std::vector<std::uint64_t> sizes;         ///< as the file has them: neighbours first
        std::uint32_t type = 0;                   ///< F32
        std::string data = {};                    ///< zeros, as many as F32 takes, when empty
        std::optional<std::uint64_t> offset = {}; ///< where it would be by itself, when absent
    };

    std::string magic = "GGUF";
    std::uint32_t version = 3;
    std::uint64_t alignment = 32;                  ///< what the data is laid out by
    std::optional<std::uint64_t> tensorCount = {}; ///< instead of the true number
    std::optional<std::uint64_t> valueCount = {};

    GgufBuilder& text(std::string_view key, std::string_view value);
    GgufBuilder& u32(std::string_view key, std::uint32_t value);
    GgufBuilder& f32(std::string_view key, float value);
    GgufBuilder& boolean(std::string_view key, bool value);
    GgufBuilder& texts(std::string_view key, const std::vector<std::string>& values);
    GgufBuilder& i32s(std::string_view key, const std::vector<std::int32_t>& values);
    GgufBuilder& f32s(std::string_view key, const std::vector<float>& values);
    GgufBuilder& booleans(std::string_view key, const std::vector<bool>& values);
    /// A value type and whatever follows it.
    GgufBuilder& raw(std::string_view key, std::uint32_t type, std::string_view bytes);
    GgufBuilder& tensor(Tensor tensor);
    /// F32 of a row-major shape, with these values or zeros.
    GgufBuilder& floats(std::string_view name, std::vector<std::uint64_t> shape,
                        const std::vector<float>& values = {});
    /// Takes a value away, for the tests of its absence.
    GgufBuilder& without(std::string_view key);

    [[nodiscard]] std::string build() const;
    /// Bytes before the padding that ends the header.
    [[nodiscard]] std::size_t headerBytes() const;

private:
    struct Value {
        std::string key;
        std::string bytes; ///< type and value
    };
    [[nodiscard]] std::string header() const;

    std::vector<Value> m_values;
    std::vector<Tensor> m_tensors;
};

} // namespace ropescope::test
