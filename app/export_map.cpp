// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/export_map.h"

#include <fmt/core.h>

#include "app/edit_text.h"
#include "app/figure_export.h"
#include "app/npy.h"
#include "app/quantity_names.h"
#include "app/session.h"
#include "core/io/atomic_file.h"

namespace ropescope {

Result<void> exportMap(const Session& session, const std::filesystem::path& path)
{
    const auto& picture = session.picture();
    if (!picture)
        return fail(ErrorCode::NotFound, "There is no map to export yet.");
    const MapValues& values = *picture->values;
    if (path.extension() == ".npy")
        return writeFile(path, npyBytes(values.map).toStdString());
    const ViewState& view = session.view();
    const bool original = values.comparison == Comparison::Original;
    const Figure figure { .title
                          = fmt::format("{} · Layer {} · Head {}", session.trace()->info().model,
                                        view.head.layer.value, view.head.head.value),
                          .subtitle = original ? "" : describeEdit(view.edit).toStdString(),
                          .colourLabel = quantityLabel(values.quantity),
                          .raster = picture->image,
                          .rows = values.region.rows,
                          .columns = values.region.columns,
                          .scale = picture->scale };
    return exportFigure(figure, path, {});
}

} // namespace ropescope
