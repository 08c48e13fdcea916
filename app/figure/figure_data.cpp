// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_data.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/core.h>

#include "app/edit_text.h"
#include "app/figure/figure_export.h"
#include "app/figure/npy.h"
#include "core/attention/map_file.h"
#include "core/io/atomic_file.h"

namespace ropescope {
namespace {

std::string csvText(const DrawnFigure& drawn)
{
    const bool isOfHeads = drawn.values.front().head.has_value();
    std::string text = isOfHeads ? "panel,query,key,value\n" : "panel,layer,head,value\n";
    for (std::size_t panel = 0; panel < drawn.values.size(); ++panel) {
        const PanelValues& values = drawn.values[panel];
        for (int y = 0; y < values.map.height; ++y) {
            for (int x = 0; x < values.map.width; ++x) {
                const float value = values.map.at(x, y);
                if (!std::isnan(value)) {
                    text += fmt::format("{},{},{},{}\n", panel, values.region.rowCells(y).begin,
                                        values.region.columnCells(x).begin, value);
                }
            }
        }
    }
    return text;
}

Result<void> writeNpy(const DrawnFigure& drawn, const std::filesystem::path& path)
{
    std::vector<ValueMap> maps;
    for (const PanelValues& values : drawn.values)
        maps.push_back(values.map);
    const QByteArray bytes = maps.size() == 1 ? npyBytes(maps.front()) : npyBytes(maps);
    return writeFile(path, { bytes.data(), static_cast<std::size_t>(bytes.size()) });
}

Result<void> writeHdf5(const DrawnFigure& drawn, const std::string& command,
                       const std::filesystem::path& path)
{
    std::vector<NamedMap> maps;
    for (const PanelValues& values : drawn.values) {
        NamedMap map { .map = &values.map,
                       .texts = { { "name", values.name },
                                  { "edit", editOptions(values.edit).toStdString() } },
                       .numbers = {} };
        if (values.head) {
            map.numbers = { { "layer", { values.head->layer.value } },
                            { "head", { values.head->head.value } } };
        }
        map.numbers.emplace_back("rows",
                                 std::vector { values.region.rows.begin, values.region.rows.end });
        map.numbers.emplace_back(
            "columns", std::vector { values.region.columns.begin, values.region.columns.end });
        maps.push_back(std::move(map));
    }
    return writeMapFile(path, maps, { { "format", "ropescope-figure" }, { "command", command } });
}

} // namespace

bool isDataFile(const std::filesystem::path& path)
{
    const std::string suffix = suffixOf(path);
    return suffix == ".npy" || suffix == ".csv" || suffix == ".h5" || suffix == ".hdf5";
}

Result<void> writeFigureData(const DrawnFigure& drawn, const std::string& command,
                             const std::filesystem::path& path)
{
    const std::string suffix = suffixOf(path);
    if (suffix == ".npy")
        return writeNpy(drawn, path);
    if (suffix == ".csv")
        return writeFile(path, csvText(drawn));
    if (isDataFile(path))
        return writeHdf5(drawn, command, path);
    return fail(
        ErrorCode::InvalidArgument,
        fmt::format("Cannot write {}: the data of a figure are .csv, .npy or .h5.", path.string()));
}

} // namespace ropescope
