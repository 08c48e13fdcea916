// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rope/rope_edit_json.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"

namespace ropescope {
namespace {

constexpr int kMostPairs = 1 << 16;
constexpr double kMostGain = 1e6;

bool isPair(const nlohmann::json& value)
{
    return value.is_number_integer() && value.get<std::int64_t>() >= 0
        && value.get<std::int64_t>() < kMostPairs;
}

std::vector<std::pair<int, int>> readRelocations(JsonFields& fields)
{
    std::vector<std::pair<int, int>> relocations;
    const nlohmann::json* const list = fields.find("relocate");
    if (list == nullptr)
        return relocations;
    const auto wrong = [&] {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: \"relocate\" should be a list like [[14, 2]] of a pair and "
                                  "its slot, and is {}.",
                                  fields.where(), describeJson(*list)));
        return std::vector<std::pair<int, int>> {};
    };
    if (!list->is_array())
        return wrong();
    for (const nlohmann::json& swap : *list) {
        if (!swap.is_array() || swap.size() != 2 || !isPair(swap[0]) || !isPair(swap[1]))
            return wrong();
        relocations.emplace_back(swap[0].get<int>(), swap[1].get<int>());
    }
    return relocations;
}

std::map<int, double> readGains(JsonFields& fields)
{
    std::map<int, double> gains;
    const nlohmann::json* const object = fields.find("gains");
    if (object == nullptr)
        return gains;
    const auto wrong = [&] {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: \"gains\" should be an object like {{\"3\": 0}} of pairs "
                                  "and their factors, and is {}.",
                                  fields.where(), describeJson(*object)));
        return std::map<int, double> {};
    };
    if (!object->is_object())
        return wrong();
    for (const auto& [key, value] : object->items()) {
        int pair = -1;
        const auto [end, problem] = std::from_chars(key.data(), key.data() + key.size(), pair);
        if (problem != std::errc() || end != key.data() + key.size() || pair < 0
            || pair >= kMostPairs || !value.is_number()
            || !(std::abs(value.get<double>()) <= kMostGain))
            return wrong();
        gains[pair] = value.get<double>();
    }
    return gains;
}

std::set<int> readMeanPairs(JsonFields& fields)
{
    std::set<int> pairs;
    const nlohmann::json* const list = fields.find("mean_pairs");
    if (list == nullptr)
        return pairs;
    if (!list->is_array() || !std::ranges::all_of(*list, isPair)) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: \"mean_pairs\" should be a list of pairs like [14, 26], and "
                                  "is {}.",
                                  fields.where(), describeJson(*list)));
        return pairs;
    }
    for (const nlohmann::json& pair : *list)
        pairs.insert(pair.get<int>());
    return pairs;
}

std::optional<Truncation> readTruncation(JsonFields& fields)
{
    const bool removes = fields.has("truncate");
    if (!removes && !fields.has("still"))
        return std::nullopt;
    if (removes && fields.has("still")) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: \"truncate\" and \"still\" exclude each other: slow slots "
                                  "are removed or stop.",
                                  fields.where()));
    }
    return Truncation { fields.integer(removes ? "truncate" : "still", 0, kMostPairs - 1),
                        removes ? Truncation::Kind::Remove : Truncation::Kind::Still };
}

} // namespace

nlohmann::ordered_json ropeEditJson(const RopeEdit& edit)
{
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    if (edit.base)
        json["base"] = *edit.base;
    if (!edit.relocations.empty())
        json["relocate"] = edit.relocations;
    if (edit.truncation) {
        const bool removes = edit.truncation->kind == Truncation::Kind::Remove;
        json[removes ? "truncate" : "still"] = edit.truncation->firstSlot;
    }
    if (!edit.meanPairs.empty())
        json["mean_pairs"] = edit.meanPairs;
    for (const auto& [pair, gain] : edit.gains)
        json["gains"][std::to_string(pair)] = gain;
    if (edit.pairing)
        json["pairing"] = *edit.pairing == RopePairing::HalfSplit ? "half" : "interleaved";
    return json;
}

RopeEdit ropeEditFromJson(JsonFields& fields)
{
    RopeEdit edit;
    if (fields.has("base"))
        edit.base = fields.number("base", kMinBase, kMaxBase);
    edit.relocations = readRelocations(fields);
    edit.truncation = readTruncation(fields);
    edit.gains = readGains(fields);
    edit.meanPairs = readMeanPairs(fields);
    if (fields.has("pairing")) {
        const std::string pairing = fields.text("pairing");
        if (pairing != "half" && pairing != "interleaved" && !fields.error()) {
            fields.reject(ErrorCode::Malformed,
                          fmt::format("{}: \"pairing\" should be \"half\" or \"interleaved\", and "
                                      "is \"{}\".",
                                      fields.where(), pairing));
        }
        edit.pairing = pairing == "half" ? RopePairing::HalfSplit : RopePairing::Interleaved;
    }
    return edit;
}

} // namespace ropescope
