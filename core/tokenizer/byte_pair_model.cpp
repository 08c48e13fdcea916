// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/byte_pair_model.h"

#include <queue>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/json_fields.h"
#include "core/io/json_file.h"
#include "core/tokenizer/byte_alphabet.h"
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

/// Options that change the ids, with a value other than "off".
void refuseOptions(JsonFields& fields)
{
    const bool dropout = fields.number("dropout", 0.0, 1.0, 0.0) != 0.0;
    const bool prefix = !fields.text("continuing_subword_prefix", "").empty();
    const bool suffix = !fields.text("end_of_word_suffix", "").empty();
    const bool fallback = fields.boolean("byte_fallback", false);
    const bool fuse = fields.has("unk_token") && fields.boolean("fuse_unk", false);
    const std::pair<bool, const char*> options[] = { { dropout, "dropout" },
                                                     { prefix, "continuing_subword_prefix" },
                                                     { suffix, "end_of_word_suffix" },
                                                     { fallback, "byte_fallback" },
                                                     { fuse, "fuse_unk" } };
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
    const std::string unknown = fields.text("unk_token", "");
    BytePairModel result;
    result.m_ignoreMerges = fields.boolean("ignore_merges", false);
    if (fields.error())
        return tl::unexpected(*fields.error());
    if (const Result<void> read = result.readVocabulary(*vocabulary, where); !read)
        return tl::unexpected(read.error());
    if (const Result<void> read = result.readMerges(*merges, where); !read)
        return tl::unexpected(read.error());
    if (const auto id = result.m_vocabulary.find(unknown); id != result.m_vocabulary.end())
        result.m_unknown = id->second;
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
    }
    for (int byte = 0; byte < 256; ++byte) {
        const auto found = m_vocabulary.find(symbolOfByte(static_cast<unsigned char>(byte)));
        m_idOfByte[static_cast<std::size_t>(byte)]
            = found == m_vocabulary.end() ? kNone : found->second;
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

const BytePairModel::Merge* BytePairModel::mergeOf(int left, int right) const
{
    const auto found = m_merges.find(mergeKey(left, right));
    return found == m_merges.end() ? nullptr : &found->second;
}

void BytePairModel::encode(std::string_view word, std::vector<std::int64_t>& ids) const
{
    if (m_ignoreMerges) {
        std::string symbols;
        for (const char byte : word)
            symbols += symbolOfByte(static_cast<unsigned char>(byte));
        if (const auto whole = m_vocabulary.find(symbols); whole != m_vocabulary.end()) {
            ids.push_back(whole->second);
            return;
        }
    }
    std::vector<int> symbols;
    symbols.reserve(word.size());
    for (const char byte : word) {
        const int id = m_idOfByte[static_cast<unsigned char>(byte)];
        if (id != kNone || m_unknown != kNone)
            symbols.push_back(id != kNone ? id : m_unknown);
    }
    mergeSymbols(std::move(symbols), ids);
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
