// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QStringList>

#include "app/figure/figure_style.h"
#include "app/trace_source.h"
#include "app/view_state.h"
#include "gpu/renderer_factory.h"

namespace ropescope {

/// All that decides a figure: `ropescope render` and the export dialog make the same file of the
/// same request. Its panels are every head under every edit, seen in every comparison, in this
/// order; or one map of layers and heads, where `scores` names a number of heads.
struct FigureRequest {
    TraceSource source;
    std::string scores; ///< a name of core/theory/head_number.h; empty: maps of heads
    std::vector<HeadId> heads;
    std::vector<RopeEdit> edits { RopeEdit {} };
    std::vector<Comparison> comparisons { Comparison::Edited };
    /// Quantity, pool, colours, and how far the edit reaches, with the gains of heads. Head, edit
    /// and comparison of a panel stand in its place.
    ViewState view;
    std::optional<std::pair<int, int>> size; ///< pixels of a map; none: as many as it needs
    std::optional<TokenRange> rows;
    std::optional<TokenRange> columns;
    bool sharedRange = false;       ///< one range of values, fitted to all panels
    std::vector<std::string> notes; ///< numbers of the head below each title, by name
    FigureStyle style;
    std::string output;
    std::string data;                ///< a file with the values; empty: none
    std::string caption;             ///< a text file; empty: none
    Backend backend = Backend::Auto; ///< they agree to 1e-5, not to the last bit

    [[nodiscard]] std::size_t panelCount() const
    {
        return scores.empty() ? heads.size() * edits.size() * comparisons.size() : 1;
    }
    bool operator==(const FigureRequest&) const = default;
};

/// The view that one panel shows.
[[nodiscard]] ViewState panelView(const FigureRequest& request, HeadId head, const RopeEdit& edit,
                                  Comparison comparison);

/// The arguments of `ropescope render` that ask for this figure.
[[nodiscard]] QStringList renderArguments(const FigureRequest& request);

/// As a line that can be pasted into a shell: "ropescope render novel.h5 --layer 3 ...".
[[nodiscard]] std::string shellLine(const QStringList& words);
[[nodiscard]] std::string renderCommandLine(const FigureRequest& request);

} // namespace ropescope
