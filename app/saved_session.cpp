// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/saved_session.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

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
constexpr int kMostPixels = 1 << 20;
constexpr std::size_t kMostBookmarks = 1000;
constexpr std::size_t kMostDocks = 64;

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

ViewState wholeViewFromJson(JsonFields& fields)
{
    ViewState view = viewFromJson(fields, {});
    if (const nlohmann::json* const shown = fields.find("view_range")) {
        JsonFields inner(*shown, fields.where() + ": \"view_range\"");
        view.rows = readRange(inner, "rows");
        view.columns = readRange(inner, "columns");
        fields.adoptError(inner);
    }
    return view;
}

/// Each entry of a list, which may be absent, as `read` takes it from the fields of an object.
template <typename Read>
auto readList(JsonFields& fields, const char* key, std::size_t most, Read read)
{
    std::vector<decltype(read(fields))> entries;
    const nlohmann::json* const list = fields.find(key);
    if (list == nullptr)
        return entries;
    const std::string where = fmt::format("{}: \"{}\"", fields.where(), key);
    if (!list->is_array()) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{} should be a list, and is {}.", where, describeJson(*list)));
        return entries;
    }
    if (list->size() > most) {
        fields.reject(
            ErrorCode::Unsupported,
            fmt::format("{} has {} entries, expected at most {}.", where, list->size(), most));
        return entries;
    }
    for (const nlohmann::json& entry : *list) {
        JsonFields inner(entry, where);
        entries.push_back(read(inner));
        fields.adoptError(inner);
    }
    return entries;
}

Bookmark readBookmark(JsonFields& fields)
{
    std::string name = fields.text("name");
    return { std::move(name), wholeViewFromJson(fields) };
}

constexpr std::pair<std::string_view, DockPlace::Side> kSides[] = {
    { "left", DockPlace::Side::Left },         { "right", DockPlace::Side::Right },
    { "top", DockPlace::Side::Top },           { "bottom", DockPlace::Side::Bottom },
    { "floating", DockPlace::Side::Floating },
};

nlohmann::ordered_json placeJson(const DockPlace& place)
{
    const auto* const side
        = std::find_if(std::begin(kSides), std::end(kSides),
                       [&](const auto& one) { return one.second == place.side; });
    return { { "dock", place.dock },     { "side", side->first },   { "hidden", place.hidden },
             { "behind", place.behind }, { "x", place.x },          { "y", place.y },
             { "width", place.width },   { "height", place.height } };
}

DockPlace readPlace(JsonFields& fields)
{
    DockPlace place { .dock = fields.text("dock"),
                      .hidden = fields.boolean("hidden", false),
                      .behind = fields.text("behind", ""),
                      .x = fields.integer("x", -kMostPixels, kMostPixels, 0),
                      .y = fields.integer("y", -kMostPixels, kMostPixels, 0),
                      .width = fields.integer("width", 0, kMostPixels, 0),
                      .height = fields.integer("height", 0, kMostPixels, 0) };
    const std::string name = fields.text("side", "left");
    const auto* const side = std::find_if(std::begin(kSides), std::end(kSides),
                                          [&](const auto& one) { return one.first == name; });
    if (side == std::end(kSides)) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: \"side\" is \"{}\" and should be one of left, right, top, "
                                  "bottom, floating.",
                                  fields.where(), name));
        return place;
    }
    place.side = side->second;
    return place;
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
    json["docks"] = nlohmann::ordered_json::array();
    for (const DockPlace& place : session.docks)
        json["docks"].push_back(placeJson(place));
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
    session.bookmarks = readList(fields, "bookmarks", kMostBookmarks, readBookmark);
    session.page = fields.text("page", "");
    session.docks = readList(fields, "docks", kMostDocks, readPlace);
    session.file = path;
    if (fields.error())
        return tl::unexpected(*fields.error());
    return session;
}

} // namespace ropescope
