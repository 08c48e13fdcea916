// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/gguf_word_rules.h"

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
constexpr const char* kGpt2
    = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
constexpr const char* kChinese = R"([\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+)";
constexpr const char* kChineseAndKana = R"([\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+)";
constexpr const char* kDeepSeekWord
    = R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
// Letters that have a case, as an earlier Unicode knew them.
constexpr const char* kCasedLetters
    = R"(\s?[A-Za-z\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01ba\u01bc-\u01bf\u01c4-\u0293)"
      R"(\u0295-\u02af\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u038a\u038c)"
      R"(\u038e-\u03a1\u03a3-\u03f5\u03f7-\u0481\u048a-\u052f\u0531-\u0556\u10a0-\u10c5)"
      R"(\u13a0-\u13f5\u13f8-\u13fd\u1c90-\u1cba\u1cbd-\u1cbf\u1d00-\u1d2b\u1d6b-\u1d77)"
      R"(\u1d79-\u1d9a\u1e00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59)"
      R"(\u1f5b\u1f5d\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fbc\u1fbe\u1fc2-\u1fc4\u1fc6-\u1fcc)"
      R"(\u1fd0-\u1fd3\u1fd6-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ff4\u1ff6-\u1ffc\u2102\u2107)"
      R"(\u210a-\u2113\u2115\u2119-\u211d\u2124\u2126\u2128\u212a-\u212d\u212f-\u2134\u2139)"
      R"(\u213c-\u213f\u2145-\u2149\u214e\u2183\u2184\u2c00-\u2c7b\u2c7e-\u2ce4\u2ceb-\u2cee)"
      R"(\u2cf2\u2cf3\ua640-\ua66d\ua680-\ua69b\ua722-\ua76f\ua771-\ua787\ua78b-\ua78e)"
      R"(\uab70-\uabbf\ufb00-\ufb06\ufb13-\ufb17\uff21-\uff3a\uff41-\uff5a\U00010400-\U0001044f)"
      R"(\U000104b0-\U000104d3\U000104d8-\U000104fb\U00010c80-\U00010cb2\U00010cc0-\U00010cf2)"
      R"(\U000118a0-\U000118df\U0001e900-\U0001e943]+)";
constexpr const char* kDeepSeekPunctuation
    = R"(\s?[!-/:-~\uff01-\uff0f\uff1a-\uff5e\u2018-\u201f\u3000-\u3002]+)";

constexpr std::array kRules {
    // What llama.cpp falls back to.
    WordRules { .name = "default",
                .patterns = { R"([\p{P}\$\+<=>\^~\|]+)", kGpt2, R"(\p{N}+)", "[0-9][0-9][0-9]" } },
    WordRules { .name = "falcon",
                .patterns = { R"([\p{P}\$\+<=>\^~\|`]+)", kGpt2, "[0-9][0-9][0-9]" } },
    WordRules { .name = "deepseek-coder",
                .patterns = { R"([\r\n])", R"(\s?\p{L}+)", R"(\s?\p{P}+)", kChinese, R"(\p{N})" } },
    WordRules { .name = "deepseek-llm",
                .patterns = { R"([\r\n])", kCasedLetters, kDeepSeekPunctuation, R"(\s+$)", kChinese,
                              R"(\p{N}+)" } },
    WordRules { .name = "deepseek-v3",
                .patterns = { R"(\p{N}{1,3})", kChineseAndKana, kDeepSeekWord } },
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
                .patterns = { kThreeDigits },
                .wholeWordsFirst = true,
                .addsBeginToken = true },
    WordRules { .name = "llama3",
                .patterns = { kThreeDigits },
                .wholeWordsFirst = true,
                .addsBeginToken = true },
    WordRules { .name = "llama-v3",
                .patterns = { kThreeDigits },
                .wholeWordsFirst = true,
                .addsBeginToken = true },
    WordRules { .name = "falcon3",
                .patterns = { kThreeDigits },
                .wholeWordsFirst = true,
                .addsBeginToken = true },
    WordRules { .name = "smaug-bpe", .patterns = { kThreeDigits } },
    WordRules { .name = "dbrx", .patterns = { kThreeDigits } },
    WordRules { .name = "qwen2", .patterns = { kOneDigit }, .normalizesToNfc = true },
    WordRules { .name = "deepseek-r1-qwen", .patterns = { kOneDigit }, .normalizesToNfc = true },
    WordRules { .name = "megrez", .patterns = { kOneDigit }, .normalizesToNfc = true },
    WordRules { .name = "stablelm2", .patterns = { kOneDigit } },
    WordRules { .name = "tekken",
                .patterns = { kTekken },
                .wholeWordsFirst = true,
                .addsBeginToken = true },
    WordRules { .name = "gpt-4o", .patterns = { kGpt4o } },
};

} // namespace

const WordRules* findWordRules(std::string_view name)
{
    const auto found = std::ranges::find(kRules, name, &WordRules::name);
    return found == kRules.end() ? nullptr : found;
}

} // namespace ropescope
