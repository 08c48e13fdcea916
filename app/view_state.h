// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>

#include "core/attention/quantity.h"
#include "core/base/ids.h"
#include "core/rope/rope_edit.h"
#include "gpu/colour_scale.h"

namespace ropescope {

/// Which of two tables the map is drawn with.
enum class Comparison {
    Edited,
    Original,
    Difference, ///< edited minus original
};

/// What the user has chosen to see of a source: a value, so that it can be undone and compared.
struct ViewState {
    HeadId head;
    RopeEdit edit;
    Comparison comparison = Comparison::Edited;
    Quantity quantity;
    Pool pool = Pool::Max;
    ScaleKind scale = ScaleKind::Log;
    std::string colourMap = "viridis";
    std::optional<ValueRange> range; ///< none: fitted to the picture
    bool leaveOutSink = false;       ///< key 0 plays no part in fitting the range

    bool operator==(const ViewState&) const = default;
};

} // namespace ropescope
