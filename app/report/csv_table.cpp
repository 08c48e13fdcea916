// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/report/csv_table.h"

#include <algorithm>
#include <map>

namespace ropescope {
namespace {

using Json = nlohmann::ordered_json;

std::string cellText(const Json& value)
{
    if (value.is_null())
        return {};
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_array())
        return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    std::string text;
    for (const Json& entry : value)
        text += (text.empty() ? "" : " ") + cellText(entry);
    return text;
}

std::string quoted(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char c : text)
        result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + '"';
}

class Table {
public:
    void addRow(const Json& object)
    {
        m_rows.emplace_back();
        add(object, {});
    }

    [[nodiscard]] std::string text() const
    {
        // A field that is null here and an object there has its columns by the object.
        std::vector<std::string> columns;
        std::copy_if(m_columns.begin(), m_columns.end(), std::back_inserter(columns),
                     [this](const std::string& column) {
                         return std::none_of(m_columns.begin(), m_columns.end(),
                                             [&](const std::string& other) {
                                                 return other.starts_with(column + '.');
                                             });
                     });
        std::string text = line(columns, [](const std::string& column) { return column; });
        for (const auto& row : m_rows) {
            text += line(columns, [&](const std::string& column) {
                const auto cell = row.find(column);
                return cell == row.end() ? std::string() : cell->second;
            });
        }
        return text;
    }

private:
    void add(const Json& object, const std::string& prefix)
    {
        for (const auto& [name, value] : object.items()) {
            const std::string column = prefix + name;
            if (value.is_object()) {
                add(value, column + '.');
                continue;
            }
            if (std::find(m_columns.begin(), m_columns.end(), column) == m_columns.end())
                m_columns.push_back(column);
            m_rows.back()[column] = cellText(value);
        }
    }

    template <class Cell>
    [[nodiscard]] static std::string line(const std::vector<std::string>& columns, const Cell& cell)
    {
        std::string text;
        for (const std::string& column : columns)
            text += (&column == &columns.front() ? "" : ",") + quoted(cell(column));
        return text + '\n';
    }

    std::vector<std::string> m_columns;
    std::vector<std::map<std::string, std::string>> m_rows;
};

} // namespace

std::string csvTable(const std::vector<Json>& rows)
{
    Table table;
    for (const Json& row : rows)
        table.addRow(row);
    return table.text();
}

} // namespace ropescope
