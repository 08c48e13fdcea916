// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/sentence_pieces.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <fmt/core.h>

#include "core/base/utf8.h"
#include "core/formats/tokenizer_parts.h"

namespace ropescope {

namespace {

using nlohmann::json;
using Type = SentencePieces::Type;
using Ids = std::unordered_map<std::string_view, int>;

constexpr const char* kSpace = "\u2581";
// Far longer than the pieces of any vocabulary; cutting one takes time with the square of it.
constexpr std::size_t kLongestPiece = 1024;

bool takesPartInMerges(Type type) { return type == Type::Normal || type == Type::UserDefined; }

/// Every piece by its text.
Result<Ids> idsOf(const SentencePieces& vocabulary, const std::string& where)
{
    Ids ids;
    ids.reserve(vocabulary.pieces.size());
    int id = 0;
    for (const SentencePieces::Piece& piece : vocabulary.pieces) {
        if (piece.text.size() > kLongestPiece) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: token {} must have at most {} bytes, found {}.", where, id,
                                    kLongestPiece, piece.text.size()));
        }
        if (!checkUtf8(piece.text)) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: token {} must be UTF-8, found '{}'.", where, id,
                                    spellIllFormed(piece.text)));
        }
        if (!std::isfinite(piece.score)) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: the score of token {} must be a number, found {}.", where,
                                    id, piece.score));
        }
        const auto [before, isNew] = ids.emplace(piece.text, id);
        if (!isNew) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: tokens {} and {} are both '{}'.", where, before->second,
                                    id, piece.text));
        }
        ++id;
    }
    return ids;
}

bool startsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; }

/// Two neighbours that may be joined.
struct Merge {
    double score;
    int leftCharacters;
    int id; // of the result
    int leftBytes;
};

std::vector<Merge> mergesOf(const SentencePieces& vocabulary, const Ids& ids)
{
    const auto isPart = [&](std::string_view text) {
        const auto found = ids.find(text);
        return found != ids.end()
            && takesPartInMerges(vocabulary.pieces[static_cast<std::size_t>(found->second)].type);
    };
    std::vector<Merge> merges;
    int id = 0;
    for (const SentencePieces::Piece& piece : vocabulary.pieces) {
        const std::string_view text = piece.text;
        int characters = 1;
        for (std::size_t cut = 1; cut < text.size() && takesPartInMerges(piece.type); ++cut) {
            if (!startsCharacter(text[cut]))
                continue;
            if (isPart(text.substr(0, cut)) && isPart(text.substr(cut)))
                merges.push_back({ piece.score, characters, id, static_cast<int>(cut) });
            ++characters;
        }
        ++id;
    }
    return merges;
}

/// As Hugging Face's converter ranks them: by score, by the length of the left side, then of the
/// right one, all descending, else in the order of the vocabulary.
void sortMerges(std::vector<Merge>& merges, const SentencePieces& vocabulary)
{
    std::vector<int> lengths; // in characters, by id
    lengths.reserve(vocabulary.pieces.size());
    for (const SentencePieces::Piece& piece : vocabulary.pieces)
        lengths.push_back(static_cast<int>(std::ranges::count_if(piece.text, startsCharacter)));
    std::ranges::stable_sort(merges, [&lengths](const Merge& a, const Merge& b) {
        const auto right = [&lengths](const Merge& merge) {
            return lengths[static_cast<std::size_t>(merge.id)] - merge.leftCharacters;
        };
        if (a.score != b.score)
            return a.score > b.score;
        if (a.leftCharacters != b.leftCharacters)
            return a.leftCharacters > b.leftCharacters;
        return right(a) > right(b);
    });
}

json mergeList(const SentencePieces& vocabulary, const Ids& ids)
{
    std::vector<Merge> merges = mergesOf(vocabulary, ids);
    sortMerges(merges, vocabulary);
    json list = json::array();
    list.get_ref<json::array_t&>().reserve(merges.size());
    for (const Merge& merge : merges) {
        const std::string& text = vocabulary.pieces[static_cast<std::size_t>(merge.id)].text;
        const auto cut = static_cast<std::size_t>(merge.leftBytes);
        // The short form, unless a space in a piece would make it ambiguous.
        if (text.find(' ') == std::string::npos)
            list.push_back(text.substr(0, cut) + ' ' + text.substr(cut));
        else
            list.push_back({ text.substr(0, cut), text.substr(cut) });
    }
    return list;
}

json replaceStep(const char* pattern, const char* content)
{
    return { { "type", "Replace" },
             { "pattern", { { "String", pattern } } },
             { "content", content } };
}

json normalizer(bool addsSpacePrefix)
{
    json replace = replaceStep(" ", kSpace);
    if (!addsSpacePrefix)
        return replace;
    const json prepend { { "type", "Prepend" }, { "prepend", kSpace } };
    return { { "type", "Sequence" }, { "normalizers", json::array({ prepend, replace }) } };
}

json decoder(bool addsSpacePrefix)
{
    json steps = json::array({ replaceStep(kSpace, " "), json { { "type", "ByteFallback" } },
                               json { { "type", "Fuse" } } });
    if (addsSpacePrefix) {
        steps.push_back({ { "type", "Strip" }, { "content", " " }, { "start", 1 }, { "stop", 0 } });
    }
    return { { "type", "Sequence" }, { "decoders", std::move(steps) } };
}

Result<std::optional<BoundaryToken>> boundaryToken(const SentencePieces& vocabulary,
                                                   const std::optional<int>& id,
                                                   const std::string& where)
{
    if (!id)
        return std::optional<BoundaryToken>();
    if (*id < 0 || *id >= static_cast<int>(vocabulary.pieces.size())) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: token {} is put around texts, but there are {} tokens.", where,
                                *id, vocabulary.pieces.size()));
    }
    return std::optional(
        BoundaryToken { vocabulary.pieces[static_cast<std::size_t>(*id)].text, *id });
}

} // namespace

Result<json> tokenizerFromPieces(const SentencePieces& vocabulary, const std::string& where)
{
    const Result<Ids> ids = idsOf(vocabulary, where);
    if (!ids)
        return tl::unexpected(ids.error());
    const auto before = boundaryToken(vocabulary, vocabulary.before, where);
    if (!before)
        return tl::unexpected(before.error());
    const auto after = boundaryToken(vocabulary, vocabulary.after, where);
    if (!after)
        return tl::unexpected(after.error());

    json texts = json::object();
    json added = json::array();
    json unknown;
    bool hasBytes = false;
    int id = 0;
    for (const SentencePieces::Piece& piece : vocabulary.pieces) {
        texts[piece.text] = id;
        const bool isSpecial = piece.type == Type::Control || piece.type == Type::Unknown;
        if (isSpecial || piece.type == Type::UserDefined)
            added.push_back(addedToken(piece.text, id, isSpecial));
        if (piece.type == Type::Unknown)
            unknown = piece.text;
        hasBytes = hasBytes || piece.type == Type::Byte;
        ++id;
    }
    return json { { "version", "1.0" },
                  { "truncation", nullptr },
                  { "padding", nullptr },
                  { "added_tokens", std::move(added) },
                  { "normalizer", normalizer(vocabulary.addsSpacePrefix) },
                  { "pre_tokenizer", nullptr },
                  { "post_processor", templatePostProcessor(*before, *after) },
                  { "decoder", decoder(vocabulary.addsSpacePrefix) },
                  { "model",
                    { { "type", "BPE" },
                      { "dropout", nullptr },
                      { "unk_token", std::move(unknown) },
                      { "continuing_subword_prefix", nullptr },
                      { "end_of_word_suffix", nullptr },
                      { "fuse_unk", true },
                      { "byte_fallback", hasBytes },
                      { "vocab", std::move(texts) },
                      { "merges", mergeList(vocabulary, *ids) } } } };
}

} // namespace ropescope
