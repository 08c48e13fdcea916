// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <nlohmann/json.hpp>

#include "core/formats/llama2c_model.h"
#include "core/model/model_config.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto& path = fileOf(data, size, ".bin");
    if (const auto description = readLlama2cDescription(path))
        (void)readModelConfig(*description);
    (void)openLlama2cTensors(path);
    return 0;
}
