// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/saved_session.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "app/view_json.h"
#include "core/io/atomic_file.h"
#include "core/io/json_fields.h"
#include "core/io/json_file.h"

namespace ropescope {
namespace {

constexpr const char* kFormat = "ropescope-session";
constexpr int kVersion = 1;
constexpr int kMostTokens = 1 << 30;

/// Paths are written with '/', so that a session made on one system opens on another.
std::string portablePath(const std::filesystem::path& source, const std::filesystem::path& file)
{
    if (source.empty())
        return {};
    std::error_code problem;
    const auto folder = std::filesystem::absolute(file, problem).parent_path();
    const auto absolute = std::filesystem::absolute(source, problem);
    const auto relative = absolute.lexically_proximate(folder);
    return (problem ? source : relative).generic_string();
}

nlohmann::ordered_json rangeJson(const std::optional<TokenRange>& range)
{
    if (!range)
        return nullptr;
    return { range->begin, range->end };
}

std::optional<TokenRange> readRange(JsonFields& fields, const char* key)
{
    const nlohmann::json* const range = fields.find(key);
    if (range == nullptr)
        return std::nullopt;
    const auto isPlace = [](const nlohmann::json& value) {
        return value.is_number_integer() && value.get<std::int64_t>() >= 0
            && value.get<std::int64_t>() <= kMostTokens;
    };
    if (range->is_array() && range->size() == 2 && isPlace((*range)[0]) && isPlace((*range)[1])
        && (*range)[0] < (*range)[1])
        return TokenRange { (*range)[0].get<int>(), (*range)[1].get<int>() };
    fields.reject(ErrorCode::Malformed,
                  fmt::format("{}: \"{}\" should be two rising token positions, and is {}.",
                              fields.where(), key, describeJson(*range)));
    return std::nullopt;
}

nlohmann::ordered_json wholeViewJson(const ViewState& view)
{
    nlohmann::ordered_json json = viewJson(view);
    json["view_range"]
        = { { "rows", rangeJson(view.rows) }, { "columns", rangeJson(view.columns) } };
    return json;
}

void adoptError(JsonFields& fields, const JsonFields& inner)
{
    if (inner.error())
        fields.reject(inner.error()->code, inner.error()->message);
}

ViewState wholeViewFromJson(JsonFields& fields)
{
    ViewState view = viewFromJson(fields, {});
    if (const nlohmann::json* const shown = fields.find("view_range")) {
        JsonFields inner(*shown, fields.where() + ": \"view_range\"");
        view.rows = readRange(inner, "rows");
        view.columns = readRange(inner, "columns");
        adoptError(fields, inner);
    }
    return view;
}

std::vector<Bookmark> readBookmarks(JsonFields& fields)
{
    std::vector<Bookmark> bookmarks;
    const nlohmann::json* const list = fields.find("bookmarks");
    if (list == nullptr)
        return bookmarks;
    const std::string where = fields.where() + ": \"bookmarks\"";
    if (!list->is_array()) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{} should be a list, and is {}.", where, describeJson(*list)));
        return bookmarks;
    }
    for (const nlohmann::json& entry : *list) {
        JsonFields inner(entry, where);
        std::string name = inner.text("name");
        bookmarks.push_back({ std::move(name), wholeViewFromJson(inner) });
        adoptError(fields, inner);
    }
    return bookmarks;
}

} // namespace

Result<void> saveSession(const SavedSession& session, const std::filesystem::path& path)
{
    nlohmann::ordered_json json { { "format", kFormat },
                                  { "version", kVersion },
                                  { "source", portablePath(session.source, path) },
                                  { "prompt", session.prompt },
                                  { "random_tokens", session.randomTokens } };
    json.update(wholeViewJson(session.view));
    json["bookmarks"] = nlohmann::ordered_json::array();
    for (const Bookmark& bookmark : session.bookmarks) {
        nlohmann::ordered_json entry { { "name", bookmark.name } };
        entry.update(wholeViewJson(bookmark.view));
        json["bookmarks"].push_back(std::move(entry));
    }
    json["page"] = session.page;
    json["layout"] = session.layout;
    // Text that is not UTF-8 (a tokenizer's broken piece) must not cost the session.
    return writeFile(
        path, json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

Result<SavedSession> loadSession(const std::filesystem::path& path)
{
    const Result<nlohmann::json> json = readJsonFile(path);
    if (!json)
        return tl::unexpected(json.error());
    JsonFields fields(*json, path.string());
    const std::string format = fields.text("format", "");
    if (!fields.error() && format != kFormat) {
        fields.reject(ErrorCode::Unsupported,
                      fmt::format("{} is no session: its \"format\" should be \"{}\", and is "
                                  "\"{}\".",
                                  path.string(), kFormat, format));
    }
    const int version = fields.integer("version", 1, kMostTokens);
    if (!fields.error() && version > kVersion) {
        fields.reject(ErrorCode::Unsupported,
                      fmt::format("{} has version {} of the session format; this program reads "
                                  "version {} and earlier.",
                                  path.string(), version, kVersion));
    }
    SavedSession session;
    const std::string source = fields.text("source", "");
    if (!source.empty()) {
        std::error_code ignored;
        session.source = (std::filesystem::absolute(path, ignored).parent_path()
                          / std::filesystem::path(source))
                             .lexically_normal();
    }
    session.prompt = fields.text("prompt", "");
    session.randomTokens = fields.integer("random_tokens", 0, kMostTokens, 0);
    session.view = wholeViewFromJson(fields);
    session.bookmarks = readBookmarks(fields);
    session.page = fields.text("page", "");
    session.layout = fields.text("layout", "");
    session.file = path;
    if (fields.error())
        return tl::unexpected(*fields.error());
    return session;
}

} // namespace ropescope
