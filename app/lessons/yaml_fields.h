// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>
#include <yaml-cpp/yaml.h>

#include "core/base/ids.h"

namespace ropescope {

/// Something wrong with a lesson file.
struct LessonProblem {
    int line = 0; ///< from 1
    std::string sentence;
};

/// Reads the members of one YAML map out of a larger file and notes what is wrong, with its line.
/// All values are checked; what is wrong comes back as if it were absent.
class YamlFields {
public:
    /// what: the thing that the map is, for messages ("a step"). firstLine: of the YAML text in the
    /// file. `problems` must outlive this.
    YamlFields(const YAML::Node& map, std::string what, int firstLine,
               std::vector<LessonProblem>& problems);

    /// Notes all members that are not among these, with the one that was probably meant.
    void allowOnly(const std::vector<std::string_view>& names);

    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] YAML::Node node(std::string_view name) const;
    /// Of the member; of the map itself where it is absent.
    [[nodiscard]] int line(std::string_view name) const;
    [[nodiscard]] int line() const { return m_line; }

    [[nodiscard]] std::string text(std::string_view name);
    [[nodiscard]] std::optional<int> integer(std::string_view name, int lowest, int highest);
    [[nodiscard]] std::optional<double> number(std::string_view name);
    /// [first, second] of whole numbers that are not negative.
    [[nodiscard]] std::optional<std::pair<int, int>> pair(std::string_view name);
    /// "12", or "12:20" for tokens 12 to 19.
    [[nodiscard]] std::optional<TokenRange> range(std::string_view name);
    /// An inner map; without members, and a problem noted, where it is something else.
    [[nodiscard]] YamlFields inner(std::string_view name, std::string what);

    /// An entry of a list within this map.
    [[nodiscard]] YamlFields entry(const YAML::Node& node, std::string what);

    void reject(int line, std::string sentence);

private:
    void rejectValue(std::string_view name, std::string_view expected);

    YAML::Node m_map;
    std::string m_what;
    int m_firstLine;
    int m_line;
    std::vector<LessonProblem>& m_problems;
};

/// "did you mean layer?" or, where none is near, all the names.
[[nodiscard]] std::string suggestion(std::string_view asked,
                                     const std::vector<std::string_view>& names);

/// The same value as JSON: plain scalars become numbers, booleans or null where they look so. Null
/// below 8 levels and after 10,000 values or 640,000 bytes of them, where only aliases lead that
/// hold themselves or others many times over.
[[nodiscard]] nlohmann::json jsonFromYaml(const YAML::Node& node);

} // namespace ropescope
