// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/gguf_tensor_type.h"

#include <algorithm>
#include <array>

namespace ropescope {

namespace {

constexpr std::array kTypes {
    GgufTensorType { 0, "F32", 1, 4, TensorType::Float32 },
    GgufTensorType { 1, "F16", 1, 2, TensorType::Float16 },
    GgufTensorType { 2, "Q4_0", 32, 18, TensorType::Q4_0 },
    GgufTensorType { 3, "Q4_1", 32, 20, TensorType::Q4_1 },
    GgufTensorType { 6, "Q5_0", 32, 22, TensorType::Q5_0 },
    GgufTensorType { 7, "Q5_1", 32, 24, TensorType::Q5_1 },
    GgufTensorType { 8, "Q8_0", 32, 34, TensorType::Q8_0 },
    GgufTensorType { 9, "Q8_1", 32, 36, TensorType::Other },
    GgufTensorType { 10, "Q2_K", 256, 84, TensorType::Other },
    GgufTensorType { 11, "Q3_K", 256, 110, TensorType::Other },
    GgufTensorType { 12, "Q4_K", 256, 144, TensorType::Q4_K },
    GgufTensorType { 13, "Q5_K", 256, 176, TensorType::Q5_K },
    GgufTensorType { 14, "Q6_K", 256, 210, TensorType::Q6_K },
    GgufTensorType { 15, "Q8_K", 256, 292, TensorType::Other },
    GgufTensorType { 16, "IQ2_XXS", 256, 66, TensorType::Other },
    GgufTensorType { 17, "IQ2_XS", 256, 74, TensorType::Other },
    GgufTensorType { 18, "IQ3_XXS", 256, 98, TensorType::Other },
    GgufTensorType { 19, "IQ1_S", 256, 50, TensorType::Other },
    GgufTensorType { 20, "IQ4_NL", 32, 18, TensorType::Other },
    GgufTensorType { 21, "IQ3_S", 256, 110, TensorType::Other },
    GgufTensorType { 22, "IQ2_S", 256, 82, TensorType::Other },
    GgufTensorType { 23, "IQ4_XS", 256, 136, TensorType::Other },
    GgufTensorType { 24, "I8", 1, 1, TensorType::Other },
    GgufTensorType { 25, "I16", 1, 2, TensorType::Other },
    GgufTensorType { 26, "I32", 1, 4, TensorType::Other },
    GgufTensorType { 27, "I64", 1, 8, TensorType::Other },
    GgufTensorType { 28, "F64", 1, 8, TensorType::Other },
    GgufTensorType { 29, "IQ1_M", 256, 56, TensorType::Other },
    GgufTensorType { 30, "BF16", 1, 2, TensorType::Bfloat16 },
    GgufTensorType { 34, "TQ1_0", 256, 54, TensorType::Other },
    GgufTensorType { 35, "TQ2_0", 256, 66, TensorType::Other },
    GgufTensorType { 39, "MXFP4", 32, 17, TensorType::Other },
};

} // namespace

const GgufTensorType* findGgufTensorType(std::uint32_t number)
{
    const auto found = std::ranges::find(kTypes, number, &GgufTensorType::number);
    return found == kTypes.end() ? nullptr : found;
}

} // namespace ropescope
