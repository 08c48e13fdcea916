// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a GGUF file holds, after its header was believed: the first byte says of what type.
#include <vector>

#include "core/io/tensor_view.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    TensorView tensor;
    tensor.type = static_cast<TensorType>(data[0] % static_cast<int>(TensorType::Other));
    const auto blocks = static_cast<long long>(size - 1) / blockBytes(tensor.type);
    tensor.shape = { blocks, blockElements(tensor.type) };
    tensor.bytes = { reinterpret_cast<const std::byte*>(data + 1),
                     static_cast<std::size_t>(blocks * blockBytes(tensor.type)) };
    std::vector<float> out(static_cast<std::size_t>(tensor.elementCount()));
    tensor.widen(0, out);
    return 0;
}
