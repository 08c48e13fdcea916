// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <vector>

#include "widgets/cell_mapping.h"
#include "widgets/theme.h"

class QPainter;

namespace ropescope {

/// Which keys of a prompt stay in a compressed cache, and what is lost with the others.
struct KeptMarks {
    int promptTokens = 0;     ///< tokens after them are all kept
    std::vector<bool> isKept; ///< [promptTokens]
    std::vector<double> lost; ///< [n] part of each query's attention, 0 to 1

    [[nodiscard]] int keptCount() const;
    /// Of the queries behind the prompt, or of all where there are none.
    [[nodiscard]] double meanLost() const;
};

using KeptMarksPtr = std::shared_ptr<const KeptMarks>;

/// Room that the marks take outside of the map.
inline constexpr int kKeptStrip = 5;  ///< above it
inline constexpr int kLostStrip = 15; ///< right of it

/// On the map, which is clipped to its area: keys that are gone are dimmed, and a line ends the
/// prompt. Above it a strip marks the keys that are kept, right of it bars say what each query
/// loses; of queries inside the prompt, whose cache was whole, they are pale.
void paintKeptMarks(QPainter& painter, const KeptMarks& marks, const CellMapping& mapping,
                    const Theme& theme);

} // namespace ropescope
