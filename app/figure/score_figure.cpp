// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/score_figure.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/core.h>

#include "app/edit_text.h"
#include "app/figure/figure_range.h"
#include "core/theory/head_number.h"
#include "core/theory/trace_theory.h"

namespace ropescope {
namespace {

ValueMap mapOf(const TraceTheory& theory, const TraceInfo& info, const HeadNumber& number)
{
    ValueMap map { info.numHeads, info.numLayers, {} };
    map.values.assign(static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.height),
                      std::numeric_limits<float>::quiet_NaN());
    for (const HeadTheory& head : theory.heads) {
        const auto place
            = static_cast<std::size_t>(head.id.layer.value) * static_cast<std::size_t>(map.width)
            + static_cast<std::size_t>(head.id.head.value);
        if (const std::optional<double> value = number.of(head))
            map.values[place] = static_cast<float>(*value);
    }
    return map;
}

ColourScale scaleFor(const ViewState& view, const ValueMap& map)
{
    const ValueRange range = view.range.value_or(fitRange(map, view.scale, false));
    const ColourMap* const colours = findColourMap(view.colourMap);
    return { .map = colours == nullptr ? colourMaps().data() : colours,
             .kind = view.scale,
             .low = range.low,
             .high = range.high };
}

} // namespace

Result<DrawnFigure> drawScores(const FigureRequest& request, const FigureSource& source,
                               Renderer& renderer, ThreadPool& pool, const std::stop_token& stop)
{
    const HeadNumber* const number = findHeadNumber(request.scores);
    if (number == nullptr) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("There is no number of heads called '{}'.", request.scores));
    }
    const RopeEdit& edit = request.edits.front();
    RopeEdit left = edit;
    if (source.run) { // its trace has the frequencies already
        left = {};
        left.gains = edit.gains;
    }
    const Trace& trace = source.run ? *source.run->trace : *source.trace;
    const auto theory
        = traceTheory(trace, left, { .withBounds = false, .withSpectra = false }, pool, {}, stop);
    if (!theory)
        return tl::unexpected(theory.error());
    const TraceInfo& info = trace.info();
    ValueMap map = mapOf(*theory, info, *number);
    if (std::all_of(map.values.begin(), map.values.end(),
                    [](float value) { return std::isnan(value); })) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("No head has a {}. {}", number->title, number->absent));
    }
    const ColourScale scale = scaleFor(request.view, map);
    auto image = renderer.paint(map, scale);
    if (!image)
        return tl::unexpected(image.error());
    const TokenRange layers { 0, info.numLayers };
    const TokenRange heads { 0, info.numHeads };
    DrawnFigure drawn;
    drawn.figure.title = fmt::format("{} · {}", info.model, number->title);
    drawn.figure.panels.push_back({ .title = info.model,
                                    .subtitle = describeEdit(edit).toStdString(),
                                    .colourLabel = std::string(number->title),
                                    .raster = std::move(*image),
                                    .rows = layers,
                                    .columns = heads,
                                    .scale = scale,
                                    .rowLabel = "Layer",
                                    .columnLabel = "Head",
                                    .rowPieces = {},
                                    .columnPieces = {} });
    drawn.values.push_back({ .head = {},
                             .edit = edit,
                             .comparison = Comparison::Edited,
                             .name = std::string(number->title),
                             .region = { layers, heads, info.numHeads, info.numLayers },
                             .map = std::move(map) });
    return drawn;
}

} // namespace ropescope
