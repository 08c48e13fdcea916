// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

#include "core/attention/quantity.h"
#include "core/base/result.h"

namespace ropescope {

/// "probability", "logit", "log-probability", "q-similarity", "k-similarity", "contribution:M" or
/// "phase:M", as the command line and session files write them.
[[nodiscard]] std::string quantityName(const Quantity& quantity);

/// The other way round. Errors: InvalidArgument that lists the names.
[[nodiscard]] Result<Quantity> quantityFromName(std::string_view name);

/// What the rows and the columns of a map of it are: "Query token" and "Key token", but "Query
/// token" twice for the similarity of queries.
[[nodiscard]] std::string rowAxisLabel(const Quantity& quantity);
[[nodiscard]] std::string columnAxisLabel(const Quantity& quantity);

/// For axes and menus: "Attention probability", "Contribution of pair 3".
[[nodiscard]] std::string quantityLabel(const Quantity& quantity);

} // namespace ropescope
