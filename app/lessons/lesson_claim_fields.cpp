// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <tuple>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "app/lessons/lesson_step_fields.h"
#include "core/base/parse_number.h"

namespace ropescope {
namespace {

constexpr int kMostIndex = 1 << 20;
constexpr std::array kPatterns { Pattern::ReAccess, Pattern::Sequential, Pattern::Periodic,
                                 Pattern::Seasonal, Pattern::Unpredictable };

/// Half a unit of the last digit: a number says as much as it has digits. "0.97" means 0.965 to
/// 0.975, and "15" nothing but 15 of a count.
double precisionOf(const std::string& number)
{
    const std::size_t exponentAt = number.find_first_of("eE");
    const std::string digits = number.substr(0, exponentAt);
    const std::size_t point = digits.find('.');
    int exponent = exponentAt == std::string::npos
        ? 0
        : numberFromText<int>(number.substr(exponentAt + 1)).value_or(0);
    if (point != std::string::npos)
        exponent -= static_cast<int>(digits.size() - point - 1);
    return 0.5 * std::pow(10.0, exponent) * (1.0 + 1e-9);
}

/// "2%" of the value, or an amount.
std::optional<double> toleranceOf(const std::string& within, double value)
{
    if (within.ends_with('%')) {
        const auto percent = numberFromText<double>(within.substr(0, within.size() - 1));
        return percent ? std::optional(*percent / 100.0 * std::abs(value)) : std::nullopt;
    }
    return numberFromText<double>(within);
}

/// "above 0.5", "below 0.1", "0.2 to 0.4", "none", "14.9". False for anything else.
bool readBounds(LessonClaim& claim, const std::string& text, const std::string& within)
{
    constexpr std::string_view kAbove = "above ";
    constexpr std::string_view kBelow = "below ";
    constexpr std::string_view kTo = " to ";
    if (text == "none") {
        claim.isNone = true;
        return true;
    }
    if (text.starts_with(kAbove) || text.starts_with(kBelow)) {
        const auto limit = numberFromText<double>(text.substr(kAbove.size()));
        (text.starts_with(kAbove) ? claim.lowest : claim.highest) = limit.value_or(0.0);
        return limit.has_value();
    }
    if (const std::size_t to = text.find(kTo); to != std::string::npos) {
        const auto low = numberFromText<double>(text.substr(0, to));
        const auto high = numberFromText<double>(text.substr(to + kTo.size()));
        claim.lowest = low.value_or(0.0);
        claim.highest = high.value_or(0.0);
        return low && high && *low < *high;
    }
    const auto value = numberFromText<double>(text);
    if (!value)
        return false;
    const auto tolerance = within.empty() ? precisionOf(text) : toleranceOf(within, *value);
    claim.lowest = *value - tolerance.value_or(0.0);
    claim.highest = *value + tolerance.value_or(0.0);
    return tolerance && *tolerance >= 0.0;
}

void readPattern(LessonClaim& claim, YamlFields& fields)
{
    claim.pattern = fields.text("pattern");
    std::vector<std::string_view> names;
    for (const Pattern pattern : kPatterns) {
        if (claim.pattern == patternName(pattern))
            return;
        names.push_back(patternName(pattern));
    }
    fields.reject(
        fields.line("pattern"),
        fmt::format("'{}' is no pattern; {}", claim.pattern, suggestion(claim.pattern, names)));
}

/// What a number cannot do without.
void readParameters(LessonClaim& claim, YamlFields& fields)
{
    if (const auto head = fields.pair("head"))
        claim.head = HeadId { { head->first }, { head->second } };
    claim.pair = fields.integer("pair", 0, kMostIndex).value_or(-1);
    claim.first = fields.integer("first", 0, kMostIndex).value_or(0);
    claim.recent = fields.integer("recent", 0, kMostIndex).value_or(0);
    if (const auto cell = fields.pair("at"))
        std::tie(claim.query, claim.key) = *cell;
    const bool ofCell = claim.number == "probability" || claim.number == "logit";
    if (ofCell && claim.query < 0)
        fields.reject(fields.line(),
                      fmt::format("{} needs its cell, as in at: [12, 0].", claim.number));
    if (claim.number == "wavelength" && claim.pair < 0)
        fields.reject(fields.line(), "wavelength needs its pair, as in pair: 2.");
    if (claim.number == "kept_mass" && claim.recent < 1)
        fields.reject(fields.line(), "kept_mass needs first: and recent:, numbers of keys.");
}

} // namespace

LessonClaim claimFromYaml(YamlFields& step, const YAML::Node& node)
{
    YamlFields fields = step.entry(node, "a claim");
    LessonClaim claim { .text = jsonFromYaml(node).dump(-1, ' ', false,
                                                        nlohmann::json::error_handler_t::replace),
                        .line = fields.line() };
    std::vector<std::string_view> names { "pattern" };
    std::ranges::copy(claimNumbers(), std::back_inserter(names));
    for (const std::string_view name : names) {
        if (!fields.has(name))
            continue;
        if (!claim.number.empty()) {
            fields.reject(fields.line(),
                          fmt::format("A claim is about one number, not about {} "
                                      "and {}.",
                                      claim.number, name));
        }
        claim.number = name;
    }
    for (const char* const name : { "within", "head", "pair", "first", "recent", "at" })
        names.emplace_back(name);
    fields.allowOnly(names);
    if (claim.number.empty())
        return claim; // what is there instead was rejected, with what may have been meant
    readParameters(claim, fields);
    if (claim.number == "pattern") {
        readPattern(claim, fields);
    } else if (!readBounds(claim, fields.text(claim.number), fields.text("within"))) {
        fields.reject(fields.line(claim.number),
                      fmt::format("'{}' should be a number (within: 2% if need be), above X, below "
                                  "X, X to Y or none, and is \"{}\".",
                                  claim.number, fields.text(claim.number)));
    }
    return claim;
}

} // namespace ropescope
