// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/gguf_fields.h"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "core/base/utf8.h"

namespace ropescope {

namespace {

double shortestDecimal(double value)
{
    const std::string text = fmt::format("{}", static_cast<float>(value));
    double result = value;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

} // namespace

GgufFields::GgufFields(const GgufFile& file)
    : m_file(file)
{
}

const GgufValue* GgufFields::require(std::string_view key)
{
    const GgufValue* value = find(key);
    if (value == nullptr)
        reject(ErrorCode::Malformed, fmt::format("{}: the key '{}' is missing.", where(), key));
    return value;
}

int GgufFields::integer(std::string_view key, int lowest, int highest, std::optional<int> fallback)
{
    if (fallback && !has(key))
        return *fallback;
    const GgufValue* value = require(key);
    if (value == nullptr)
        return lowest;
    std::optional<long long> found = value->integer();
    if (const auto list = value->integers(); list && !list->empty()) {
        if (std::ranges::count(*list, list->front()) != static_cast<long>(list->size())) {
            reject(ErrorCode::Unsupported,
                   fmt::format("{}: '{}' differs from layer to layer, which is not supported.",
                               where(), key));
            return lowest;
        }
        found = list->front();
    }
    if (!found || *found < lowest || *found > highest) {
        rejectValue(key, fmt::format("a whole number from {} to {}", lowest, highest), *value);
        return lowest;
    }
    return static_cast<int>(*found);
}

double GgufFields::number(std::string_view key, double lowest, double highest,
                          std::optional<double> fallback)
{
    if (fallback && !has(key))
        return *fallback;
    const GgufValue* value = require(key);
    if (value == nullptr)
        return lowest;
    const std::optional<double> found = value->number();
    if (!found || !(*found >= lowest && *found <= highest)) {
        rejectValue(key, fmt::format("a number from {} to {}", lowest, highest), *value);
        return lowest;
    }
    return value->type == GgufType::Float32 ? shortestDecimal(*found) : *found;
}

bool GgufFields::boolean(std::string_view key, std::optional<bool> fallback)
{
    if (fallback && !has(key))
        return *fallback;
    const GgufValue* value = require(key);
    if (value == nullptr)
        return false;
    if (!value->boolean())
        rejectValue(key, "true or false", *value);
    return value->boolean().value_or(false);
}

std::string GgufFields::text(std::string_view key, std::optional<std::string> fallback)
{
    if (fallback && !has(key))
        return *fallback;
    const GgufValue* value = require(key);
    if (value == nullptr)
        return {};
    if (!value->text() || !checkUtf8(*value->text())) {
        rejectValue(key, "a UTF-8 text", *value);
        return {};
    }
    return std::string(*value->text());
}

void GgufFields::reject(ErrorCode code, std::string message)
{
    if (!m_error)
        m_error = Error { code, std::move(message) };
}

void GgufFields::rejectValue(std::string_view key, std::string_view expected,
                             const GgufValue& found)
{
    reject(ErrorCode::Malformed,
           fmt::format("{}: '{}' must be {}, found {}.", where(), key, expected, found.describe()));
}

} // namespace ropescope
