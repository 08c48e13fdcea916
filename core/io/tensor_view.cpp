// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/tensor_view.h"

#include <cassert>
#include <cstring>
#include <functional>
#include <numeric>

#include <fmt/ranges.h>

#include "core/base/half.h"

namespace ropescope {

long long TensorView::elementCount() const
{
    return std::accumulate(shape.begin(), shape.end(), 1LL, std::multiplies<>());
}

void TensorView::widen(long long first, std::span<float> out) const
{
    assert(type != TensorType::Other);
    assert(first >= 0 && first + static_cast<long long>(out.size()) <= elementCount());
    const auto index = static_cast<std::size_t>(first);
    switch (type) {
    case TensorType::Float32:
        if (!out.empty())
            std::memcpy(out.data(), bytes.data() + 4 * index, out.size_bytes());
        break;
    case TensorType::Float16:
        widenHalf(bytes.subspan(2 * index), out);
        break;
    case TensorType::Bfloat16:
        widenBfloat16(bytes.subspan(2 * index), out);
        break;
    case TensorType::Other:
        break;
    }
}

std::string describeShape(std::span<const long long> shape)
{
    return fmt::format("({})", fmt::join(shape, ", "));
}

} // namespace ropescope
