// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/tensor_view.h"

#include <cassert>
#include <cstring>
#include <functional>
#include <numeric>

#include <fmt/ranges.h>

#include "core/base/half.h"
#include "core/io/quantized_blocks.h"

namespace ropescope {

namespace {

/// How a type is stored and how it becomes float32.
struct Format {
    int elements;
    int bytes;
    void (*widen)(std::span<const std::byte> source, std::span<float> out);
};

void copyFloats(std::span<const std::byte> source, std::span<float> out)
{
    assert(source.size() >= out.size_bytes());
    if (!out.empty())
        std::memcpy(out.data(), source.data(), out.size_bytes());
}

Format formatOf(TensorType type)
{
    switch (type) {
    case TensorType::Float32:
        return { 1, 4, copyFloats };
    case TensorType::Float16:
        return { 1, 2, widenHalf };
    case TensorType::Bfloat16:
        return { 1, 2, widenBfloat16 };
    case TensorType::Q4_0:
        return { 32, 18, widenQ4_0 };
    case TensorType::Q4_1:
        return { 32, 20, widenQ4_1 };
    case TensorType::Q5_0:
        return { 32, 22, widenQ5_0 };
    case TensorType::Q5_1:
        return { 32, 24, widenQ5_1 };
    case TensorType::Q8_0:
        return { 32, 34, widenQ8_0 };
    case TensorType::Q4_K:
        return { 256, 144, widenQ4_K };
    case TensorType::Q5_K:
        return { 256, 176, widenQ5_K };
    case TensorType::Q6_K:
        return { 256, 210, widenQ6_K };
    case TensorType::Other:
        break;
    }
    return { 1, 0, nullptr };
}

} // namespace

int blockElements(TensorType type) { return formatOf(type).elements; }

int blockBytes(TensorType type) { return formatOf(type).bytes; }

long long TensorView::elementCount() const
{
    return std::accumulate(shape.begin(), shape.end(), 1LL, std::multiplies<>());
}

void TensorView::widen(long long first, std::span<float> out) const
{
    assert(type != TensorType::Other);
    assert(first >= 0 && first + static_cast<long long>(out.size()) <= elementCount());
    const Format format = formatOf(type);
    assert(first % format.elements == 0);
    assert(out.size() % static_cast<std::size_t>(format.elements) == 0);
    const auto block = static_cast<std::size_t>(first / format.elements);
    if (format.widen != nullptr)
        format.widen(bytes.subspan(block * static_cast<std::size_t>(format.bytes)), out);
}

std::string describeShape(std::span<const long long> shape)
{
    return fmt::format("({})", fmt::join(shape, ", "));
}

} // namespace ropescope
