// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPainterPath>

#include "app/lessons/lesson.h"
#include "widgets/cell_mapping.h"

class QWidget;

namespace ropescope {

/// The widget that a highlight is about: the one of its place, or the map. Null where the window
/// has none.
[[nodiscard]] QWidget* highlightedWidget(QWidget* window, const LessonHighlight& highlight);

/// Rows, columns and lags of a map as an area, in the pixels of `mapping`; clipped to what is
/// visible. All that is named at once: rows and columns give their crossing.
[[nodiscard]] QPainterPath partOfMap(const LessonHighlight& highlight, const CellMapping& mapping);

/// Where a highlight lies, in coordinates of the window; empty where it is hidden.
[[nodiscard]] QPainterPath highlightedArea(QWidget* window, const LessonHighlight& highlight);

} // namespace ropescope
