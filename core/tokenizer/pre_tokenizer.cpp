// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/pre_tokenizer.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/json_fields.h"
#include "core/tokenizer/byte_alphabet.h"
#include "core/tokenizer/component_list.h"
#include "core/tokenizer/text_growth.h"

namespace ropescope {

namespace {

using icu::UnicodeString;
using Step = PreTokenizer::Step;

/// What ByteLevel splits by when it is asked to: contractions, words, numbers, signs, white space.
constexpr const char* kByteLevelPattern
    = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
/// Punctuation and the rest of ASCII's signs.
constexpr const char* kPunctuationPattern = R"([\p{P}\$\+<=>\^`\|~])";

struct Piece {
    UnicodeString text;
    bool isStart = false;
};

Result<std::optional<TextSplitter>> splitterOf(const std::string& regex, SplitBehavior behavior,
                                               const std::string& where)
{
    return TextPattern::ofRegex(regex, where).map([&](TextPattern pattern) {
        return std::optional(TextSplitter { std::move(pattern), behavior });
    });
}

/// The pieces that a step cuts a text into; none where it does not cut.
Result<std::optional<TextSplitter>> readSplitter(const std::string& type, JsonFields& fields)
{
    const std::string& where = fields.where();
    if (type == "Split") {
        TextSplitter splitter { .behavior = readSplitBehavior(fields),
                                .invert = fields.boolean("invert", false) };
        const nlohmann::json* json = fields.require("pattern");
        if (fields.error())
            return tl::unexpected(*fields.error());
        return TextPattern::read(*json, where).map([&](TextPattern pattern) {
            splitter.pattern = std::move(pattern);
            return std::optional(std::move(splitter));
        });
    }
    if (type == "ByteLevel" && fields.boolean("use_regex", true))
        return splitterOf(kByteLevelPattern, SplitBehavior::Isolated, where);
    if (type == "Digits") {
        const bool each = fields.boolean("individual_digits", false);
        return splitterOf("\\p{N}", each ? SplitBehavior::Isolated : SplitBehavior::Contiguous,
                          where);
    }
    if (type == "Punctuation")
        return splitterOf(kPunctuationPattern, readSplitBehavior(fields, "Isolated"), where);
    if (type == "Whitespace")
        return splitterOf("\\w+|[^\\w\\s]+", SplitBehavior::Isolated, where)
            .map([](std::optional<TextSplitter> words) {
                // What is no word and no sign is dropped: the gaps, so they change parts.
                words->behavior = SplitBehavior::Removed;
                words->invert = true;
                return words;
            });
    if (type == "WhitespaceSplit")
        return splitterOf("\\s", SplitBehavior::Removed, where);
    return std::optional<TextSplitter>();
}

Result<Step> readStep(const Component& component, const std::string& section)
{
    constexpr const char* kKnown[] = { "Split",      "ByteLevel",       "Digits",   "Punctuation",
                                       "Whitespace", "WhitespaceSplit", "Metaspace" };
    if (std::ranges::find(kKnown, component.type) == std::end(kKnown))
        return unsupportedComponent(component, section);
    JsonFields fields(*component.json, fmt::format("{}: {}", section, component.type));
    Step step;
    if (component.type == "ByteLevel") {
        step.addPrefixSpace = fields.boolean("add_prefix_space", true);
        step.toByteSymbols = true;
    }
    if (component.type == "Metaspace") {
        Result<Metaspace> metaspace = Metaspace::read(*component.json, fields.where());
        if (!metaspace)
            return tl::unexpected(metaspace.error());
        if (metaspace->split) {
            step.splitter = TextSplitter { .pattern = TextPattern::ofLiteral(
                                               UnicodeString::fromUTF8(metaspace->replacement)),
                                           .behavior = SplitBehavior::MergedWithNext };
        }
        step.metaspace = std::move(*metaspace);
        return step;
    }
    auto splitter = readSplitter(component.type, fields);
    if (fields.error())
        return tl::unexpected(*fields.error());
    if (!splitter)
        return tl::unexpected(splitter.error());
    step.splitter = std::move(*splitter);
    return step;
}

Result<void> writeSpaces(Piece& piece, const Metaspace& metaspace, MatchingTime& time)
{
    const UnicodeString visible = UnicodeString::fromUTF8(metaspace.replacement);
    static const TextPattern kSpace = TextPattern::ofLiteral(u" ");
    Result<UnicodeString> text = kSpace.replaceAll(piece.text, visible, time);
    if (!text)
        return tl::unexpected(text.error());
    piece.text = std::move(*text);
    const bool isWanted = metaspace.prepend == Metaspace::Prepend::Always
        || (metaspace.prepend == Metaspace::Prepend::First && piece.isStart);
    if (isWanted && !piece.text.isEmpty() && !piece.text.startsWith(visible))
        piece.text.insert(0, visible);
    return {};
}

UnicodeString byteSymbols(const UnicodeString& text)
{
    std::string bytes;
    text.toUTF8String(bytes);
    UnicodeString symbols;
    for (const char byte : bytes)
        symbols.append(characterOfByte(static_cast<unsigned char>(byte)));
    return symbols;
}

std::size_t lengthOf(const std::vector<Piece>& pieces)
{
    return std::accumulate(pieces.begin(), pieces.end(), std::size_t { 0 },
                           [](std::size_t sum, const Piece& piece) {
                               return sum + static_cast<std::size_t>(piece.text.length());
                           });
}

Result<void> applyStep(const Step& step, Piece piece, std::vector<Piece>& pieces,
                       MatchingTime& time)
{
    if (step.addPrefixSpace && !piece.text.startsWith(u' '))
        piece.text.insert(0, u' ');
    if (step.metaspace) {
        if (Result<void> written = writeSpaces(piece, *step.metaspace, time); !written)
            return written;
    }
    std::vector<UnicodeString> parts;
    if (step.splitter) {
        auto split = step.splitter->split(piece.text, time);
        if (!split)
            return tl::unexpected(split.error());
        parts = std::move(*split);
    } else {
        parts.push_back(std::move(piece.text));
    }
    bool isStart = piece.isStart;
    for (UnicodeString& part : parts) {
        pieces.push_back({ step.toByteSymbols ? byteSymbols(part) : std::move(part), isStart });
        isStart = false;
    }
    return {};
}

} // namespace

Result<PreTokenizer> PreTokenizer::read(const nlohmann::json& preTokenizer,
                                        const std::string& where)
{
    auto steps = readSteps<Step>(preTokenizer, "pretokenizers", where, readStep);
    if (!steps)
        return tl::unexpected(steps.error());
    PreTokenizer result;
    result.m_steps = std::move(*steps);
    return result;
}

Result<std::vector<std::string>> PreTokenizer::split(const std::string& text, bool isStart,
                                                     MatchingTime& time) const
{
    if (text.empty())
        return std::vector<std::string>();
    if (m_steps.empty())
        return std::vector<std::string> { text };
    std::vector<Piece> pieces { { UnicodeString::fromUTF8(text), isStart } };
    const TextGrowth growth(lengthOf(pieces));
    for (const Step& step : m_steps) {
        std::vector<Piece> finer;
        for (Piece& piece : pieces) {
            if (Result<void> applied = applyStep(step, std::move(piece), finer, time); !applied)
                return tl::unexpected(applied.error());
        }
        pieces = std::move(finer);
        if (const Result<void> fits = growth.check(lengthOf(pieces)); !fits)
            return tl::unexpected(fits.error());
    }
    std::vector<std::string> words(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i)
        pieces[i].text.toUTF8String(words[i]);
    return words;
}

} // namespace ropescope
