// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>

#include <QString>

#include "app/figure/chart_figure.h"

class QWidget;

namespace ropescope {

/// Asks for a file and writes the table there; what went wrong, if anything did.
std::optional<QString> saveTable(QWidget* parent, const QString& name, const std::string& csv);

/// The same for a figure.
std::optional<QString> saveCharts(QWidget* parent, const QString& name, const ChartFigure& figure);

} // namespace ropescope
