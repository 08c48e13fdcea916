// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/export_map.h"

#include <fmt/core.h>

#include "app/edit_text.h"
#include "app/figure_export.h"
#include "app/map_picture.h"
#include "app/npy.h"
#include "app/quantity_names.h"
#include "core/io/atomic_file.h"

namespace ropescope {

Result<void> exportMap(const MapPicture& picture, const std::string& model,
                       const std::filesystem::path& path)
{
    const MapValues& values = *picture.values;
    if (QString::fromStdString(path.extension().string()).toLower() == QLatin1String(".npy"))
        return writeFile(path, npyBytes(values.map).toStdString());
    const HeadId id = values.head->id;
    const bool difference = values.comparison == Comparison::Difference;
    const std::string label = quantityLabel(values.quantity);
    const Figure figure { .title = fmt::format("{} · Layer {} · Head {}", model, id.layer.value,
                                               id.head.value),
                          .subtitle = describeEdit(values).toStdString(),
                          .colourLabel = difference ? label + ", edited − original" : label,
                          .raster = picture.image,
                          .rows = values.region.rows,
                          .columns = values.region.columns,
                          .scale = picture.scale,
                          .rowLabel = rowAxisLabel(values.quantity),
                          .columnLabel = columnAxisLabel(values.quantity) };
    return exportFigure(
        figure, path,
        { .provenance = fmt::format("ropescope --layer {} --head {} {}", id.layer.value,
                                    id.head.value, editOptions(values).toStdString()) });
}

} // namespace ropescope
