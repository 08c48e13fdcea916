// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/tokenizer.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/base/utf8.h"
#include "core/io/json_file.h"
#include "core/tokenizer/added_tokens.h"
#include "core/tokenizer/byte_pair_model.h"
#include "core/tokenizer/matching_time.h"
#include "core/tokenizer/post_processor.h"
#include "core/tokenizer/pre_tokenizer.h"
#include "core/tokenizer/text_normalizer.h"
#include "core/tokenizer/token_decoder.h"

namespace ropescope {

struct Tokenizer::State {
    TextNormalizer normalizer;
    AddedTokens addedTokens;
    PreTokenizer preTokenizer;
    BytePairModel model;
    PostProcessor postProcessor;
    TokenDecoder decoder;
    std::unordered_map<int, std::string> texts; ///< of each id that is used
    int idCount = 0;                            ///< the highest id and one

    [[nodiscard]] Result<std::string> textOf(std::int64_t id) const;
};

namespace {

const nlohmann::json& section(const nlohmann::json& json, const char* name)
{
    static const nlohmann::json kNothing;
    const auto found = json.find(name);
    return found == json.end() ? kNothing : *found;
}

/// An added token that has an id of the vocabulary has its own text.
std::unordered_map<int, std::string> textsById(const BytePairModel& model,
                                               const AddedTokens& addedTokens)
{
    std::unordered_map<int, std::string> texts;
    for (const auto& [text, id] : model.vocabulary())
        texts[id] = text;
    for (const AddedToken& token : addedTokens.list())
        texts[token.id] = token.written;
    return texts;
}

} // namespace

Result<std::string> Tokenizer::State::textOf(std::int64_t id) const
{
    const auto found = id < 0 || id >= idCount ? texts.end() : texts.find(static_cast<int>(id));
    if (found == texts.end()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Token id {} is not in the vocabulary of {} ids.", id, idCount));
    }
    return found->second;
}

Result<Tokenizer> Tokenizer::open(const std::filesystem::path& tokenizerJson)
{
    const Result<nlohmann::json> json = readJsonFile(tokenizerJson, kMostTokenizerBytes);
    if (!json)
        return tl::unexpected(json.error());
    return read(*json, tokenizerJson.string());
}

Result<Tokenizer> Tokenizer::read(const nlohmann::json& json, const std::string& source)
{
    if (!json.is_object()) {
        return fail(
            ErrorCode::Malformed,
            fmt::format("{}: expected a JSON object, found {}.", source, describeJson(json)));
    }
    const auto where = [&source](const char* name) { return fmt::format("{}: {}", source, name); };

    auto state = std::make_unique<State>();
    // Reads one section into its place; the first that fails ends the reading.
    std::optional<Error> error;
    const auto take = [&error](auto& place, auto&& read) {
        if (error)
            return;
        if (auto result = read(); result)
            place = std::move(*result);
        else
            error = result.error();
    };
    take(state->model, [&] { return BytePairModel::read(section(json, "model"), where("model")); });
    take(state->normalizer,
         [&] { return TextNormalizer::read(section(json, "normalizer"), where("normalizer")); });
    take(state->preTokenizer, [&] {
        return PreTokenizer::read(section(json, "pre_tokenizer"), where("pre_tokenizer"));
    });
    take(state->addedTokens, [&] {
        return AddedTokens::read(section(json, "added_tokens"), state->normalizer,
                                 where("added_tokens"));
    });
    take(state->postProcessor, [&] {
        return PostProcessor::read(section(json, "post_processor"), where("post_processor"));
    });
    take(state->decoder,
         [&] { return TokenDecoder::read(section(json, "decoder"), where("decoder")); });
    if (error)
        return tl::unexpected(*error);
    state->texts = textsById(state->model, state->addedTokens);
    for (const auto& [id, text] : state->texts)
        state->idCount = std::max(state->idCount, id + 1);
    return Tokenizer(std::move(state));
}

Tokenizer::Tokenizer(std::unique_ptr<const State> state)
    : m_state(std::move(state))
{
}

Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

Result<std::vector<std::int64_t>> Tokenizer::encode(std::string_view text) const
{
    if (const Result<void> valid = checkUtf8(text); !valid)
        return tl::unexpected(valid.error());
    MatchingTime time(text.size());
    const auto stretches = m_state->addedTokens.split(std::string(text), m_state->normalizer, time);
    if (!stretches)
        return tl::unexpected(stretches.error());
    std::vector<std::int64_t> ids = m_state->postProcessor.before;
    for (const AddedTokens::Stretch& stretch : *stretches) {
        if (stretch.token) {
            ids.push_back(*stretch.token);
            continue;
        }
        const Result<std::vector<std::string>> words
            = m_state->preTokenizer.split(stretch.text, stretch.isStart, time);
        if (!words)
            return tl::unexpected(words.error());
        for (const std::string& word : *words) {
            if (const Result<void> encoded = m_state->model.encode(word, ids); !encoded)
                return tl::unexpected(encoded.error());
        }
    }
    ids.insert(ids.end(), m_state->postProcessor.after.begin(), m_state->postProcessor.after.end());
    return ids;
}

Result<std::string> Tokenizer::decode(const std::vector<std::int64_t>& ids) const
{
    std::vector<std::string> tokens;
    tokens.reserve(ids.size());
    std::size_t bytes = 0;
    for (const std::int64_t id : ids) {
        Result<std::string> text = m_state->textOf(id);
        if (!text)
            return tl::unexpected(text.error());
        bytes += text->size();
        tokens.push_back(std::move(*text));
    }
    MatchingTime time(bytes);
    return m_state->decoder.decode(std::move(tokens), time);
}

Result<std::vector<std::string>> Tokenizer::pieces(const std::vector<std::int64_t>& ids) const
{
    std::vector<std::string> result;
    result.reserve(ids.size());
    MatchingTime time(ids.size());
    for (const std::int64_t id : ids) {
        const Result<std::string> bytes = m_state->textOf(id).and_then(
            [&](std::string text) { return m_state->decoder.bytesOf(std::move(text), time); });
        if (!bytes)
            return tl::unexpected(bytes.error());
        result.push_back(spellIllFormed(*bytes));
    }
    return result;
}

int Tokenizer::vocabularySize() const { return m_state->idCount; }

} // namespace ropescope
