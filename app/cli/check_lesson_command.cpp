// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <fmt/core.h>

#include "app/cli/command_parser.h"
#include "app/cli/commands.h"
#include "app/lessons/lesson_file.h"
#include "app/lessons/lesson_rehearsal.h"
#include "core/base/counted.h"
#include "gpu/renderer_factory.h"

namespace ropescope {
namespace {

void declareOptions(CommandParser& parser)
{
    parser.addFlag("claims", "Also step through the lesson and check what it claims.");
}

/// Prints what is wrong with each file. The number of problems.
int checkFile(const std::string& file, const CommandContext& context)
{
    const LessonResult lesson = readLesson(file);
    if (lesson) {
        if (!context.quiet)
            context.out << fmt::format(
                "{}: ok, {}\n", file,
                counted(static_cast<std::int64_t>(lesson->steps.size()), "step"));
        return 0;
    }
    for (const LessonProblem& problem : lesson.error())
        context.out << problemText(problem, file) << '\n';
    return static_cast<int>(lesson.error().size());
}

CommandResult<int> checkClaims(const std::string& file, const CommandContext& context)
{
    auto pool = std::make_shared<ThreadPool>(context.machine.threads);
    auto renderer = makeRenderer(context.machine.backend, pool);
    if (!renderer)
        return jobFailed(renderer.error());
    Session session(std::move(*renderer), std::move(pool));
    LessonPlayer player(&session);
    if (const auto opened = player.open(file); !opened)
        return jobFailed(opened.error());
    const std::vector<LessonProblem> problems = rehearse(player, session);
    for (const LessonProblem& problem : problems)
        context.out << problemText(problem, file) << '\n';
    return static_cast<int>(problems.size());
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    const std::vector<std::string> files = options.positionals("FILE");
    const bool withClaims = options.has("claims");
    if (auto read = options.finish(); !read)
        return read;
    int problems = 0;
    for (const std::string& file : files) {
        const int found = checkFile(file, context);
        problems += found;
        if (found > 0 || !withClaims)
            continue;
        const CommandResult<int> failed = checkClaims(file, context);
        if (!failed)
            return tl::unexpected(failed.error());
        problems += *failed;
    }
    if (problems > 0) {
        return jobFailed(
            { ErrorCode::Malformed, fmt::format("{} found.", counted(problems, "problem")) });
    }
    return {};
}

} // namespace

Command checkLessonCommand()
{
    return { .usage = { .name = "check-lesson",
                        .arguments = "FILE.md [...] [--claims]",
                        .summary = "Says what is wrong with lessons, line by line, or \"ok\".\n"
                                   "The manual is resources/help/lessons.md." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
