// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/report/prune_report.h"

#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "app/report/csv_table.h"

namespace ropescope {
namespace {

using Json = nlohmann::ordered_json;

template <class T> Json orNull(const std::optional<T>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

std::string columnName(const RemovalStep& step)
{
    return step.beta ? fmt::format("{} {:g}", step.method, *step.beta) : step.method;
}

struct Mean {
    double sum = 0.0;
    int count = 0;
};

} // namespace

std::string pruneCsv(const std::vector<PrunedText>& texts)
{
    std::vector<Json> rows;
    for (const PrunedText& text : texts) {
        for (std::size_t i = 0; i < text.steps.size(); ++i) {
            const RemovalStep& step = text.steps[i];
            rows.push_back({ { "text", text.text },
                             { "calibration", text.calibration },
                             { "method", step.method },
                             { "beta", orNull(step.beta) },
                             { "seed", orNull(step.seed) },
                             { "n", step.count },
                             { "removed", step.removed },
                             { "tokens", text.measured[i].tokens },
                             { "nll", text.measured[i].nll },
                             { "perplexity", text.measured[i].value() } });
        }
    }
    return csvTable(rows);
}

std::string pruneSummary(const std::vector<PrunedText>& texts)
{
    std::vector<std::string> columns;
    std::map<int, std::map<std::string, Mean>> lines;
    for (const PrunedText& text : texts) {
        for (std::size_t i = 0; i < text.steps.size(); ++i) {
            const std::string column = columnName(text.steps[i]);
            if (std::ranges::find(columns, column) == columns.end())
                columns.push_back(column);
            Mean& mean = lines[text.steps[i].count][column];
            mean.sum += text.measured[i].nll;
            ++mean.count;
        }
    }
    const auto width
        = [](const std::string& column) { return std::max<std::size_t>(10, column.size() + 2); };
    std::string result = fmt::format("{:>4}", "n");
    for (const std::string& column : columns)
        result += fmt::format("{:>{}}", column, width(column));
    result += '\n';
    for (const auto& [count, means] : lines) {
        result += fmt::format("{:>4}", count);
        for (const std::string& column : columns) {
            const auto found = means.find(column);
            const std::string cell = found == means.end()
                ? std::string()
                : fmt::format("{:.4g}", std::exp(found->second.sum / found->second.count));
            result += fmt::format("{:>{}}", cell, width(column));
        }
        result += '\n';
    }
    return result;
}

} // namespace ropescope
