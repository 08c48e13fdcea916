// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/view_options.h"

#include <fmt/core.h>

#include "app/cli/rope_edit_options.h"
#include "app/quantity_names.h"
#include "core/base/counted.h"

namespace ropescope {
namespace {

void readColours(OptionReader& options, ViewState& view, bool isOfScores)
{
    const bool isSigned = view.quantity.kind == QuantityKind::Contribution;
    const char* const usual = view.quantity.isCyclic() ? "phase"
        : isSigned                                     ? "blue-orange"
                                                       : "viridis";
    view.colourMap = options.text("colormap").value_or(usual);
    if (view.quantity.isCyclic() && view.colourMap != usual)
        options.reject("--colormap: an angle has no end, which only the map 'phase' shows");
    if (findColourMap(view.colourMap) == nullptr) {
        std::string names;
        for (const ColourMap& map : colourMaps())
            names += (names.empty() ? "" : ", ") + std::string(map.name);
        options.reject(fmt::format("--colormap: '{}' should be one of {}", view.colourMap, names));
    }
    const auto scale = options.choice<ScaleKind>("scale",
                                                 { { "linear", ScaleKind::Linear },
                                                   { "log", ScaleKind::Log },
                                                   { "sqrt", ScaleKind::Sqrt } });
    const bool isProbability = view.quantity.kind == QuantityKind::Probability;
    view.scale = scale.value_or(isProbability && !isOfScores ? ScaleKind::Log : ScaleKind::Linear);
    if (!isProbability && view.scale != ScaleKind::Linear) {
        options.reject(fmt::format("--scale: {} has negative values, which only the linear scale "
                                   "shows",
                                   quantityName(view.quantity)));
    }
    if (const auto range = options.interval("range")) {
        view.range
            = ValueRange { static_cast<float>(range->first), static_cast<float>(range->second) };
        if ((view.scale == ScaleKind::Log && view.range->low <= 0.0F)
            || (view.scale == ScaleKind::Sqrt && view.range->low < 0.0F)) {
            options.reject(fmt::format("--range: {:g} has no place on this scale; begin above 0, "
                                       "or add --scale linear",
                                       range->first));
        }
    }
}

CommandResult<void> checkIndex(std::string_view option, const char* thing, int value, int count)
{
    if (value < count)
        return {};
    return usageError(fmt::format("--{}: there is no {} {}; the trace has {}.", option, thing,
                                  value, numbered(thing, count)));
}

} // namespace

void addViewOptions(CommandParser& parser)
{
    parser.addValue("quantity", "Q",
                    "probability, logit, log-probability, q-similarity, k-similarity, "
                    "contribution:M or phase:M (probability).");
    parser.addValue("pool", "max|mean", "How the cells under a pixel become one value (max).");
    parser.addValue("colormap", "NAME",
                    "viridis, cividis, magma, inferno, grey, blue-orange or phase (viridis; "
                    "blue-orange of contribution:M, phase of phase:M).");
    parser.addValue("scale", "linear|log|sqrt",
                    "Of the colours (log for probability, else linear).");
    parser.addValue("range", "LO:HI", "Values of the first and the last colour (fitted).");
    parser.addFlag("leave-out-sink", "Key 0 plays no part in fitting the range.");
}

ViewState readView(OptionReader& options, bool isOfScores)
{
    ViewState view;
    if (const auto name = options.text("quantity")) {
        const Result<Quantity> quantity = quantityFromName(*name);
        if (quantity)
            view.quantity = *quantity;
        else
            options.reject("--quantity: " + quantity.error().message);
    }
    view.pool = options.choice<Pool>("pool", { { "max", Pool::Max }, { "mean", Pool::Mean } })
                    .value_or(Pool::Max);
    view.leaveOutSink = options.has("leave-out-sink");
    readColours(options, view, isOfScores);
    return view;
}

CommandResult<void> checkHeadOption(const TraceInfo& info, HeadId head, bool isListed)
{
    auto checked
        = checkIndex(isListed ? "heads" : "layer", "layer", head.layer.value, info.numLayers);
    if (!checked)
        return checked;
    return checkIndex(isListed ? "heads" : "head", "head", head.head.value, info.numHeads);
}

CommandResult<void> checkView(const TraceInfo& info, const ViewState& view)
{
    if (view.quantity.isOfPair())
        return checkIndex("quantity", "pair", view.quantity.pair, info.rope.pairCount());
    return {};
}

CommandResult<void> checkEdit(const HeadTrace& head, const RopeEdit& edit)
{
    if (!edit.isIdentity()) {
        if (head.holdsMapOnly()) {
            return usageError("This layer holds finished maps without queries and keys, so there "
                              "is no rotation to edit.");
        }
        if (head.rope.rotaryDim > 0 && !head.rope.rotates())
            return usageError("This layer is left without rotation, so there is nothing to edit.");
    }
    return editedTable(head.rope, edit).map([](const RopeTable&) {});
}

} // namespace ropescope
