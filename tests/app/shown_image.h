// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QImage>

#include "app/main_window.h"
#include "widgets/heatmap_view.h"
#include "widgets/image_plottable.h"
#include "widgets/qcp.h"

namespace ropescope::test {

/// The picture that the map view shows on its axes.
inline QImage shownImage(const MainWindow& window)
{
    auto* const plot = window.findChild<HeatmapView*>()->findChild<QCustomPlot*>();
    for (int i = 0; i < plot->plottableCount(); ++i) {
        if (const auto* const picture = qobject_cast<ImagePlottable*>(plot->plottable(i)))
            return picture->image();
    }
    return {};
}

} // namespace ropescope::test
