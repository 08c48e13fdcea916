// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/llama2c_tokenizer.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr int kVocabularySize = 320; // that of tests/data/llama2c
    const auto& path = fileOf(data, size, ".bin");
    for (const int vocabularySize : { kVocabularySize, 1 }) {
        const auto json = readLlama2cTokenizer(path, vocabularySize);
        if (!json)
            continue;
        if (const auto tokenizer = Tokenizer::read(*json, path.string()))
            (void)tokenizer->encode("one fish, two fish");
    }
    return 0;
}
