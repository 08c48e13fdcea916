// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <stop_token>
#include <string>

#include "app/figure/figure_request.h"
#include "app/map_picture.h"

namespace ropescope {

/// What stands above a panel.
struct PanelText {
    std::string title;
    std::string subtitle; ///< parts separated by ", "; may be empty
};

/// Names what tells a panel from the others: the head where there are several, else the edit. The
/// only panel of a figure is named with its model.
[[nodiscard]] PanelText panelText(const FigureRequest& request, const MapValues& values,
                                  const std::string& model);

/// "Attention probability, max of 2 × 2 cells"
[[nodiscard]] std::string colourLabel(const MapValues& values);

/// The numbers of a head that were asked for: "q-similarity 0.91, Predicted period 9.68". ids: the
/// prompt's, or empty. Errors: InvalidArgument for a name that there is none of, Cancelled.
[[nodiscard]] Result<std::string> noteText(const std::vector<std::string>& notes,
                                           const HeadTrace& head, const RopeTable& table,
                                           std::span<const std::int64_t> ids,
                                           const std::stop_token& stop);

} // namespace ropescope
