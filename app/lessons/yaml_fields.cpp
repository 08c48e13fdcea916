// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/lessons/yaml_fields.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/base/nearest_name.h"
#include "core/base/parse_number.h"
#include "core/base/utf8.h"

namespace ropescope {
namespace {

std::string describe(const YAML::Node& node)
{
    if (node.IsScalar())
        return fmt::format("\"{}\"", node.Scalar());
    if (node.IsSequence())
        return "a list";
    return node.IsMap() ? "a group of fields" : "nothing";
}

} // namespace

YamlFields::YamlFields(const YAML::Node& map, std::string what, int firstLine,
                       std::vector<LessonProblem>& problems)
    : m_map(map)
    , m_what(std::move(what))
    , m_firstLine(firstLine)
    , m_line(firstLine + std::max(0, map.Mark().line))
    , m_problems(problems)
{
}

void YamlFields::allowOnly(const std::vector<std::string_view>& names)
{
    if (!m_map.IsMap())
        return;
    for (const auto& member : m_map) {
        const std::string name = member.first.IsScalar() ? member.first.Scalar() : "";
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            reject(
                m_firstLine + member.first.Mark().line,
                fmt::format("'{}' is no field of {}; {}", name, m_what, suggestion(name, names)));
        }
    }
}

bool YamlFields::has(std::string_view name) const { return node(name).IsDefined(); }

YAML::Node YamlFields::node(std::string_view name) const
{
    if (m_map.IsMap()) {
        const YAML::Node& map = m_map; // a const one does not add what is looked for
        if (const YAML::Node found = map[std::string(name)]; found.IsDefined())
            return found;
    }
    return YAML::Node(YAML::NodeType::Undefined);
}

int YamlFields::line(std::string_view name) const
{
    if (m_map.IsMap()) {
        for (const auto& member : m_map) {
            if (member.first.IsScalar() && member.first.Scalar() == name)
                return m_firstLine + member.first.Mark().line;
        }
    }
    return m_line;
}

std::string YamlFields::text(std::string_view name)
{
    const YAML::Node value = node(name);
    if (!value.IsDefined() || value.IsNull())
        return {};
    if (value.IsScalar())
        return value.Scalar();
    rejectValue(name, "a text");
    return {};
}

std::optional<int> YamlFields::integer(std::string_view name, int lowest, int highest)
{
    if (!has(name))
        return std::nullopt;
    const YAML::Node value = node(name);
    const auto number = value.IsScalar() ? numberFromText<int>(value.Scalar()) : std::nullopt;
    if (number && *number >= lowest && *number <= highest)
        return number;
    rejectValue(name, fmt::format("a whole number from {} to {}", lowest, highest));
    return std::nullopt;
}

std::optional<double> YamlFields::number(std::string_view name)
{
    if (!has(name))
        return std::nullopt;
    const YAML::Node value = node(name);
    const auto number = value.IsScalar() ? numberFromText<double>(value.Scalar()) : std::nullopt;
    if (!number)
        rejectValue(name, "a number");
    return number;
}

std::optional<std::pair<int, int>> YamlFields::pair(std::string_view name)
{
    if (!has(name))
        return std::nullopt;
    const YAML::Node value = node(name);
    if (value.IsSequence() && value.size() == 2 && value[0].IsScalar() && value[1].IsScalar()) {
        const auto first = numberFromText<int>(value[0].Scalar());
        const auto second = numberFromText<int>(value[1].Scalar());
        if (first && second && *first >= 0 && *second >= 0)
            return std::pair(*first, *second);
    }
    rejectValue(name, "two whole numbers, as in [5, 4]");
    return std::nullopt;
}

std::optional<TokenRange> YamlFields::range(std::string_view name)
{
    if (!has(name))
        return std::nullopt;
    const YAML::Node value = node(name);
    if (value.IsScalar()) {
        if (const auto one = numberFromText<int>(value.Scalar()); one && *one >= 0)
            return TokenRange { *one, *one + 1 };
        const auto both = pairFromText<int>(value.Scalar(), ':');
        if (both && both->first >= 0 && both->first < both->second)
            return TokenRange { both->first, both->second };
    }
    rejectValue(name, "a number, or a range like 12:20");
    return std::nullopt;
}

YamlFields YamlFields::inner(std::string_view name, std::string what)
{
    const YAML::Node value = node(name);
    if (value.IsDefined() && !value.IsMap())
        rejectValue(name, "a group of fields");
    return { value.IsDefined() ? value : YAML::Node(), std::move(what),
             value.IsDefined() ? m_firstLine : line(name), m_problems };
}

YamlFields YamlFields::entry(const YAML::Node& node, std::string what)
{
    YamlFields fields(node, std::move(what), m_firstLine, m_problems);
    if (!node.IsMap() || node.size() == 0)
        reject(fields.line(),
               fmt::format("{} should be a group of fields, as in {{name: value}}, "
                           "and is {}.",
                           fields.m_what, describe(node)));
    return fields;
}

void YamlFields::reject(int line, std::string sentence)
{
    // A file may have any number of fields, and they any name.
    constexpr std::size_t kMostProblems = 1000;
    constexpr std::size_t kLongestSentence = 1000;
    if (m_problems.size() >= kMostProblems)
        return;
    if (sentence.size() > kLongestSentence) {
        sentence.resize(kLongestSentence);
        sentence = replaceIllFormed(sentence) + " ...";
    }
    m_problems.push_back({ line, std::move(sentence) });
}

void YamlFields::rejectValue(std::string_view name, std::string_view expected)
{
    reject(line(name),
           fmt::format("'{}' of {} should be {}, and is {}.", name, m_what, expected,
                       describe(node(name))));
}

std::string suggestion(std::string_view asked, const std::vector<std::string_view>& names)
{
    if (const std::string_view nearest = nearestName(asked, names); !nearest.empty())
        return fmt::format("did you mean {}?", nearest);
    std::string all;
    for (const std::string_view name : names)
        all += (all.empty() ? "" : ", ") + std::string(name);
    return fmt::format("there are {}.", all);
}

namespace {

constexpr int kMostLevels = 8;
constexpr int kMostValues = 10'000;
constexpr std::size_t kBytesOfValue = 64; ///< a longer text counts as many

int valuesIn(const std::string& text)
{
    return static_cast<int>(std::min<std::size_t>(text.size() / kBytesOfValue, kMostValues));
}

/// values: how many there may yet be.
nlohmann::json jsonFromYaml(const YAML::Node& node, int levels, int& values)
{
    if (levels == 0 || --values < 0)
        return nullptr;
    if (node.IsSequence()) {
        auto list = nlohmann::json::array();
        for (const YAML::Node& entry : node) {
            if (values <= 0)
                break;
            list.push_back(jsonFromYaml(entry, levels - 1, values));
        }
        return list;
    }
    if (node.IsMap()) {
        auto object = nlohmann::json::object();
        for (const auto& member : node) {
            if (values <= 0)
                break;
            const std::string name = member.first.IsScalar() ? member.first.Scalar() : "";
            values -= valuesIn(name);
            if (values > 0)
                object[name] = jsonFromYaml(member.second, levels - 1, values);
        }
        return object;
    }
    if (!node.IsScalar())
        return nullptr;
    const std::string& text = node.Scalar();
    values -= valuesIn(text);
    if (values < 0)
        return nullptr;
    if (node.Tag() == "!") // it was quoted
        return text;
    if (text == "true" || text == "false")
        return text == "true";
    if (text == "null" || text == "~")
        return nullptr;
    if (const auto integer = numberFromText<std::int64_t>(text))
        return *integer;
    if (const auto number = numberFromText<double>(text))
        return *number;
    return text;
}

} // namespace

nlohmann::json jsonFromYaml(const YAML::Node& node)
{
    int values = kMostValues;
    return jsonFromYaml(node, kMostLevels, values);
}

} // namespace ropescope
