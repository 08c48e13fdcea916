// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/llama2c_tokenizer.h"

#include <cctype>
#include <cstring>
#include <optional>

#include <fmt/core.h>

#include "core/formats/sentence_pieces.h"
#include "core/io/mapped_file.h"

namespace ropescope {

namespace {

using Type = SentencePieces::Type;

constexpr int kUnknown = 0;
constexpr int kBegin = 1;
constexpr int kEnd = 2;

/// The next number of the file, and what follows it; nothing when too little is left.
template <class T> std::optional<T> take(std::span<const std::byte>& rest)
{
    if (rest.size() < sizeof(T))
        return {};
    T value;
    std::memcpy(&value, rest.data(), sizeof(value));
    rest = rest.subspan(sizeof(value));
    return value;
}

/// "<0x0A>", how SentencePiece writes a byte.
bool isByte(std::string_view text)
{
    return text.size() == 6 && text.starts_with("<0x") && text.ends_with('>')
        && std::isxdigit(static_cast<unsigned char>(text[3])) != 0
        && std::isxdigit(static_cast<unsigned char>(text[4])) != 0;
}

/// The exporter wrote spaces for SentencePiece's mark, and line breaks around the two tokens that
/// begin and end a text.
SentencePieces::Piece pieceOf(int id, std::string_view text, float score)
{
    SentencePieces::Piece piece { .text = {}, .score = score };
    if (id == kBegin || id == kEnd) {
        piece.text = id == kBegin ? "<s>" : "</s>";
        piece.type = Type::Control;
        return piece;
    }
    for (const char byte : text) {
        if (byte == ' ')
            piece.text += "\u2581";
        else
            piece.text += byte;
    }
    if (id == kUnknown)
        piece.type = Type::Unknown;
    else if (isByte(text))
        piece.type = Type::Byte;
    return piece;
}

} // namespace

Result<nlohmann::json> readLlama2cTokenizer(const std::filesystem::path& path, int vocabularySize)
{
    const Result<MappedFile> mapped = MappedFile::open(path);
    if (!mapped)
        return tl::unexpected(mapped.error());
    const std::string file = path.string();
    std::span<const std::byte> rest = mapped->bytes();
    if (!take<std::uint32_t>(rest)) // the longest token, which nobody needs here
        return fail(ErrorCode::Malformed, fmt::format("{} is too short.", file));
    SentencePieces vocabulary { .pieces = {}, .before = kBegin, .after = {} };
    for (int id = 0; !rest.empty(); ++id) {
        const auto score = take<float>(rest);
        const auto length = take<std::uint32_t>(rest);
        if (!score || !length) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: token {} should begin with a score and a length of 4 "
                                    "bytes each, but the file ends.",
                                    file, id));
        }
        if (*length > rest.size()) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: token {} should have {} bytes, but only {} follow.", file,
                                    id, *length, rest.size()));
        }
        const std::string_view text(reinterpret_cast<const char*>(rest.data()), *length);
        rest = rest.subspan(*length);
        vocabulary.pieces.push_back(pieceOf(id, text, *score));
    }
    if (static_cast<long long>(vocabulary.pieces.size()) != vocabularySize) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: the checkpoint's vocabulary has {} tokens, found {}.", file,
                                vocabularySize, vocabulary.pieces.size()));
    }
    return tokenizerFromPieces(vocabulary, file);
}

} // namespace ropescope
