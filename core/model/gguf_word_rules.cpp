// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/gguf_word_rules.h"

#include <algorithm>
#include <array>

namespace ropescope {

namespace {

// As the tokenizer.json of the first model of that name has them.
constexpr const char* kThreeDigits
    = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr const char* kOneDigit
    = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr const char* kTekken
    = R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr const char* kGpt4o
    = R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

constexpr std::array kRules {
    WordRules { .name = "default" },
    WordRules { .name = "gpt-2" },
    WordRules { .name = "phi-2" },
    WordRules { .name = "jais" },
    WordRules { .name = "gigachat" },
    WordRules { .name = "gpt-neox", .normalizesToNfc = true },
    WordRules { .name = "mpt", .normalizesToNfc = true },
    WordRules { .name = "olmo", .normalizesToNfc = true },
    WordRules { .name = "smollm", .digitsAlone = true },
    WordRules { .name = "starcoder", .digitsAlone = true },
    WordRules { .name = "refact", .digitsAlone = true },
    WordRules { .name = "codeshell", .digitsAlone = true },
    WordRules { .name = "minerva-7b", .digitsAlone = true },
    WordRules { .name = "command-r", .digitsAlone = true, .normalizesToNfc = true },
    WordRules { .name = "llama-bpe",
                .pattern = kThreeDigits,
                .wholeWordsFirst = true,
                .addsBeginToken = true },
    WordRules { .name = "llama3",
                .pattern = kThreeDigits,
                .wholeWordsFirst = true,
                .addsBeginToken = true },
    WordRules { .name = "llama-v3",
                .pattern = kThreeDigits,
                .wholeWordsFirst = true,
                .addsBeginToken = true },
    WordRules { .name = "smaug-bpe", .pattern = kThreeDigits },
    WordRules { .name = "dbrx", .pattern = kThreeDigits },
    WordRules { .name = "qwen2", .pattern = kOneDigit, .normalizesToNfc = true },
    WordRules { .name = "deepseek-r1-qwen", .pattern = kOneDigit, .normalizesToNfc = true },
    WordRules { .name = "megrez", .pattern = kOneDigit, .normalizesToNfc = true },
    WordRules { .name = "stablelm2", .pattern = kOneDigit },
    WordRules {
        .name = "tekken", .pattern = kTekken, .wholeWordsFirst = true, .addsBeginToken = true },
    WordRules { .name = "gpt-4o", .pattern = kGpt4o },
};

} // namespace

const WordRules* findWordRules(std::string_view name)
{
    const auto found = std::ranges::find(kRules, name, &WordRules::name);
    return found == kRules.end() ? nullptr : found;
}

} // namespace ropescope
