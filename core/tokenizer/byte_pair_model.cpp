// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/byte_pair_model.h"

#include <queue>

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <unicode/utf8.h>

#include "core/base/utf8.h"
#include "core/io/json_fields.h"
#include "core/io/json_file.h"
#include "core/tokenizer/byte_token.h"
#include "core/tokenizer/token_id.h"

namespace ropescope {

namespace {

std::uint64_t mergeKey(int left, int right)
{
    return static_cast<std::uint64_t>(left) << 32 | static_cast<std::uint32_t>(right);
}

/// The two sides of a merge, written "a b" or ["a", "b"].
std::optional<std::pair<std::string, std::string>> mergeSides(const nlohmann::json& merge)
{
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string())
        return std::pair(merge[0].get<std::string>(), merge[1].get<std::string>());
    if (!merge.is_string())
        return {};
    const auto text = merge.get<std::string>();
    const std::size_t space = text.find(' ');
    if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos)
        return {};
    return std::pair(text.substr(0, space), text.substr(space + 1));
}

/// The code point of a token of one character.
std::optional<char32_t> onlyCharacter(const std::string& token)
{
    if (!isOneCharacter(token))
        return {};
    UChar32 character = 0;
    U8_GET_UNSAFE(token.data(), 0, character);
    return static_cast<char32_t>(character);
}

/// Options that change the ids, with a value other than "off".
void refuseOptions(JsonFields& fields)
{
    const bool dropout = fields.number("dropout", 0.0, 1.0, 0.0) != 0.0;
    const bool prefix = !fields.text("continuing_subword_prefix", "").empty();
    const bool suffix = !fields.text("end_of_word_suffix", "").empty();
    const std::pair<bool, const char*> options[] = { { dropout, "dropout" },
                                                     { prefix, "continuing_subword_prefix" },
                                                     { suffix, "end_of_word_suffix" } };
    for (const auto& [isOn, name] : options) {
        if (isOn) {
            fields.reject(ErrorCode::Unsupported,
                          fmt::format("{}: '{}' is not supported.", fields.where(), name));
        }
    }
}

} // namespace

Result<BytePairModel> BytePairModel::read(const nlohmann::json& model, const std::string& where)
{
    JsonFields fields(model, where);
    // Files of the first tokenizers versions name no type; only byte pair encoding has merges.
    const std::string type = fields.text("type", "BPE");
    if (type != "BPE") {
        fields.reject(
            ErrorCode::Unsupported,
            fmt::format("{}: the model '{}' is not supported; only BPE is.", where, type));
    }
    refuseOptions(fields);
    const nlohmann::json* vocabulary = fields.require("vocab");
    const nlohmann::json* merges = fields.require("merges");
    BytePairModel result;
    result.m_unknownToken = fields.text("unk_token", "");
    result.m_fuseUnknown = fields.boolean("fuse_unk", false);
    result.m_byteFallback = fields.boolean("byte_fallback", false);
    result.m_ignoreMerges = fields.boolean("ignore_merges", false);
    if (fields.error())
        return tl::unexpected(*fields.error());
    if (const Result<void> read = result.readVocabulary(*vocabulary, where); !read)
        return tl::unexpected(read.error());
    if (const Result<void> read = result.readMerges(*merges, where); !read)
        return tl::unexpected(read.error());
    if (const Result<void> read = result.readByteTokens(where); !read)
        return tl::unexpected(read.error());
    return result;
}

Result<void> BytePairModel::readVocabulary(const nlohmann::json& vocabulary,
                                           const std::string& where)
{
    if (!vocabulary.is_object()) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: 'vocab' must be an object of ids.", where));
    }
    m_vocabulary.reserve(vocabulary.size());
    for (const auto& [token, id] : vocabulary.items()) {
        const std::optional<int> value = tokenIdFrom(id);
        if (!value) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: token '{}' must have an id from 0 to {}, found {}.", where,
                                    token, kHighestTokenId, describeJson(id)));
        }
        m_vocabulary.emplace(token, *value);
        if (const auto character = onlyCharacter(token))
            m_idOfCharacter.emplace(*character, *value);
    }
    m_unknown = idOf(m_unknownToken);
    return {};
}

Result<void> BytePairModel::readByteTokens(const std::string& where)
{
    m_byteTokens.fill(kNone);
    if (!m_byteFallback)
        return {};
    bool isAny = false;
    for (std::size_t byte = 0; byte < m_byteTokens.size(); ++byte) {
        m_byteTokens[byte] = idOf(byteToken(static_cast<unsigned char>(byte)));
        isAny = isAny || m_byteTokens[byte] != kNone;
    }
    // Some vocabularies declare the fallback and go by their unknown token all the same.
    if (!isAny && m_unknown == kNone) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: 'byte_fallback' is true, but 'vocab' has no byte tokens, such "
                                "as <0x00>, and no unknown token.",
                                where));
    }
    return {};
}

Result<void> BytePairModel::readMerges(const nlohmann::json& merges, const std::string& where)
{
    if (!merges.is_array())
        return fail(ErrorCode::Malformed, fmt::format("{}: 'merges' must be a list.", where));
    m_merges.reserve(merges.size());
    int rank = 0;
    for (const nlohmann::json& merge : merges) {
        const auto sides = mergeSides(merge);
        if (!sides) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: merge {} must be two tokens, found {}.", where, rank,
                                    describeJson(merge)));
        }
        const auto left = m_vocabulary.find(sides->first);
        const auto right = m_vocabulary.find(sides->second);
        const auto result = m_vocabulary.find(sides->first + sides->second);
        const auto none = m_vocabulary.end();
        if (left == none || right == none || result == none) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: merge {} of '{}' and '{}' needs a token that the "
                                    "vocabulary lacks.",
                                    where, rank, sides->first, sides->second));
        }
        m_merges.insert_or_assign(mergeKey(left->second, right->second),
                                  Merge { rank, result->second });
        ++rank;
    }
    return {};
}

int BytePairModel::idOf(const std::string& token) const
{
    const auto found = m_vocabulary.find(token);
    return found == m_vocabulary.end() ? kNone : found->second;
}

const BytePairModel::Merge* BytePairModel::mergeOf(int left, int right) const
{
    const auto found = m_merges.find(mergeKey(left, right));
    return found == m_merges.end() ? nullptr : &found->second;
}

Result<void> BytePairModel::encode(std::string_view word, std::vector<std::int64_t>& ids) const
{
    if (m_ignoreMerges) {
        if (const int whole = idOf(std::string(word)); whole != kNone) {
            ids.push_back(whole);
            return {};
        }
    }
    Result<std::vector<int>> symbols = symbolsOf(word);
    if (!symbols)
        return tl::unexpected(symbols.error());
    mergeSymbols(std::move(*symbols), ids);
    return {};
}

Result<std::vector<int>> BytePairModel::symbolsOf(std::string_view word) const
{
    std::vector<int> symbols;
    symbols.reserve(word.size());
    // Unknown tokens are held back, so that several in a row can be one. Byte tokens overtake them,
    // as they do in Hugging Face's tokenizers.
    bool isUnknownHeld = false;
    const auto release = [&] {
        if (isUnknownHeld)
            symbols.push_back(m_unknown);
        isUnknownHeld = false;
    };
    const auto length = static_cast<int>(word.size());
    for (int at = 0; at < length;) {
        const int begin = at;
        UChar32 character = 0;
        U8_NEXT(word.data(), at, length, character);
        const auto found = m_idOfCharacter.find(static_cast<char32_t>(character));
        if (found != m_idOfCharacter.end()) {
            release();
            symbols.push_back(found->second);
            continue;
        }
        const std::string_view bytes
            = word.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
        if (appendByteTokens(bytes, symbols) || m_unknownToken.empty())
            continue;
        if (m_unknown == kNone) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("The vocabulary has neither '{}' nor the unknown token '{}'.",
                                    bytes, m_unknownToken));
        }
        if (!m_fuseUnknown)
            release();
        isUnknownHeld = true;
    }
    release();
    return symbols;
}

bool BytePairModel::appendByteTokens(std::string_view character, std::vector<int>& symbols) const
{
    if (!m_byteFallback)
        return false;
    const std::size_t before = symbols.size();
    for (const char byte : character) {
        const int id = m_byteTokens[static_cast<unsigned char>(byte)];
        if (id == kNone) {
            symbols.resize(before);
            return false;
        }
        symbols.push_back(id);
    }
    return true;
}

void BytePairModel::mergeSymbols(std::vector<int> symbols, std::vector<std::int64_t>& ids) const
{
    struct Candidate {
        int rank;
        int at;
        int result;
        bool operator>(const Candidate& other) const
        {
            return std::pair(rank, at) > std::pair(other.rank, other.at);
        }
    };
    // A linked list over the array: a merge keeps its left place and drops the right one.
    const int count = static_cast<int>(symbols.size());
    const auto place = [](int index) { return static_cast<std::size_t>(index); };
    std::vector<int> next(symbols.size());
    std::vector<int> previous(symbols.size());
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
    const auto consider = [&](int at) {
        if (at < 0 || next[place(at)] >= count)
            return;
        if (const Merge* merge = mergeOf(symbols[place(at)], symbols[place(next[place(at)])]))
            queue.push({ merge->rank, at, merge->result });
    };
    for (int at = 0; at < count; ++at) {
        next[place(at)] = at + 1;
        previous[place(at)] = at - 1;
    }
    for (int at = 0; at < count; ++at)
        consider(at);
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        if (symbols[place(best.at)] == kNone || next[place(best.at)] >= count)
            continue;
        const int right = next[place(best.at)];
        const Merge* merge = mergeOf(symbols[place(best.at)], symbols[place(right)]);
        if (merge == nullptr || merge->result != best.result)
            continue; // one of the two has changed since
        symbols[place(best.at)] = best.result;
        symbols[place(right)] = kNone;
        next[place(best.at)] = next[place(right)];
        if (next[place(right)] < count)
            previous[place(next[place(right)])] = best.at;
        consider(previous[place(best.at)]);
        consider(best.at);
    }
    for (const int symbol : symbols) {
        if (symbol != kNone)
            ids.push_back(symbol);
    }
}

} // namespace ropescope
