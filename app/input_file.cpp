// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/input_file.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/parse_number.h"
#include "core/io/text_file.h"
#include "core/model/token_ids.h"

namespace ropescope {
namespace {

bool separates(char c) { return c == ',' || c == ' ' || (c >= '\t' && c <= '\r'); }

} // namespace

Error ofOption(std::string_view option, const Error& error)
{
    return { error.code, fmt::format("--{}: {}", option, error.message) };
}

Error inFile(const std::filesystem::path& path, const Error& error)
{
    return { error.code, fmt::format("{}: {}", path.string(), error.message) };
}

Result<std::vector<std::int64_t>> readTokenIds(const std::filesystem::path& path)
{
    const Result<std::string> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    std::vector<std::int64_t> ids;
    for (auto begin = text->begin(); begin != text->end();) {
        const auto end = std::find_if(begin, text->end(), separates);
        if (begin != end) {
            const std::string_view word(begin, end);
            const auto id = numberFromText<std::int64_t>(word);
            if (!id || *id < 0) {
                return fail(ErrorCode::Malformed,
                            fmt::format("{}, line {}: '{}' is no token id; expected whole numbers "
                                        "separated by white space or commas.",
                                        path.string(), 1 + std::count(text->begin(), begin, '\n'),
                                        word.substr(0, 40)));
            }
            ids.push_back(*id);
        }
        begin = end == text->end() ? end : end + 1;
    }
    return ids;
}

Result<std::vector<std::int64_t>> idsFromFile(const std::filesystem::path& path,
                                              const LanguageModel& model)
{
    auto ids = readTokenIds(path);
    if (!ids)
        return tl::unexpected(ofOption("token-ids", ids.error()));
    if (ids->empty()) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("--token-ids: {} is empty; give at least one token id.", path.string()));
    }
    if (const auto known = checkTokenIds(*ids, model.config()); !known)
        return tl::unexpected(ofOption("token-ids", inFile(path, known.error())));
    return ids;
}

Result<std::vector<std::int64_t>> idsOfText(const std::string& text, const LanguageModel& model)
{
    auto ids = model.tokenize(text);
    if (!ids)
        return tl::unexpected(ofOption("text", ids.error()));
    return ids;
}

Result<std::vector<std::int64_t>> idsOfTextFile(const std::filesystem::path& path,
                                                const LanguageModel& model, std::string_view option)
{
    const Result<std::string> text = readTextFile(path);
    if (!text)
        return tl::unexpected(ofOption(option, text.error()));
    if (text->empty()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("--{}: {} is empty; give some text.", option, path.string()));
    }
    auto ids = model.tokenize(*text);
    if (!ids)
        return tl::unexpected(ofOption(option, inFile(path, ids.error())));
    return ids;
}

} // namespace ropescope
