// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/json_fields.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"

namespace ropescope {

JsonFields::JsonFields(const nlohmann::json& object, std::string where)
    : m_object(object)
    , m_where(std::move(where))
{
    if (!object.is_object()) {
        reject(ErrorCode::Malformed,
               fmt::format("{}: expected a JSON object, found {}.", m_where, describeJson(object)));
    }
}

const nlohmann::json* JsonFields::find(std::string_view key) const
{
    if (!m_object.is_object())
        return nullptr;
    const auto member = m_object.find(key);
    return member == m_object.end() || member->is_null() ? nullptr : &*member;
}

bool JsonFields::has(std::string_view key) const { return find(key) != nullptr; }

bool JsonFields::mentions(std::string_view key) const
{
    return m_object.is_object() && m_object.contains(key);
}

const nlohmann::json* JsonFields::require(std::string_view key)
{
    const nlohmann::json* value = find(key);
    if (value == nullptr)
        reject(ErrorCode::Malformed, fmt::format("{}: the key '{}' is missing.", m_where, key));
    return value;
}

int JsonFields::integer(std::string_view key, int lowest, int highest, std::optional<int> fallback)
{
    if (fallback && !has(key))
        return *fallback;
    const nlohmann::json* value = require(key);
    if (value == nullptr)
        return lowest;
    // Numbers beyond int64 arrive as floating point or as unsigned and are refused here, too.
    const bool fits = value->is_number_integer()
        && !(value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX)
        && value->get<std::int64_t>() >= lowest && value->get<std::int64_t>() <= highest;
    if (!fits) {
        rejectValue(key, fmt::format("a whole number from {} to {}", lowest, highest), *value);
        return lowest;
    }
    return value->get<int>();
}

double JsonFields::number(std::string_view key, double lowest, double highest,
                          std::optional<double> fallback)
{
    if (fallback && !has(key))
        return *fallback;
    const nlohmann::json* value = require(key);
    if (value == nullptr)
        return lowest;
    const double found = value->is_number() ? value->get<double>() : lowest;
    if (!value->is_number() || !(found >= lowest && found <= highest)) {
        rejectValue(key, fmt::format("a number from {} to {}", lowest, highest), *value);
        return lowest;
    }
    return found;
}

bool JsonFields::boolean(std::string_view key, std::optional<bool> fallback)
{
    if (fallback && !has(key))
        return *fallback;
    const nlohmann::json* value = require(key);
    if (value == nullptr)
        return false;
    if (!value->is_boolean()) {
        rejectValue(key, "true or false", *value);
        return false;
    }
    return value->get<bool>();
}

std::string JsonFields::text(std::string_view key, std::optional<std::string> fallback)
{
    if (fallback && !has(key))
        return *fallback;
    const nlohmann::json* value = require(key);
    if (value == nullptr)
        return {};
    if (!value->is_string()) {
        rejectValue(key, "a text", *value);
        return {};
    }
    return value->get<std::string>();
}

void JsonFields::reject(ErrorCode code, std::string message)
{
    if (!m_error)
        m_error = Error { code, std::move(message) };
}

void JsonFields::adoptError(const JsonFields& inner)
{
    if (inner.m_error)
        reject(inner.m_error->code, inner.m_error->message);
}

void JsonFields::rejectValue(std::string_view key, std::string_view expected,
                             const nlohmann::json& found)
{
    reject(
        ErrorCode::Malformed,
        fmt::format("{}: '{}' must be {}, found {}.", m_where, key, expected, describeJson(found)));
}

} // namespace ropescope
