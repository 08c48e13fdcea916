// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/ids.h"

namespace ropescope {

/// Which cells are drawn on how many pixels. Pixel row y pools the queries of rowCells(y), pixel
/// column x the keys of columnCells(x); above one pixel a cell, pixels repeat the cell they fall
/// in.
struct MapRegion {
    TokenRange rows;    ///< queries, top to bottom
    TokenRange columns; ///< keys, left to right
    int width = 0;      ///< pixels, >= 1
    int height = 0;     ///< pixels, >= 1

    [[nodiscard]] TokenRange rowCells(int y) const { return cells(rows, height, y); }
    [[nodiscard]] TokenRange columnCells(int x) const { return cells(columns, width, x); }
    bool operator==(const MapRegion&) const = default;

private:
    [[nodiscard]] static TokenRange cells(TokenRange range, int pixels, int pixel)
    {
        const long long n = range.size();
        const int begin = static_cast<int>(n * pixel / pixels);
        const int end = static_cast<int>(n * (pixel + 1LL) / pixels);
        return { range.begin + begin, range.begin + (end > begin ? end : begin + 1) };
    }
};

} // namespace ropescope
