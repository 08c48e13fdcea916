// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/token_decoder.h"

#include <limits>
#include <numeric>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/base/utf8.h"
#include "core/io/json_fields.h"
#include "core/tokenizer/byte_alphabet.h"
#include "core/tokenizer/byte_token.h"
#include "core/tokenizer/component_list.h"
#include "core/tokenizer/metaspace.h"
#include "core/tokenizer/text_growth.h"

namespace ropescope {

namespace {

using icu::UnicodeString;
using Kind = TokenDecoder::Kind;
using Step = TokenDecoder::Step;

Result<Step> readReplace(JsonFields& fields)
{
    Step step { .kind = Kind::Replace,
                .content = UnicodeString::fromUTF8(insertedText(fields, "content")) };
    const nlohmann::json* json = fields.require("pattern");
    if (fields.error())
        return tl::unexpected(*fields.error());
    return TextPattern::read(*json, fields.where()).map([&](TextPattern pattern) {
        step.pattern = std::move(pattern);
        return std::move(step);
    });
}

Result<Step> readStrip(JsonFields& fields)
{
    constexpr int kMost = std::numeric_limits<int>::max();
    const std::string content = fields.text("content");
    Step step { .kind = Kind::Strip,
                .content = UnicodeString::fromUTF8(content),
                .start = fields.integer("start", 0, kMost),
                .stop = fields.integer("stop", 0, kMost) };
    if (!fields.error() && !isOneCharacter(content)) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'content' must be one character, found '{}'.",
                                  fields.where(), content));
    }
    if (fields.error())
        return tl::unexpected(*fields.error());
    return step;
}

Result<Step> readStep(const Component& component, const std::string& section)
{
    JsonFields fields(*component.json, fmt::format("{}: {}", section, component.type));
    if (component.type == "ByteLevel")
        return Step { .kind = Kind::ByteLevel };
    if (component.type == "ByteFallback")
        return Step { .kind = Kind::ByteFallback };
    if (component.type == "Fuse")
        return Step { .kind = Kind::Fuse };
    if (component.type == "Replace")
        return readReplace(fields);
    if (component.type == "Strip")
        return readStrip(fields);
    if (component.type != "Metaspace")
        return unsupportedComponent(component, section);
    return Metaspace::read(*component.json, fields.where()).map([](const Metaspace& metaspace) {
        return Step { .kind = Kind::Metaspace,
                      .pattern
                      = TextPattern::ofLiteral(UnicodeString::fromUTF8(metaspace.replacement)),
                      .content = u" ",
                      .dropsFirst = metaspace.prepend != Metaspace::Prepend::Never };
    });
}

Result<void> replaceIn(std::string& token, const TextPattern& pattern, const UnicodeString& content,
                       MatchingTime& time)
{
    const auto replaced = pattern.replaceAll(UnicodeString::fromUTF8(token), content, time);
    if (!replaced)
        return tl::unexpected(replaced.error());
    token.clear();
    replaced->toUTF8String(token);
    return {};
}

std::size_t bytesIn(const std::vector<std::string>& tokens)
{
    return std::accumulate(
        tokens.begin(), tokens.end(), std::size_t { 0 },
        [](std::size_t sum, const std::string& token) { return sum + token.size(); });
}

std::string joined(const std::vector<std::string>& tokens, std::string_view between)
{
    std::string text;
    for (const std::string& token : tokens) {
        if (&token != &tokens.front())
            text += between;
        text += token;
    }
    return text;
}

/// A token that the byte alphabet cannot write stands for itself.
std::string bytesOfByteLevel(const std::string& token)
{
    return bytesOfSymbols(token).value_or(token);
}

/// Each run of byte tokens becomes its text, or one U+FFFD a byte when it is not UTF-8.
std::vector<std::string> resolveByteTokens(std::vector<std::string> tokens)
{
    std::vector<std::string> result;
    std::string run;
    const auto finishRun = [&] {
        if (checkUtf8(run)) {
            result.push_back(run);
        } else {
            for (std::size_t i = 0; i < run.size(); ++i)
                result.emplace_back("\ufffd");
        }
        run.clear();
    };
    for (std::string& token : tokens) {
        if (const auto byte = byteOfToken(token)) {
            run.push_back(static_cast<char>(*byte));
            continue;
        }
        if (!run.empty())
            finishRun();
        result.push_back(std::move(token));
    }
    if (!run.empty())
        finishRun();
    return result;
}

void strip(std::string& token, const Step& step)
{
    std::string character;
    step.content.toUTF8String(character);
    std::string_view rest = token;
    for (int i = 0; i < step.start && rest.starts_with(character); ++i)
        rest.remove_prefix(character.size());
    for (int i = 0; i < step.stop && rest.ends_with(character); ++i)
        rest.remove_suffix(character.size());
    token = std::string(rest);
}

Result<void> applyStep(const Step& step, std::vector<std::string>& tokens, MatchingTime& time)
{
    switch (step.kind) {
    case Kind::ByteLevel:
        for (std::string& token : tokens)
            token = bytesOfByteLevel(token);
        tokens = { replaceIllFormed(joined(tokens, "")) };
        break;
    case Kind::Fuse:
        tokens = { joined(tokens, "") };
        break;
    case Kind::ByteFallback:
        tokens = resolveByteTokens(std::move(tokens));
        break;
    case Kind::Strip:
        for (std::string& token : tokens)
            strip(token, step);
        break;
    case Kind::Replace:
    case Kind::Metaspace:
        for (std::string& token : tokens) {
            const bool isDropped = step.dropsFirst && &token == &tokens.front();
            if (Result<void> replaced
                = replaceIn(token, *step.pattern, isDropped ? UnicodeString() : step.content, time);
                !replaced)
                return replaced;
        }
        break;
    }
    return {};
}

} // namespace

Result<TokenDecoder> TokenDecoder::read(const nlohmann::json& decoder, const std::string& where)
{
    auto steps = readSteps<Step>(decoder, "decoders", where, readStep);
    if (!steps)
        return tl::unexpected(steps.error());
    TokenDecoder result;
    result.m_steps = std::move(*steps);
    return result;
}

Result<std::string> TokenDecoder::decode(std::vector<std::string> tokens, MatchingTime& time) const
{
    if (m_steps.empty())
        return joined(tokens, " ");
    const TextGrowth growth(bytesIn(tokens));
    for (const Step& step : m_steps) {
        if (const Result<void> applied = applyStep(step, tokens, time); !applied)
            return tl::unexpected(applied.error());
        if (const Result<void> fits = growth.check(bytesIn(tokens)); !fits)
            return tl::unexpected(fits.error());
    }
    return joined(tokens, "");
}

Result<std::string> TokenDecoder::bytesOf(std::string token, MatchingTime& time) const
{
    const TextGrowth growth(token.size());
    for (const Step& step : m_steps) {
        if (step.kind == Kind::Fuse)
            break; // what follows is about the whole text
        if (step.kind == Kind::ByteLevel)
            return bytesOfByteLevel(token);
        if (step.kind == Kind::ByteFallback) {
            if (const auto byte = byteOfToken(token))
                return std::string(1, static_cast<char>(*byte));
        }
        if (step.kind == Kind::Replace || step.kind == Kind::Metaspace) {
            if (const auto replaced = replaceIn(token, *step.pattern, step.content, time);
                !replaced)
                return tl::unexpected(replaced.error());
            if (const Result<void> fits = growth.check(token.size()); !fits)
                return tl::unexpected(fits.error());
        }
    }
    return token;
}

} // namespace ropescope
