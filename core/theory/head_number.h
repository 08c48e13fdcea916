// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/theory/head_theory.h"

namespace ropescope {

/// A number of every head: one table for queries, colours, orders, layer views, the report of
/// `analyze` and the claims of lessons.
struct HeadNumber {
    std::string_view name;    ///< in queries: "sink", "q-similarity"
    std::string_view title;   ///< for people: "Sink mass"
    std::string_view meaning; ///< a sentence without its full stop
    std::string_view absent;  ///< a few words for a trace of which no head has it
    std::string_view column;  ///< in the CSV of `analyze`; dotted: nested in its JSON
    std::optional<double> (*of)(const HeadTheory& head);
    bool isWhole = false; ///< an index or a count
};

/// Layer and head come first, as the only ones that are no result.
[[nodiscard]] std::span<const HeadNumber> headNumbers();

/// By its name, else by its column; '_' counts as '-' and case does not matter. Null where there is
/// none.
[[nodiscard]] const HeadNumber* findHeadNumber(std::string_view name);
/// By its column alone, as it is written. Null where there is none.
[[nodiscard]] const HeadNumber* findHeadColumn(std::string_view column);

} // namespace ropescope
