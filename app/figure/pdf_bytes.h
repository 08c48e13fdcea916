// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QSizeF>

namespace ropescope {

/// QPdfWriter rounds the page to whole points (0.35 mm). Writes the exact size, in points, into the
/// first page's MediaBox, measured from its upper left corner, where Qt draws from. The number of
/// bytes stays, so the cross-reference table stays right.
void setPdfPageSize(QByteArray& pdf, QSizeF points);

/// Blanks the time of creation: the same figure is the same file.
void removePdfDate(QByteArray& pdf);

} // namespace ropescope
