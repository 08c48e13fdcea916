// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/metaspace.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/base/utf8.h"
#include "core/io/json_fields.h"

namespace ropescope {

namespace {

/// "prepend_scheme", or the older "add_prefix_space".
Metaspace::Prepend readPrepend(JsonFields& fields)
{
    const bool addPrefix = fields.boolean("add_prefix_space", true);
    const std::string scheme = fields.text("prepend_scheme", addPrefix ? "always" : "never");
    if (!addPrefix && scheme != "never") {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'add_prefix_space' is false, but 'prepend_scheme' is '{}'.",
                                  fields.where(), scheme));
    }
    if (scheme == "first")
        return Metaspace::Prepend::First;
    if (scheme == "never")
        return Metaspace::Prepend::Never;
    if (scheme != "always") {
        fields.reject(
            ErrorCode::Malformed,
            fmt::format("{}: 'prepend_scheme' must be always, first or never, found '{}'.",
                        fields.where(), scheme));
    }
    return Metaspace::Prepend::Always;
}

} // namespace

Result<Metaspace> Metaspace::read(const nlohmann::json& json, const std::string& where)
{
    JsonFields fields(json, where);
    Metaspace result { .replacement = fields.text("replacement"),
                       .prepend = readPrepend(fields),
                       .split = fields.boolean("split", true) };
    if (!fields.error() && !isOneCharacter(result.replacement)) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'replacement' must be one character, found '{}'.", where,
                                  result.replacement));
    }
    if (fields.error())
        return tl::unexpected(*fields.error());
    return result;
}

} // namespace ropescope
