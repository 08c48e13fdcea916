// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <nlohmann/json.hpp>

#include "core/io/json_file.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto json = parseJson(textOf(data, size), "tokenizer.json");
    if (!json)
        return 0;
    if (const auto tokenizer = Tokenizer::read(*json, "tokenizer.json")) {
        const auto ids
            = tokenizer->encode("The quick brown fox — 狐狸 \xF0\x9F\xA6\x8A, \t\n 12345");
        if (ids)
            (void)tokenizer->decode(*ids);
    }
    return 0;
}
