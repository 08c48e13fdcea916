// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

#include "core/io/tensor_view.h"

namespace ropescope {

/// How GGUF stores the elements of a tensor: rows are cut into blocks of this size.
struct GgufTensorType {
    std::uint32_t number; ///< in the file
    std::string_view name;
    long long blockElements;
    long long blockBytes;
    TensorType type; ///< Other where RoPEScope does not compute with it
};

/// nullptr for a number that the format does not know, or no longer.
[[nodiscard]] const GgufTensorType* findGgufTensorType(std::uint32_t number);

} // namespace ropescope
