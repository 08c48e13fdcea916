// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace ropescope {

enum class TensorType { Float32, Float16, Bfloat16, Other };

/// One tensor of an open safetensors file, row-major and possibly unaligned. Valid as long as the
/// file is open.
struct TensorView {
    TensorType type = TensorType::Other;
    std::string typeName; ///< as the file writes it, "BF16"
    std::vector<long long> shape;
    std::span<const std::byte> bytes;

    [[nodiscard]] long long elementCount() const;
    /// Elements first .. first + out.size() - 1 as float32. The type must not be Other.
    void widen(long long first, std::span<float> out) const;
};

/// "(4096, 256)"
[[nodiscard]] std::string describeShape(std::span<const long long> shape);

} // namespace ropescope
