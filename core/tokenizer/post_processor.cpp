// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/post_processor.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/json_fields.h"
#include "core/io/json_file.h"
#include "core/tokenizer/component_list.h"
#include "core/tokenizer/token_id.h"

namespace ropescope {

namespace {

/// Real ones put one or two around a text.
constexpr std::size_t kMostIds = 64;

tl::unexpected<Error> tooManyIds(const std::string& where)
{
    return fail(
        ErrorCode::Malformed,
        fmt::format("{}: more than {} ids are put before or after a text.", where, kMostIds));
}

/// The ids that a template's special token stands for.
Result<std::vector<std::int64_t>> specialIds(const nlohmann::json& specials,
                                             const std::string& name, const std::string& where)
{
    const nlohmann::json* ids = nullptr;
    if (specials.is_object() && specials.contains(name) && specials[name].is_object()
        && specials[name].contains("ids"))
        ids = &specials[name]["ids"];
    if (ids == nullptr || !ids->is_array()) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: 'special_tokens' has no ids for '{}'.", where, name));
    }
    std::vector<std::int64_t> result;
    for (const nlohmann::json& item : *ids) {
        const std::optional<int> id = tokenIdFrom(item);
        if (!id) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: the ids of '{}' must be from 0 to {}, found {}.", where,
                                    name, kHighestTokenId, describeJson(item)));
        }
        result.push_back(*id);
    }
    return result;
}

/// The name under key.id of a template's item, or an empty text.
std::string itemName(const nlohmann::json& item, const char* key)
{
    if (!item.is_object() || !item.contains(key) || !item[key].is_object()
        || !item[key].contains("id") || !item[key]["id"].is_string())
        return {};
    return item[key]["id"].get<std::string>();
}

Result<PostProcessor> readTemplate(const nlohmann::json& json, const std::string& where)
{
    JsonFields fields(json, where);
    const nlohmann::json* single = fields.require("single");
    const nlohmann::json* specials = fields.require("special_tokens");
    if (fields.error())
        return tl::unexpected(*fields.error());
    PostProcessor result;
    int texts = 0;
    for (const nlohmann::json& item : *single) {
        if (itemName(item, "Sequence") == "A") {
            ++texts;
            continue;
        }
        const std::string name = itemName(item, "SpecialToken");
        const auto ids = specialIds(*specials, name, where);
        if (!ids)
            return tl::unexpected(ids.error());
        std::vector<std::int64_t>& side = texts == 0 ? result.before : result.after;
        if (side.size() + ids->size() > kMostIds)
            return tooManyIds(where);
        side.insert(side.end(), ids->begin(), ids->end());
    }
    if (texts != 1) {
        return fail(
            ErrorCode::Unsupported,
            fmt::format("{}: the template must hold the text once, found {} times.", where, texts));
    }
    return result;
}

/// The id of a member such as "cls": ["<s>", 0].
std::int64_t readNamedId(JsonFields& fields, const char* key)
{
    const nlohmann::json* json = fields.require(key);
    if (json == nullptr)
        return 0;
    const bool isPair = json->is_array() && json->size() == 2 && (*json)[0].is_string();
    const std::optional<int> id = isPair ? tokenIdFrom((*json)[1]) : std::nullopt;
    if (!id) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: '{}' must be a token and its id, from 0 to {}, found {}.",
                                  fields.where(), key, kHighestTokenId,
                                  describeJson(isPair ? (*json)[1] : *json)));
        return 0;
    }
    return *id;
}

Result<PostProcessor> readBert(const nlohmann::json& json, const std::string& where)
{
    JsonFields fields(json, where);
    PostProcessor result { .before = { readNamedId(fields, "cls") },
                           .after = { readNamedId(fields, "sep") } };
    if (fields.error())
        return tl::unexpected(*fields.error());
    return result;
}

} // namespace

Result<PostProcessor> PostProcessor::read(const nlohmann::json& postProcessor,
                                          const std::string& where)
{
    const auto components = componentList(postProcessor, "processors", where);
    if (!components)
        return tl::unexpected(components.error());
    PostProcessor result;
    for (const Component& component : *components) {
        if (component.type == "ByteLevel") // trims offsets, which nobody asks for here
            continue;
        const bool isTemplate = component.type == "TemplateProcessing";
        if (!isTemplate && component.type != "RobertaProcessing"
            && component.type != "BertProcessing")
            return unsupportedComponent(component, where);
        const std::string place = fmt::format("{}: {}", where, component.type);
        const Result<PostProcessor> outer
            = isTemplate ? readTemplate(*component.json, place) : readBert(*component.json, place);
        if (!outer)
            return tl::unexpected(outer.error());
        if (outer->before.size() + result.before.size() > kMostIds
            || outer->after.size() + result.after.size() > kMostIds)
            return tooManyIds(place);
        result.before.insert(result.before.begin(), outer->before.begin(), outer->before.end());
        result.after.insert(result.after.end(), outer->after.begin(), outer->after.end());
    }
    return result;
}

} // namespace ropescope
