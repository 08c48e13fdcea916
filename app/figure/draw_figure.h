// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/figure/figure.h"
#include "app/figure/figure_request.h"
#include "app/model_run.h"
#include "gpu/renderer.h"

namespace ropescope {

/// What the requested heads are read from.
struct FigureSource {
    TracePtr trace;
    std::shared_ptr<const EditedRun> run; ///< of an edited model; null: heads are edited alone
};

/// The values behind one panel.
struct PanelValues {
    std::optional<HeadId> head; ///< none: a map of all heads
    RopeEdit edit;
    Comparison comparison = Comparison::Edited;
    std::string name; ///< "Layer 3 · Head 5, pair 14 ↔ slot 2"
    MapRegion region; ///< tokens, or layers and heads
    ValueMap map;
};

struct DrawnFigure {
    Figure figure;
    std::vector<PanelValues> values; ///< [panels]
};

/// Draws all panels. For worker threads. Errors: those of Trace::head(), makeRopeTable() and of the
/// renderer; InvalidArgument for a note or score that there is none of, Cancelled.
[[nodiscard]] Result<DrawnFigure> drawFigure(const FigureRequest& request,
                                             const FigureSource& source, Renderer& renderer,
                                             ThreadPool& pool, const std::stop_token& stop);

} // namespace ropescope
