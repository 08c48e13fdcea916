// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/attention/quantity.h"
#include "core/base/ids.h"
#include "core/rope/rope_edit.h"
#include "core/theory/pattern_label.h"
#include "gpu/colour_scale.h"
#include "widgets/edit_depth.h"

namespace ropescope {

/// Which of two maps is drawn: they differ in the table or, where the whole model is edited, in the
/// run that queries and keys come from.
enum class Comparison {
    Edited,
    Original,
    Difference, ///< edited minus original
};

/// How the two are put before the eyes.
enum class CompareLayout {
    Single,  ///< what Comparison says
    Split,   ///< that and the original beside each other
    Flicker, ///< one after the other in the same place
};

/// What the user has chosen to see of a source: a value, so that it can be undone and compared.
struct ViewState {
    HeadId head;
    RopeEdit edit;
    EditDepth depth = EditDepth::ThisHead;
    std::map<HeadId, double> headGains; ///< 0 masks a head; only in force with WholeModel
    Comparison comparison = Comparison::Edited;
    CompareLayout layout = CompareLayout::Single;
    std::optional<TokenRange> rows; ///< what the map shows of its queries; nothing: all
    std::optional<TokenRange> columns;
    Quantity quantity;
    Pool pool = Pool::Max;
    ScaleKind scale = ScaleKind::Log;
    std::string colourMap = "viridis";
    std::optional<ValueRange> range; ///< none: fitted to the picture
    bool leaveOutSink = false;       ///< key 0 plays no part in fitting the range
    PatternThresholds thresholds;    ///< from where on a head has a pattern's name; for all heads

    bool operator==(const ViewState&) const = default;
};

/// The view with that factor on what a head adds to the model: 0 masks it, 1 leaves it alone. Only
/// a run of the whole model shows what that does.
[[nodiscard]] inline ViewState withHeadGain(ViewState view, HeadId id, double gain)
{
    if (gain == 1.0)
        view.headGains.erase(id);
    else
        view.headGains[id] = gain;
    view.depth = EditDepth::WholeModel;
    if (view.comparison == Comparison::Original)
        view.comparison = Comparison::Edited; // whoever edits wants to see the edit
    return view;
}

} // namespace ropescope
