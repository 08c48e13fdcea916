// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include <QString>

#include "app/view_state.h"
#include "gpu/renderer.h"

namespace ropescope {

/// Values of a map and what they were computed from; repainting in other colours needs no more.
struct MapValues {
    std::shared_ptr<const HeadTrace> head;         ///< of the edited run
    std::shared_ptr<const HeadTrace> originalHead; ///< the same unless the whole model was edited
    RopeTable original;
    RopeTable edited;
    int originalTokens = 0; ///< that the original side has; 0: as many as the edited one
    QString reference;      ///< name of what stands on the original side; empty: the unedited head
    RopeEdit edit;          ///< what makes the difference, for titles
    EditDepth depth = EditDepth::ThisHead;
    std::map<HeadId, double> headGains;
    Comparison comparison = Comparison::Edited;
    Quantity quantity;
    Pool pool = Pool::Max;
    MapRegion region;
    ValueMap map;
    double exactShare = 1.0; ///< of the pixels; the others are coarse, while a long map is computed
};

/// What to draw. `view` gives quantity, comparison and colours; its edit is already in `edited`.
struct PictureRequest {
    std::shared_ptr<const HeadTrace> head;
    std::shared_ptr<const HeadTrace> originalHead; ///< null: the same head
    RopeTable original;
    RopeTable edited;
    int originalTokens = 0; ///< see MapValues
    QString reference;
    ViewState view;
    MapRegion region;
    std::shared_ptr<const MapValues> previous; ///< reused when only the colours differ; may be null
};

/// A map with colours and legend.
struct MapPicture {
    std::shared_ptr<const MapValues> values;
    Image image;
    ColourScale scale;          ///< as painted
    ValueRange dataRange;       ///< what fitting gives
    std::vector<int> histogram; ///< values in equal steps of the scaled axis over dataRange
    double milliseconds = 0.0;  ///< values and colours together
};

/// Colours and legend for the values of a request that were computed elsewhere.
[[nodiscard]] Result<MapPicture> colourMap(Renderer& renderer, const PictureRequest& request,
                                           ValueMap map);

/// Called in the drawing thread with pictures of the same request that are not finished.
using PartialPicture = std::function<void(MapPicture)>;

/// The chain from raw q and k to a coloured image. With `partial`, maps that take long come coarse
/// first. Errors: those of Renderer.
[[nodiscard]] Result<MapPicture> drawPicture(Renderer& renderer, const PictureRequest& request,
                                             std::stop_token stop,
                                             const PartialPicture& partial = {});

} // namespace ropescope
