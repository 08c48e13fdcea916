// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/window_command.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "app/cli/head_gain_options.h"
#include "app/cli/machine_options.h"
#include "app/cli/output_file.h"
#include "app/cli/rope_edit_options.h"
#include "app/input_file.h"
#include "app/lessons/lesson_file.h"
#include "app/open_source.h"
#include "core/base/counted.h"
#include "core/theory/head_query.h"

namespace ropescope {
namespace {

constexpr int kMaxIndex = 1 << 20;
constexpr int kMinWindow = 200;
constexpr int kMaxWindow = 16384;

/// What a session file already says, and so does a lesson.
constexpr const char* kViewOptions[]
    = { "layer",    "head",  "compare",   "text",    "base",        "relocate",  "gain",
        "truncate", "still", "mean-pair", "pairing", "whole-model", "mask-head", "head-gain" };
/// What a lesson says besides.
constexpr const char* kLessonOptions[] = { "page", "cell", "filter", "score", "order", "welcome" };

bool isPng(const std::string& path)
{
    return QString::fromStdString(path).endsWith(QLatin1String(".png"), Qt::CaseInsensitive);
}

bool exists(const std::string& path)
{
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

/// A bare word can only be meant as a command; what has a folder or a suffix is a file.
void checkPath(OptionReader& options, const std::string& path, std::span<const Command> commands)
{
    if (!isUnknownWord(path))
        return;
    std::string names;
    for (const Command& command : commands) {
        if (command.usage.name == path)
            options.reject(fmt::format("The command comes first: ropescope {} ...", path));
        names += (names.empty() ? "" : ", ") + std::string(command.usage.name);
    }
    options.reject(fmt::format("No such file or command: '{}'; commands are {}", path, names));
}

void readLessonOptions(OptionReader& options, WindowOptions& window)
{
    const auto step = options.integer("step", 1, kMaxIndex);
    window.lessonStep = step.value_or(1) - 1;
    const auto name = options.text("lesson");
    if (step && !name)
        options.reject("--step: it is a step of a lesson; name one with --lesson");
    if (!name)
        return;
    if (!window.path.empty())
        options.reject("--lesson: a lesson opens what it needs itself; leave out PATH");
    const auto refuse = [&](std::span<const char* const> told) {
        for (const char* const option : told) {
            if (options.has(option))
                options.reject(fmt::format("--{}: a lesson says itself what it shows", option));
        }
    };
    refuse(kViewOptions);
    refuse(kLessonOptions);
    window.lesson = *name;
}

/// Finds the file of the lesson that was named, and checks it.
CommandResult<void> resolveLesson(WindowOptions& window)
{
    if (window.lesson.empty())
        return {};
    const auto file = findLesson(window.lesson);
    if (!file)
        return jobFailed(file.error());
    window.lesson = file->string();
    const LessonResult lesson = readLesson(*file);
    if (!lesson) {
        return jobFailed({ ErrorCode::Malformed, problemText(lesson.error().front(), *file) });
    }
    if (window.lessonStep >= static_cast<int>(lesson->steps.size())) {
        return usageError(
            fmt::format("--step: the lesson has {}, and none is {}.",
                        counted(static_cast<std::int64_t>(lesson->steps.size()), "step"),
                        window.lessonStep + 1));
    }
    return {};
}

/// Options that this kind of file would pass over.
CommandResult<void> checkHeeded(const OptionReader& options, const std::string& path)
{
    const Result<SourceKind> kind
        = path.empty() ? Result<SourceKind>(SourceKind::Model) : sourceKind(path);
    if (kind == SourceKind::Session) {
        for (const char* const option : kViewOptions) {
            if (options.has(option)) {
                return usageError(fmt::format("--{}: a session says itself what it shows; open its "
                                              "trace or model instead.",
                                              option));
            }
        }
    }
    if (kind == SourceKind::Trace && options.has("text")) {
        return usageError(fmt::format("--text: {} is a trace, which has its tokens; a prompt is "
                                      "for models.",
                                      path));
    }
    return {};
}

std::string numberName(OptionReader& options, const char* option, bool patternToo)
{
    std::string name = options.text(option).value_or(std::string());
    const HeadNumber* const number = findHeadNumber(name);
    const bool isPattern = patternToo && name == "pattern";
    const bool isPlace = number == &headNumbers()[0] || number == &headNumbers()[1];
    if (!name.empty() && !isPattern && (number == nullptr || isPlace)) {
        std::vector<std::string_view> names;
        for (const HeadNumber& known : headNumbers().subspan(2))
            names.push_back(known.name);
        options.reject(fmt::format("--{}: no number '{}' of heads; they are {}{}", option, name,
                                   patternToo ? "pattern, " : "", fmt::join(names, ", ")));
    }
    return name;
}

void readHeadFinder(OptionReader& options, WindowOptions& window)
{
    window.filter = options.unicodeText("filter").value_or(std::string());
    if (!window.filter.empty()) {
        if (const auto query = parseHeadQuery(window.filter); !query)
            options.reject(fmt::format("--filter: {}", query.error().message));
    }
    window.colouring = numberName(options, "score", true);
    window.order = numberName(options, "order", false);
}

} // namespace

bool isUnknownWord(const std::string& path)
{
    return !path.empty() && !path.starts_with('-') && path.find_first_of("/.") == std::string::npos
        && !exists(path);
}

void declareWindowOptions(CommandParser& parser)
{
    parser.addFlag("v,version", "Show the version and exit.");
    parser.addValue("screenshot", "F.png", "Draw the window once into a file and exit.");
    parser.addValue("layer", "L", "Show this layer, from 0.");
    parser.addValue("head", "H", "Show this query head, from 0.");
    parser.addValue("page", "NAME",
                    "Open this page under the map: lag, row, similarity, cell, pairs, spectra, "
                    "season, layers, scaling, experiment, content, cache, budget or prune.");
    parser.addValue("cell", "Q,K", "Put the crosshair on query Q and key K.");
    parser.addValue("compare", "L,H", "Split the map: the shown head, and head L,H beside it.");
    parser.addValue("text", "S", "The prompt of a model.");
    parser.addValue("lesson", "FILE|NAME",
                    "Begin with this lesson: a file, or a part of the name "
                    "of one that comes with the program.");
    parser.addValue("step", "N", "At this step, from 1.");
    parser.addValue("filter", "Q",
                    "Dim all heads but those, such as \"sink > 0.4 and layer >= 3\".");
    parser.addValue("score", "NAME", "Colour the heads by a number, such as sink, or by pattern.");
    parser.addValue("order", "NAME", "Order the heads by a number, such as period-strength.");
    parser.addFlag("welcome", "Show the card with things to try, as at the first start.");
    parser.addValue("size", "WxH", "Size of the window in pixels.");
    parser.addValue("language", "en|zh_CN", "Language of the window.");
    parser.addValue("theme", "dark|light", "Colours of the window.");
    addRopeEditOptions(parser);
    parser.addFlag("whole-model",
                   "Run the model with the rope edit, so that later layers feel it.");
    addHeadGainOptions(parser);
    addMachineOptions(parser);
}

CommandResult<WindowOptions> readWindowOptions(OptionReader& options,
                                               std::span<const Command> commands)
{
    WindowOptions window;
    checkPath(options, options.firstPositional(), commands);
    window.path = options.optionalPositional(
        "the window opens one PATH; 'ropescope analyze' compares traces");
    window.screenshot = options.text("screenshot").value_or(std::string());
    if (options.has("screenshot") && !isPng(window.screenshot)) {
        options.reject(fmt::format("--screenshot: '{}' should end in .png", window.screenshot));
    }
    window.layer = options.integer("layer", 0, kMaxIndex);
    window.head = options.integer("head", 0, kMaxIndex);
    window.text = options.unicodeText("text");
    if (window.text && window.text->empty())
        options.reject("--text: the text is empty; give some text");
    if (const auto size = options.size("size", kMinWindow, kMaxWindow))
        std::tie(window.width, window.height) = *size;
    readHeadFinder(options, window);
    window.theme
        = options.choice<std::string>("theme", { { "dark", "dark" }, { "light", "light" } })
              .value_or(std::string());
    window.language
        = options.choice<std::string>("language", { { "en", "en" }, { "zh_CN", "zh_CN" } })
              .value_or(std::string());
    window.page = options
                      .choice<std::string>("page",
                                           { { "lag", "lag" },
                                             { "row", "row" },
                                             { "similarity", "similarity" },
                                             { "cell", "cell" },
                                             { "pairs", "pairs" },
                                             { "spectra", "spectra" },
                                             { "season", "season" },
                                             { "layers", "layers" },
                                             { "scaling", "scaling" },
                                             { "experiment", "experiment" },
                                             { "content", "content" },
                                             { "cache", "cache" },
                                             { "budget", "budget" },
                                             { "prune", "prune" } })
                      .value_or(std::string());
    if (const auto cell = options.indexPair("cell", "Q,K", kMaxIndex))
        window.cell = Cell { cell->first, cell->second };
    if (const auto other = options.indexPair("compare", "L,H", kMaxIndex))
        window.compareWith = HeadId { { other->first }, { other->second } };
    readLessonOptions(options, window);
    window.edit = readRopeEdit(options);
    window.wholeModel = options.has("whole-model");
    window.headGains = readHeadGains(options);
    const MachineOptions machine = readMachineOptions(options);
    if (options.has("backend"))
        window.backend = machine.backend;
    if (options.has("threads"))
        window.threads = machine.threads;
    window.welcome = options.has("welcome");
    if (auto read = options.finish(); !read)
        return tl::unexpected(read.error());
    if (!window.path.empty() && !exists(window.path)) {
        if (const Result<SourceKind> kind = sourceKind(window.path); !kind)
            return jobFailed(kind.error());
    }
    if (auto heeded = checkHeeded(options, window.path); !heeded)
        return tl::unexpected(heeded.error());
    if (auto resolved = resolveLesson(window); !resolved)
        return tl::unexpected(resolved.error());
    if (!window.screenshot.empty()) {
        if (auto checked = checkOutputs({ { "--screenshot", window.screenshot } },
                                        { { "PATH", window.path }, { "--lesson", window.lesson } });
            !checked)
            return tl::unexpected(checked.error());
    }
    return window;
}

} // namespace ropescope
