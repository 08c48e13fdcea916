// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>

#include <QRegularExpression>
#include <fmt/core.h>

#include "app/cli/commands.h"
#include "app/cli/input_file.h"
#include "app/cli/number_text.h"
#include "app/cli/rope_edit_options.h"
#include "app/cli/trace_argument.h"
#include "app/edit_text.h"
#include "app/figure_export.h"
#include "app/map_picture.h"
#include "app/npy.h"
#include "app/quantity_names.h"
#include "core/io/atomic_file.h"
#include "core/trace/mean_pairs.h"
#include "gpu/renderer_factory.h"

namespace ropescope {
namespace {

constexpr int kDefaultPixels = 1024;
constexpr int kMaxPixels = 16384;
constexpr int kMaxIndex = 1 << 20; ///< what the trace has is checked with it

struct Request {
    std::string trace;
    std::string output;
    ViewState view;
    std::optional<std::pair<int, int>> size;
    std::optional<TokenRange> rows;
    std::optional<TokenRange> columns;
    double widthMm = 85.0;
};

void declareOptions(CommandParser& parser)
{
    parser.addValue("layer", "L", "The layer, from 0.");
    parser.addValue("head", "H", "The query head, from 0.");
    parser.addValue("o,output", "FILE", ".png, .svg, .pdf: a figure; .npy: the values drawn.");
    parser.addValue("quantity", "Q",
                    "probability, logit, log-probability, q-similarity, k-similarity, "
                    "contribution:M or phase:M (probability).");
    parser.addValue("pool", "max|mean", "How the cells under a pixel become one value (max).");
    parser.addValue("size", "W[xH]", "Pixels of the map (its tokens, at most 1024).");
    parser.addValue("rows", "A:B", "Queries A to B-1 only.");
    parser.addValue("columns", "A:B", "Keys A to B-1 only.");
    parser.addValue("width-mm", "X", "Width of the figure (85, one column).");
    parser.addValue("colormap", "NAME",
                    "viridis, cividis, magma, inferno, grey or blue-orange (viridis).");
    parser.addValue("scale", "linear|log|sqrt",
                    "Of the colours (log for probability, else linear).");
    parser.addValue("range", "LO:HI", "Values of the first and the last colour (fitted).");
    addRopeEditOptions(parser);
}

std::string suffixOf(const std::string& output)
{
    const std::string suffix = std::filesystem::path(output).extension().string();
    return QString::fromStdString(suffix).toLower().toStdString();
}

bool hasKnownSuffix(const std::string& output)
{
    const std::string suffix = suffixOf(output);
    return suffix == ".png" || suffix == ".svg" || suffix == ".pdf" || suffix == ".npy";
}

void readColours(OptionReader& options, ViewState& view)
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
    view.scale = scale.value_or(isProbability ? ScaleKind::Log : ScaleKind::Linear);
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

ViewState readView(OptionReader& options)
{
    ViewState view;
    for (const char* option : { "layer", "head" }) {
        if (!options.has(option))
            options.reject(fmt::format("--{} is missing; give a number from 0", option));
    }
    view.head = { { options.integer("layer", 0, kMaxIndex).value_or(0) },
                  { options.integer("head", 0, kMaxIndex).value_or(0) } };
    view.edit = readRopeEdit(options);
    if (const auto name = options.text("quantity")) {
        const Result<Quantity> quantity = quantityFromName(*name);
        if (quantity)
            view.quantity = *quantity;
        else
            options.reject("--quantity: " + quantity.error().message);
    }
    view.pool = options.choice<Pool>("pool", { { "max", Pool::Max }, { "mean", Pool::Mean } })
                    .value_or(Pool::Max);
    readColours(options, view);
    return view;
}

Request readRequest(OptionReader& options)
{
    Request request;
    request.trace = options.onlyPositional("T.h5");
    request.view = readView(options);
    request.output = options.required("output", "a .png, .svg, .pdf or .npy file");
    if (!hasKnownSuffix(request.output)) {
        options.reject(
            fmt::format("--output: '{}' should end in .png, .svg, .pdf or .npy", request.output));
    }
    request.size = options.size("size", 1, kMaxPixels);
    request.rows = options.range("rows");
    request.columns = options.range("columns");
    request.widthMm = options.number("width-mm", kMinFigureMm, kMaxFigureMm).value_or(85.0);
    return request;
}

/// Layers, heads, tokens and pairs that the command line names but the trace lacks.
CommandResult<void> checkAgainst(const TraceInfo& info, const Request& request)
{
    const auto check
        = [](const char* option, const char* thing, int value, int count) -> CommandResult<void> {
        if (value < count)
            return {};
        return usageError(fmt::format("--{}: there is no {} {}; the trace has {}.", option, thing,
                                      value, numbered(thing, count)));
    };
    const auto checkTokens
        = [&](const char* option, const std::optional<TokenRange>& range) -> CommandResult<void> {
        if (!range || range->end <= info.tokenCount)
            return {};
        return usageError(fmt::format("--{}: the trace has {} tokens, so {}:{} should end at {} "
                                      "or before.",
                                      option, info.tokenCount, range->begin, range->end,
                                      info.tokenCount));
    };
    const HeadId head = request.view.head;
    for (auto&& checked :
         { check("layer", "layer", head.layer.value, info.numLayers),
           check("head", "head", head.head.value, info.numHeads), checkTokens("rows", request.rows),
           checkTokens("columns", request.columns) }) {
        if (!checked)
            return checked;
    }
    const Quantity& quantity = request.view.quantity;
    if (quantity.isOfPair())
        return check("quantity", "pair", quantity.pair, info.rope.pairCount());
    return {};
}

/// An edit that nothing of this head could show is an error, not ignored.
CommandResult<void> checkEdit(const HeadTrace& head, const RopeEdit& edit)
{
    if (edit.isIdentity())
        return {};
    if (head.holdsMapOnly()) {
        return usageError("This layer holds finished maps without queries and keys, so there is no "
                          "rotation to edit.");
    }
    if (head.rope.rotaryDim > 0 && !head.rope.rotates())
        return usageError("This layer is left without rotation, so there is nothing to edit.");
    return {};
}

MapRegion regionOf(const Request& request, int tokenCount)
{
    const TokenRange all { 0, tokenCount };
    MapRegion region { request.rows.value_or(all), request.columns.value_or(all) };
    region.width
        = request.size ? request.size->first : std::min(region.columns.size(), kDefaultPixels);
    region.height
        = request.size ? request.size->second : std::min(region.rows.size(), kDefaultPixels);
    return region;
}

/// The range to draw without --range, from the one that fits the values.
ValueRange readableRange(const ViewState& view, ValueRange fitted)
{
    const bool isDiverging = findColourMap(view.colourMap)->diverging;
    if (view.quantity.kind == QuantityKind::Probability
        && !(isDiverging && view.scale == ScaleKind::Linear)) {
        // A single value is fitted with margins, which must not leave what a probability can be.
        const float high = std::clamp(fitted.high, 0.0F, 1.0F);
        const float low = std::max(fitted.low, 0.0F);
        return { low < high ? low : 0.5F * high, high };
    }
    if (isDiverging) {
        // A diverging map is read around 0.
        const float reach = std::max(std::abs(fitted.low), std::abs(fitted.high));
        return { -reach, reach };
    }
    return fitted;
}

bool hasVisibleCell(const MapPicture& picture)
{
    const std::vector<float>& values = picture.values->map.values;
    return std::any_of(values.begin(), values.end(),
                       [](float value) { return !std::isnan(value); });
}

Result<MapPicture> draw(const Request& request, const MachineOptions& machine,
                        std::shared_ptr<const HeadTrace> head, const RopeTable& edited)
{
    auto renderer = makeRenderer(machine.backend, std::make_shared<ThreadPool>(machine.threads));
    if (!renderer)
        return tl::unexpected(renderer.error());
    const Result<RopeTable> original = makeRopeTable(head->rope, {});
    if (!original)
        return tl::unexpected(original.error());
    const auto editedHead = request.view.edit.meanPairs.empty()
        ? head
        : std::make_shared<const HeadTrace>(withMeanPairs(*head, request.view.edit));
    PictureRequest picture { .head = editedHead,
                             .originalHead = head,
                             .original = *original,
                             .edited = edited,
                             .view = request.view,
                             .region = regionOf(request, head->tokenCount()),
                             .previous = nullptr };
    Result<MapPicture> drawn = drawPicture(**renderer, picture, {});
    if (!drawn || request.view.range)
        return drawn;
    const ValueRange better = readableRange(request.view, drawn->dataRange);
    if (better != drawn->dataRange) {
        picture.view.range = better;
        picture.previous = drawn->values;
        drawn = drawPicture(**renderer, picture, {});
    }
    return drawn;
}

std::string colourLabel(const MapRegion& region, const ViewState& view)
{
    const int rows = region.rowCells(0).size();
    const int columns = region.columnCells(0).size();
    std::string label = quantityLabel(view.quantity);
    if (rows > 1 || columns > 1) {
        const char* const pooled = view.quantity.isCyclic() ? "middle"
            : view.pool == Pool::Max                        ? "max"
                                                            : "mean";
        label += fmt::format(", {} of {} × {} cells", pooled, rows, columns);
    }
    return label;
}

/// As it can be pasted into a shell.
std::string commandLine(const QStringList& arguments)
{
    std::string line = "ropescope render";
    for (QString argument : arguments) {
        const bool isPlain = !argument.contains(QRegularExpression("[^\\w@%+=:,./-]"));
        if (!isPlain)
            argument = u'\'' + argument.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
        line += ' ' + argument.toStdString();
    }
    return line;
}

Result<void> write(const Request& request, const TraceInfo& info, MapPicture picture,
                   const CommandContext& context)
{
    if (suffixOf(request.output) == ".npy") {
        const QByteArray bytes = npyBytes(picture.values->map);
        return writeFile(request.output, { bytes.data(), static_cast<std::size_t>(bytes.size()) });
    }
    const MapRegion& region = picture.values->region;
    const Figure figure {
        .title = fmt::format("{} · Layer {} · Head {}", info.model, request.view.head.layer.value,
                             request.view.head.head.value),
        .subtitle = describeEdit(request.view.edit).toStdString(),
        .colourLabel = colourLabel(region, request.view),
        .raster = std::move(picture.image),
        .rows = region.rows,
        .columns = region.columns,
        .scale = picture.scale,
        .rowLabel = rowAxisLabel(request.view.quantity),
        .columnLabel = columnAxisLabel(request.view.quantity),
    };
    return exportFigure(
        figure, request.output,
        { .widthMm = request.widthMm, .provenance = commandLine(context.arguments) });
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    const Request request = readRequest(options);
    if (auto read = options.finish(); !read)
        return read;
    if (auto writable = checkWritable(request.output); !writable)
        return jobFailed(writable.error());
    const CommandResult<TracePtr> trace = openTraceArgument(request.trace);
    if (!trace)
        return tl::unexpected(trace.error());
    const TraceInfo& info = (*trace)->info();
    if (auto checked = checkAgainst(info, request); !checked)
        return checked;
    Result<HeadTrace> head = (*trace)->head(request.view.head);
    if (!head)
        return jobFailed(head.error());
    if (auto checked = checkEdit(*head, request.view.edit); !checked)
        return checked;
    const CommandResult<RopeTable> table = editedTable(head->rope, request.view.edit);
    if (!table)
        return tl::unexpected(table.error());
    auto picture = draw(request, context.machine,
                        std::make_shared<const HeadTrace>(std::move(*head)), *table);
    if (!picture)
        return jobFailed(picture.error());
    if (!hasVisibleCell(*picture)) {
        const MapRegion& region = picture->values->region;
        return usageError(fmt::format(
            "--rows, --columns: there is no visible cell in rows {}:{} and "
            "columns {}:{}; a query sees itself and earlier keys.",
            region.rows.begin, region.rows.end, region.columns.begin, region.columns.end));
    }
    if (auto written = write(request, info, std::move(*picture), context); !written)
        return jobFailed(written.error());
    if (!context.quiet)
        context.out << fmt::format("Wrote {}.\n", request.output);
    return {};
}

} // namespace

Command renderCommand()
{
    return { .usage = { .name = "render",
                        .arguments = "T.h5 --layer L --head H -o FILE [options]",
                        .summary = "Draws the attention map of one head, as a figure or as "
                                   "numbers." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
