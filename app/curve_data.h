// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <stop_token>
#include <variant>

#include "core/attention/cell_phasors.h"
#include "gpu/renderer.h"
#include "widgets/cell_mapping.h"
#include "widgets/pair_waves_view.h"
#include "widgets/row_profile_view.h"
#include "widgets/season_view.h"
#include "widgets/similarity_view.h"
#include "widgets/spectrum_view.h"

namespace ropescope {

/// The pages under the map whose content is computed only while they are visible; the lag profile
/// is always there.
enum class CurvePage { LagProfile, Row, Similarity, Cell, Pairs, Spectra, Season };

/// Which page is visible, and what the user has chosen on it.
struct CurveWish {
    CurvePage page = CurvePage::LagProfile;
    SimilarityChoice similarity;
    int pixels = 0; ///< device pixels of the side of the similarity matrix
    bool operator==(const CurveWish&) const = default;
};

/// All that a page depends on; what it does not depend on keeps its default, so equal requests have
/// equal answers.
struct CurveRequest {
    CurveWish wish;
    std::shared_ptr<const HeadTrace> head;     ///< the one that is shown
    std::shared_ptr<const HeadTrace> original; ///< of Row under an edit, else null
    RopeTable table;
    RopeTable originalTable;
    QString reference; ///< name of `original`; empty: the unedited head
    Cell cell;         ///< of Cell; of Row the query
    int pair = -1;     ///< of Pairs
    bool leaveOutSink = false;
    bool operator==(const CurveRequest&) const = default;
};

/// What a page shows; monostate where there is nothing to show.
using CurveData = std::variant<std::monostate, RowProfileContent, SimilarityContent, CellPhasors,
                               PairWavesContent, SpectrumContent, SeasonContent>;

/// The renderer is used by Similarity alone. Errors: InvalidArgument for a cell that its query does
/// not see, Cancelled, those of Renderer.
[[nodiscard]] Result<CurveData> computeCurves(Renderer& renderer, const CurveRequest& request,
                                              const std::stop_token& stop);

} // namespace ropescope
