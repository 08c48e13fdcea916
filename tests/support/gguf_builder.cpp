// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/gguf_builder.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace ropescope::test {

namespace {

constexpr std::uint32_t kU32 = 4;
constexpr std::uint32_t kI32 = 5;
constexpr std::uint32_t kF32 = 6;
constexpr std::uint32_t kBool = 7;
constexpr std::uint32_t kString = 8;
constexpr std::uint32_t kArray = 9;

void pad(std::string& bytes, std::uint64_t alignment)
{
    while (alignment > 0 && bytes.size() % alignment != 0)
        bytes.push_back('\0');
}

template <class T>
std::string arrayOf(std::uint32_t type, const std::vector<T>& values,
                    const std::function<std::string(T)>& bytes)
{
    std::string result = bytesOf(type) + bytesOf(static_cast<std::uint64_t>(values.size()));
    for (const T& value : values)
        result += bytes(value);
    return result;
}

} // namespace

std::string ggufText(std::string_view text)
{
    return bytesOf(static_cast<std::uint64_t>(text.size())) + std::string(text);
}

GgufBuilder& GgufBuilder::raw(std::string_view key, std::uint32_t type, std::string_view bytes)
{
    m_values.push_back({ std::string(key), bytesOf(type) + std::string(bytes) });
    return *this;
}

GgufBuilder& GgufBuilder::text(std::string_view key, std::string_view value)
{
    return raw(key, kString, ggufText(value));
}

GgufBuilder& GgufBuilder::u32(std::string_view key, std::uint32_t value)
{
    return raw(key, kU32, bytesOf(value));
}

GgufBuilder& GgufBuilder::f32(std::string_view key, float value)
{
    return raw(key, kF32, bytesOf(value));
}

GgufBuilder& GgufBuilder::boolean(std::string_view key, bool value)
{
    return raw(key, kBool, bytesOf(value));
}

GgufBuilder& GgufBuilder::texts(std::string_view key, const std::vector<std::string>& values)
{
    return raw(key, kArray, arrayOf<std::string>(kString, values, [](const std::string& value) {
                   return ggufText(value);
               }));
}

GgufBuilder& GgufBuilder::i32s(std::string_view key, const std::vector<std::int32_t>& values)
{
    return raw(key, kArray, arrayOf<std::int32_t>(kI32, values, bytesOf<std::int32_t>));
}

GgufBuilder& GgufBuilder::f32s(std::string_view key, const std::vector<float>& values)
{
    return raw(key, kArray, arrayOf<float>(kF32, values, bytesOf<float>));
}

GgufBuilder& GgufBuilder::booleans(std::string_view key, const std::vector<bool>& values)
{
    return raw(key, kArray, arrayOf<bool>(kBool, values, bytesOf<bool>));
}

GgufBuilder& GgufBuilder::tensor(Tensor tensor)
{
    m_tensors.push_back(std::move(tensor));
    return *this;
}

GgufBuilder& GgufBuilder::floats(std::string_view name, std::vector<std::uint64_t> shape,
                                 const std::vector<float>& values)
{
    std::string data;
    for (const float value : values)
        data += bytesOf(value);
    std::ranges::reverse(shape);
    return tensor({ .name = std::string(name), .sizes = std::move(shape), .data = data });
}

GgufBuilder& GgufBuilder::without(std::string_view key)
{
    std::erase_if(m_values, [key](const Value& value) { return value.key == key; });
    return *this;
}

std::string GgufBuilder::header() const
{
    std::string bytes = magic + bytesOf(version);
    bytes += bytesOf(tensorCount.value_or(m_tensors.size()));
    bytes += bytesOf(valueCount.value_or(m_values.size()));
    for (const Value& value : m_values)
        bytes += ggufText(value.key) + value.bytes;
    std::uint64_t at = 0;
    for (const Tensor& tensor : m_tensors) {
        bytes += ggufText(tensor.name) + bytesOf(static_cast<std::uint32_t>(tensor.sizes.size()));
        for (const std::uint64_t size : tensor.sizes)
            bytes += bytesOf(size);
        bytes += bytesOf(tensor.type) + bytesOf(tensor.offset.value_or(at));
        const std::uint64_t zeros = std::accumulate(tensor.sizes.begin(), tensor.sizes.end(),
                                                    std::uint64_t { 4 }, std::multiplies<>());
        at += tensor.data.empty() ? zeros : tensor.data.size();
        at = (at + alignment - 1) / alignment * alignment;
    }
    return bytes;
}

std::size_t GgufBuilder::headerBytes() const { return header().size(); }

std::string GgufBuilder::build() const
{
    constexpr std::uint64_t kMostZeros = 1 << 20;
    std::string bytes = header();
    pad(bytes, alignment);
    for (const Tensor& tensor : m_tensors) {
        const std::uint64_t zeros = std::accumulate(tensor.sizes.begin(), tensor.sizes.end(),
                                                    std::uint64_t { 4 }, std::multiplies<>());
        if (tensor.data.empty())
            bytes.append(std::min(zeros, kMostZeros), '\0');
        bytes += tensor.data;
        pad(bytes, alignment);
    }
    return bytes;
}

} // namespace ropescope::test
