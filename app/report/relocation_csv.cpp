// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/report/relocation_csv.h"

#include <cmath>

#include "app/report/csv_table.h"

namespace ropescope {

namespace {

nlohmann::ordered_json numberOrNull(const std::optional<double>& value)
{
    if (value && std::isfinite(*value))
        return *value;
    return nullptr;
}

} // namespace

std::string relocationCsv(const std::vector<HeadRelocations>& heads)
{
    std::vector<nlohmann::ordered_json> rows;
    for (const HeadRelocations& head : heads) {
        for (const Relocation& row : head.rows) {
            std::optional<double> measured;
            std::optional<double> strength;
            if (row.measured) {
                measured = row.measured->tokens;
                strength = row.measured->strength;
            }
            rows.push_back({ { "layer", head.id.layer.value },
                             { "head", head.id.head.value },
                             { "from_pair", row.pair },
                             { "energy_share", row.share },
                             { "pair", row.slot },
                             { "base", row.base },
                             { "predicted_period", numberOrNull(row.predicted) },
                             { "measured_period", numberOrNull(measured) },
                             { "relative_error", numberOrNull(row.relativeError()) },
                             { "period_strength", numberOrNull(strength) } });
        }
    }
    return csvTable(rows);
}

} // namespace ropescope
