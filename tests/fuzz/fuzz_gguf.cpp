// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <nlohmann/json.hpp>

#include "core/formats/gguf_model.h"
#include "core/formats/model_files.h"
#include "core/model/model_config.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto& path = fileOf(data, size, ".gguf");
    if (const auto description = readGgufDescription(path)) {
        (void)readModelConfig(*description);
        if (const auto tokenizer = openTokenizer(*description))
            (void)tokenizer->encode("one fish, two fish");
    }
    (void)openGgufTensors(path);
    return 0;
}
