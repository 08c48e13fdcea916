// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/figure_options.h"

#include <algorithm>

#include <QProcess>
#include <fmt/core.h>

#include "app/cli/head_gain_options.h"
#include "app/cli/rope_edit_options.h"
#include "app/cli/style_options.h"
#include "app/cli/trace_source_options.h"
#include "app/cli/view_options.h"
#include "app/edit_text.h"
#include "app/figure/animation_encoder.h"
#include "app/figure/figure_data.h"
#include "app/figure/write_figure.h"
#include "core/base/counted.h"
#include "core/base/parse_number.h"
#include "core/theory/head_number.h"

namespace ropescope {
namespace {

constexpr int kMaxPixels = 16384;
constexpr int kMaxIndex = 1 << 20; ///< what the trace has is checked with it
constexpr std::size_t kMaxPanels = 64;

std::vector<std::string> listed(OptionReader& options, const char* option)
{
    std::vector<std::string> parts;
    const QString given = QString::fromStdString(options.text(option).value_or(std::string()));
    for (const QString& part : given.split(u',', Qt::SkipEmptyParts))
        parts.push_back(part.trimmed().toStdString());
    return parts;
}

std::vector<HeadId> readHeadList(OptionReader& options)
{
    std::vector<HeadId> heads;
    if (!options.has("heads")) {
        for (const char* option : { "layer", "head" }) {
            if (!options.has(option))
                options.reject(fmt::format("--{} is missing; give a number from 0", option));
        }
        return { { { options.integer("layer", 0, kMaxIndex).value_or(0) },
                   { options.integer("head", 0, kMaxIndex).value_or(0) } } };
    }
    if (options.has("layer") || options.has("head"))
        options.reject("--heads names layers and heads; leave --layer and --head out");
    for (const std::string& part : listed(options, "heads")) {
        const auto head = pairFromText<int>(part, ':');
        if (head && head->first >= 0 && head->second >= 0)
            heads.push_back({ { head->first }, { head->second } });
        else
            options.reject(
                fmt::format("--heads: '{}' should be L:H, a layer and a head from 0", part));
    }
    if (heads.empty())
        options.reject("--heads is empty; give L:H,L:H,...");
    return heads;
}

/// One edit for each --panel: the edit of the whole command line, and then what the panel says.
std::vector<RopeEdit> readEdits(OptionReader& options)
{
    const RopeEdit common = readRopeEdit(options);
    std::vector<RopeEdit> edits;
    for (const std::string& panel : options.texts("panel")) {
        CommandParser parser({ .name = "render", .arguments = "", .summary = "" });
        addRopeEditOptions(parser);
        const QStringList words = QProcess::splitCommand(editOptions(common))
            + QProcess::splitCommand(QString::fromStdString(panel));
        const CommandResult<void> parsed = parser.parse(words);
        OptionReader reader = parser.reader();
        reader.noPositional();
        edits.push_back(readRopeEdit(reader));
        const CommandResult<void> read = parsed ? reader.finish() : parsed;
        if (!read) {
            const std::string& message = read.error().message;
            options.reject(
                fmt::format("--panel '{}': {}", panel, message.substr(0, message.find("; see "))));
        }
    }
    return edits.empty() ? std::vector { common } : edits;
}

std::vector<Comparison> readComparisons(OptionReader& options)
{
    std::vector<Comparison> comparisons;
    for (const std::string& name : listed(options, "show")) {
        if (name == "original")
            comparisons.push_back(Comparison::Original);
        else if (name == "edited")
            comparisons.push_back(Comparison::Edited);
        else if (name == "difference")
            comparisons.push_back(Comparison::Difference);
        else
            options.reject(
                fmt::format("--show: '{}' should be some of original, edited, difference", name));
    }
    if (comparisons.empty())
        comparisons.push_back(Comparison::Edited);
    return comparisons;
}

void checkNumbers(OptionReader& options, const char* option, const std::vector<std::string>& names)
{
    for (const std::string& name : names) {
        if (findHeadNumber(name) != nullptr)
            continue;
        std::string known;
        for (const HeadNumber& number : headNumbers())
            known += (known.empty() ? "" : ", ") + std::string(number.name);
        options.reject(fmt::format("--{}: '{}' should be one of {}", option, name, known));
    }
}

/// What has a meaning for maps of heads only.
void refuseMapOptions(OptionReader& options)
{
    for (const char* const option :
         { "layer", "head", "heads", "show", "quantity", "pool", "size", "rows", "columns",
           "leave-out-sink", "shared-range", "notes", "ticks" }) {
        if (options.has(option)) {
            options.reject(fmt::format("--{} has no meaning with --scores, which is one map of "
                                       "layers and heads; leave it out",
                                       option));
        }
    }
}

void readFiles(OptionReader& options, FigureKind kind, FigureRequest& request)
{
    const bool isFilm = kind == FigureKind::Film;
    const char* const suffixes = isFilm ? ".gif, .webm or .mp4" : ".png, .svg, .pdf or .npy";
    request.output = options.required("output", fmt::format("a {} file", suffixes));
    if (isFilm ? !isAnimationFile(request.output) : !isFigureFile(request.output)) {
        options.reject(fmt::format("--output: '{}' should end in {}", request.output, suffixes));
    }
    if (isFilm && (options.has("data") || options.has("caption")))
        options.reject("--data and --caption belong to a figure, not to an animation");
    if (options.has("data")) {
        request.data = options.required("data", "a .csv, .npy or .h5 file");
        if (!isDataFile(request.data)) {
            options.reject(
                fmt::format("--data: '{}' should end in .csv, .npy or .h5", request.data));
        }
    }
    if (options.has("caption"))
        request.caption = options.required("caption", "the text file to write");
}

CommandResult<void> checkTokens(const char* option, const std::optional<TokenRange>& range,
                                int tokens)
{
    if (!range || range->end <= tokens)
        return {};
    return usageError(fmt::format("--{}: the trace has {}, so {}:{} should end at {} or "
                                  "before.",
                                  option, counted(tokens, "token"), range->begin, range->end,
                                  tokens));
}

} // namespace

void addFigureOptions(CommandParser& parser)
{
    addTraceSourceOptions(parser);
    parser.addValue("layer", "L", "The layer, from 0.");
    parser.addValue("head", "H", "The query head, from 0.");
    parser.addValue("heads", "L:H,L:H,...", "Several heads, a panel each.");
    parser.addValue("scores", "NAME",
                    "In place of heads, a map of layers and heads coloured by a number of each "
                    "head: q-similarity, sink, period, ...");
    parser.addValue("o,output", "FILE", ".png, .svg, .pdf: a figure; .npy: the values drawn.");
    addRopeEditOptions(parser);
    parser.addValue("panel", "'EDIT'",
                    "A panel with rope edits of its own, '--relocate 60:2' say, beside those of "
                    "the command line; '' has none. Repeatable.");
    parser.addValue("show", "LIST", "Of original, edited and difference, a panel each (edited).");
    parser.addFlag("whole-model", "Edit the whole model, not each head alone; needs a model.");
    addHeadGainOptions(parser);
    addViewOptions(parser);
    parser.addValue("size", "W[xH]",
                    "Pixels of a map (its tokens, at most 1024; several panels: "
                    "what --dpi gives).");
    parser.addValue("rows", "A:B", "Queries A to B-1 only.");
    parser.addValue("columns", "A:B", "Keys A to B-1 only.");
    parser.addFlag("shared-range", "One range of values and one colour bar for all panels.");
    parser.addValue("notes", "NAME,...",
                    "Numbers of the head below each title: q-similarity, predicted-period, ...");
    addStyleOptions(parser);
    parser.addValue("data", "FILE", "The values as well: .csv, .npy or .h5.");
    parser.addValue("caption", "FILE",
                    "A text for below the figure, with the command that makes it again.");
}

FigureRequest readFigureRequest(OptionReader& options, FigureKind kind)
{
    FigureRequest request;
    request.source = readTraceSource(options);
    request.scores = options.text("scores").value_or(std::string());
    if (request.scores.empty())
        request.heads = readHeadList(options);
    else
        checkNumbers(options, "scores", { request.scores });
    request.view = readView(options, !request.scores.empty());
    request.edits = readEdits(options);
    request.comparisons = readComparisons(options);
    request.view.headGains = readHeadGains(options);
    if (options.has("whole-model") || !request.view.headGains.empty()) {
        request.view.depth = EditDepth::WholeModel;
        if (request.edits.size() > 1)
            options.reject("--whole-model: a model runs under one edit; leave --panel out");
    }
    if (!request.scores.empty()) {
        refuseMapOptions(options);
        if (request.edits.size() > 1)
            options.reject("--scores is one map; leave --panel out");
    }
    if (request.panelCount() > kMaxPanels)
        options.reject(fmt::format("These are {} panels; a figure has at most {}",
                                   request.panelCount(), kMaxPanels));
    request.size = options.size("size", 1, kMaxPixels);
    request.rows = options.range("rows");
    request.columns = options.range("columns");
    request.sharedRange = options.has("shared-range");
    request.notes = listed(options, "notes");
    checkNumbers(options, "notes", request.notes);
    request.style = readStyle(options);
    readFiles(options, kind, request);
    return request;
}

CommandResult<void> checkFigureRequest(const FigureRequest& request, const Trace& trace,
                                       const OptionReader& options)
{
    const TraceInfo& info = trace.info();
    for (auto&& checked :
         { checkView(info, request.view), checkTokens("rows", request.rows, info.tokenCount),
           checkTokens("columns", request.columns, info.tokenCount) }) {
        if (!checked)
            return checked;
    }
    for (const HeadId id : request.heads) {
        if (auto checked = checkHeadOption(info, id, options.has("heads")); !checked)
            return checked;
        const Result<HeadTrace> head = trace.head(id);
        if (!head)
            return jobFailed(head.error());
        for (const RopeEdit& edit : request.edits) {
            if (auto checked = checkEdit(*head, edit); !checked)
                return checked;
        }
    }
    return {};
}

} // namespace ropescope
