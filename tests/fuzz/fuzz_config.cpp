// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <nlohmann/json.hpp>

#include "core/formats/model_files.h"
#include "core/io/json_file.h"
#include "core/model/model_config.h"
#include "core/rope/rope_edit.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto json = parseJson(textOf(data, size), "config.json");
    if (!json)
        return 0;
    const ModelDescription description { .configName = "config.json",
                                         .config = *json,
                                         .name = "fuzz",
                                         .tokenizerName = "tokenizer.json",
                                         .tokenizer = fail(ErrorCode::NotFound, "none") };
    (void)readModelConfig(description);
    return 0;
}
