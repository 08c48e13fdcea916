// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/gguf_tokenizer.h"

#include <fmt/core.h>

#include "core/base/utf8.h"
#include "core/formats/gguf_fields.h"
#include "core/formats/gguf_word_rules.h"
#include "core/formats/sentence_pieces.h"
#include "core/formats/tokenizer_parts.h"

namespace ropescope {

namespace {

using nlohmann::json;
using Type = SentencePieces::Type;

constexpr int kMostTokens = 1 << 24;

/// The tokens with their types, and their scores where asked for.
Result<std::vector<SentencePieces::Piece>> readPieces(GgufFields& fields, bool withScores)
{
    const auto read = [&fields](const char* key, auto method, const char* expected) {
        const GgufValue* value = fields.require(key);
        if (value != nullptr && value->count > kMostTokens) {
            fields.reject(ErrorCode::Malformed,
                          fmt::format("{}: '{}' has {} values, expected at most {}.",
                                      fields.where(), key, value->count, kMostTokens));
            value = nullptr;
        }
        auto list = value == nullptr ? decltype((value->*method)()) {} : (value->*method)();
        if (value != nullptr && !list) {
            fields.reject(ErrorCode::Malformed,
                          fmt::format("{}: '{}' must be an array of {}, found {}.", fields.where(),
                                      key, expected, value->describe()));
        }
        return list.value_or(typename decltype(list)::value_type {});
    };
    const auto texts = read("tokenizer.ggml.tokens", &GgufValue::texts, "texts");
    std::vector<long long> types(texts.size(), static_cast<long long>(Type::Normal));
    if (fields.has("tokenizer.ggml.token_type"))
        types = read("tokenizer.ggml.token_type", &GgufValue::integers, "whole numbers");
    std::vector<double> scores(texts.size());
    if (withScores)
        scores = read("tokenizer.ggml.scores", &GgufValue::numbers, "numbers");
    if (types.size() != texts.size() || scores.size() != texts.size()) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: there must be one type and one score for each token; found "
                                  "{} tokens, {} types, {} scores.",
                                  fields.where(), texts.size(), types.size(), scores.size()));
    }
    if (fields.error())
        return tl::unexpected(*fields.error());

    std::vector<SentencePieces::Piece> pieces;
    pieces.reserve(texts.size());
    for (std::size_t id = 0; id < texts.size(); ++id) {
        const bool known = types[id] >= static_cast<long long>(Type::Normal)
            && types[id] <= static_cast<long long>(Type::Byte);
        pieces.push_back({ .text = std::string(texts[id]),
                           .score = scores[id],
                           .type = known ? static_cast<Type>(types[id]) : Type::Unused });
        // Some vocabularies have holes without a name.
        if (pieces.back().text.empty()) {
            pieces.back().text = fmt::format("[EMPTY_{}]", id);
            pieces.back().type = Type::Unused;
        }
    }
    return pieces;
}

/// The id that a text begins or ends with, if it does. Without a key for it: `usual`.
std::optional<int> boundaryId(GgufFields& fields, const char* addKey, bool addsByDefault,
                              const char* idKey, std::optional<int> usual)
{
    if (!fields.boolean(addKey, addsByDefault))
        return {};
    return fields.integer(idKey, 0, kMostTokens, usual);
}

Result<json> readSentencePieces(GgufFields& fields)
{
    auto pieces = readPieces(fields, true);
    if (!pieces)
        return tl::unexpected(pieces.error());
    // Llama 2's, which files that leave them out mean.
    constexpr int kUsualBegin = 1;
    constexpr int kUsualEnd = 2;
    const SentencePieces vocabulary {
        .pieces = std::move(*pieces),
        .before = boundaryId(fields, "tokenizer.ggml.add_bos_token", true,
                             "tokenizer.ggml.bos_token_id", kUsualBegin),
        .after = boundaryId(fields, "tokenizer.ggml.add_eos_token", false,
                            "tokenizer.ggml.eos_token_id", kUsualEnd),
        .addsSpacePrefix = fields.boolean("tokenizer.ggml.add_space_prefix", true),
    };
    if (fields.error())
        return tl::unexpected(*fields.error());
    return tokenizerFromPieces(vocabulary, fields.where());
}

json preTokenizer(const WordRules& rules, bool addsSpacePrefix)
{
    json steps = json::array();
    if (rules.digitsAlone)
        steps.push_back({ { "type", "Digits" }, { "individual_digits", true } });
    for (const char* pattern : rules.patterns) {
        if (pattern == nullptr)
            break;
        steps.push_back({ { "type", "Split" },
                          { "pattern", { { "Regex", pattern } } },
                          { "behavior", "Isolated" },
                          { "invert", false } });
    }
    steps.push_back({ { "type", "ByteLevel" },
                      { "add_prefix_space", addsSpacePrefix },
                      { "trim_offsets", true },
                      { "use_regex", rules.patterns.front() == nullptr } });
    return { { "type", "Sequence" }, { "pretokenizers", std::move(steps) } };
}

/// The texts by id, and what of them is found in a text before all else.
struct ByteLevelVocabulary {
    json texts = json::object();
    json added = json::array();
};

Result<ByteLevelVocabulary> byteLevelVocabulary(const std::vector<SentencePieces::Piece>& pieces,
                                                const std::string& where)
{
    ByteLevelVocabulary result;
    int id = 0;
    for (const SentencePieces::Piece& piece : pieces) {
        const std::string shown = spellIllFormed(piece.text);
        if (!checkUtf8(piece.text)) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: token {} must be UTF-8, found '{}'.", where, id, shown));
        }
        if (result.texts.contains(piece.text)) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: tokens {} and {} are both '{}'.", where,
                                    result.texts[piece.text].get<int>(), id, shown));
        }
        result.texts[piece.text] = id;
        const bool isSpecial = piece.type == Type::Control || piece.type == Type::Unknown;
        if (isSpecial || piece.type == Type::UserDefined)
            result.added.push_back(addedToken(piece.text, id, isSpecial));
        ++id;
    }
    return result;
}

Result<json> readByteLevel(GgufFields& fields)
{
    const std::string name = fields.text("tokenizer.ggml.pre", "default");
    const WordRules* rules = findWordRules(name);
    if (rules == nullptr) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: the 'tokenizer.ggml.pre' '{}' is not supported.",
                                fields.where(), name));
    }
    const auto pieces = readPieces(fields, false);
    if (!pieces)
        return tl::unexpected(pieces.error());
    const GgufValue* merges = fields.require("tokenizer.ggml.merges");
    const auto list = merges == nullptr ? std::nullopt : merges->texts();
    if (merges != nullptr && !list) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'tokenizer.ggml.merges' must be an array of texts, found "
                                  "{}.",
                                  fields.where(), merges->describe()));
    }
    const auto boundary = [&](const char* addKey, bool addsByDefault, const char* idKey) {
        const std::optional<int> id = boundaryId(fields, addKey, addsByDefault, idKey, {});
        std::optional<BoundaryToken> token;
        if (!id || fields.error())
            return token;
        if (*id >= static_cast<int>(pieces->size())) {
            fields.reject(ErrorCode::Malformed,
                          fmt::format("{}: '{}' is {}, but there are {} tokens.", fields.where(),
                                      idKey, *id, pieces->size()));
            return token;
        }
        token = BoundaryToken { (*pieces)[static_cast<std::size_t>(*id)].text, *id };
        return token;
    };
    const auto before = boundary("tokenizer.ggml.add_bos_token", rules->addsBeginToken,
                                 "tokenizer.ggml.bos_token_id");
    const auto after
        = boundary("tokenizer.ggml.add_eos_token", false, "tokenizer.ggml.eos_token_id");
    const bool addsSpacePrefix = fields.boolean("tokenizer.ggml.add_space_prefix", false);
    if (fields.error())
        return tl::unexpected(*fields.error());
    auto vocabulary = byteLevelVocabulary(*pieces, fields.where());
    if (!vocabulary)
        return tl::unexpected(vocabulary.error());

    return json { { "version", "1.0" },
                  { "truncation", nullptr },
                  { "padding", nullptr },
                  { "added_tokens", std::move(vocabulary->added) },
                  { "normalizer", rules->normalizesToNfc ? json { { "type", "NFC" } } : json() },
                  { "pre_tokenizer", preTokenizer(*rules, addsSpacePrefix) },
                  { "post_processor", templatePostProcessor(before, after) },
                  { "decoder",
                    { { "type", "ByteLevel" },
                      { "add_prefix_space", addsSpacePrefix },
                      { "trim_offsets", true },
                      { "use_regex", true } } },
                  { "model",
                    { { "type", "BPE" },
                      { "dropout", nullptr },
                      { "unk_token", nullptr },
                      { "continuing_subword_prefix", nullptr },
                      { "end_of_word_suffix", nullptr },
                      { "fuse_unk", false },
                      { "byte_fallback", false },
                      { "ignore_merges", rules->wholeWordsFirst },
                      { "vocab", std::move(vocabulary->texts) },
                      { "merges", *list } } } };
}

} // namespace

Result<json> ggufTokenizer(const GgufFile& file)
{
    GgufFields fields(file);
    const std::string model = fields.text("tokenizer.ggml.model", "none");
    if (fields.error())
        return tl::unexpected(*fields.error());
    if (model == "gpt2")
        return readByteLevel(fields);
    if (model == "llama")
        return readSentencePieces(fields);
    if (model == "none" || model == "no_vocab") {
        return fail(ErrorCode::NotFound,
                    fmt::format("{} has no tokenizer ('tokenizer.ggml.model').", fields.where()));
    }
    return fail(ErrorCode::Unsupported,
                fmt::format("{}: the 'tokenizer.ggml.model' '{}' is not supported; gpt2 and llama "
                            "are.",
                            fields.where(), model));
}

} // namespace ropescope
