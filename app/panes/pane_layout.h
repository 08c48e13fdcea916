// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QVBoxLayout>

namespace ropescope {

/// The column of cards that a pane at the side of the window is.
[[nodiscard]] inline QVBoxLayout* paneColumn(QWidget* pane)
{
    auto* const column = new QVBoxLayout(pane);
    column->setContentsMargins(12, 6, 12, 6);
    column->setSpacing(12);
    return column;
}

} // namespace ropescope
