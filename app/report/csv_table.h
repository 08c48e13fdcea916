// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace ropescope {

/// Objects as a table of comma-separated values, one a row: nested fields have dotted names, lists
/// are one cell of numbers separated by spaces, null is an empty cell. Columns are those of all
/// rows, in the order they are met; every line ends in LF. Quoted as in RFC 4180 where needed.
[[nodiscard]] std::string csvTable(const std::vector<nlohmann::ordered_json>& rows);

} // namespace ropescope
