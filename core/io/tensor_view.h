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

/// What the elements of a tensor are. Those after Bfloat16 are GGUF's quantised types: rows are cut
/// into blocks of elements that share their scales (core/io/quantized_blocks.h).
enum class TensorType {
    Float32,
    Float16,
    Bfloat16,
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q8_0,
    Q4_K,
    Q5_K,
    Q6_K,
    Other
};

/// Elements that can only be widened together: 32 or 256, 1 for plain numbers and for Other.
[[nodiscard]] int blockElements(TensorType type);
/// Bytes that a block takes in a file; 0 for Other.
[[nodiscard]] int blockBytes(TensorType type);

/// One tensor of an open file, row-major and possibly unaligned. Valid as long as the file is open.
struct TensorView {
    TensorType type = TensorType::Other;
    std::string typeName; ///< as the file writes it, "BF16"
    std::vector<long long> shape;
    std::span<const std::byte> bytes;

    [[nodiscard]] long long elementCount() const;
    /// Elements first .. first + out.size() - 1 as float32. The type must not be Other, and both
    /// numbers must be multiples of blockElements(type): whole rows always are.
    void widen(long long first, std::span<float> out) const;
};

/// "(4096, 256)"
[[nodiscard]] std::string describeShape(std::span<const long long> shape);

} // namespace ropescope
