// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command_line.h"

#include <algorithm>
#include <new>
#include <ostream>
#include <vector>

#include <QCoreApplication>
#include <fmt/core.h>

#include "app/cli/commands.h"
#include "app/cli/window_command.h"
#include "app/trace_trial.h"
#include "core/base/utf8.h"

namespace ropescope {
namespace {

constexpr CommandUsage kWindowUsage {
    .name = "",
    .arguments = "[PATH] [options]  |  COMMAND ...",
    .summary
    = "A microscope for attention heads. PATH is a trace (.h5), a session (.ropescope) "
      "or a model: a Hugging Face directory, a GGUF file or a llama2.c checkpoint; without "
      "it the built-in model opens.",
};

const std::vector<Command>& commands()
{
    static const std::vector<Command> all {
        infoCommand(),       captureCommand(), synthesizeCommand(), renderCommand(),
        animateCommand(),    analyzeCommand(), experimentCommand(), compressCommand(),
        pruneOrderCommand(), pruneCommand(),   benchCommand(),      checkLessonCommand()
    };
    return all;
}

const Command* findCommand(const QStringList& arguments)
{
    const std::string name = arguments.isEmpty() ? "" : arguments.front().toStdString();
    const auto found = std::find_if(commands().begin(), commands().end(),
                                    [&](const Command& c) { return c.usage.name == name; });
    return found == commands().end() ? nullptr : &*found;
}

CommandResult<void> runCommand(const Command& command, CommandContext context)
{
    CommandParser parser(command.usage);
    command.declareOptions(parser);
    addMachineOptions(parser);
    parser.addFlag("quiet", "No progress bar and no closing line.");
    if (auto parsed = parser.parse(context.arguments); !parsed)
        return parsed;
    if (parser.wantsHelp()) {
        context.out << parser.helpText();
        return {};
    }
    OptionReader options = parser.reader();
    context.machine = readMachineOptions(options);
    context.quiet = options.has("quiet");
    try {
        return command.run(options, context);
    } catch (const std::bad_alloc&) {
        return tl::unexpected(
            CommandFailure { ExitCode::JobFailed, "Not enough memory for this." });
    }
}

std::string commandList()
{
    std::string text = "\nCommands, which need no display:\n";
    for (const Command& command : commands()) {
        text += fmt::format("  {:<12} {}\n", command.usage.name,
                            command.usage.summary.substr(0, command.usage.summary.find('\n')));
    }
    return text + "\n'ropescope COMMAND --help' explains one of them.\n";
}

CommandResult<void> unknownCommand(const std::string& name)
{
    std::string names;
    for (const Command& command : commands())
        names += (names.empty() ? "" : ", ") + std::string(command.usage.name);
    return usageError(fmt::format("No such file or command: '{}'; commands are {}; see ropescope "
                                  "--help.",
                                  name, names));
}

CommandResult<int> openWindow(const CommandContext& context, bool hasDisplay)
{
    CommandParser parser(kWindowUsage);
    declareWindowOptions(parser);
    auto parsed = parser.parse(context.arguments);
    // The options of a command that does not exist are unknown, too, but not what is wrong.
    if (!parsed && isUnknownWord(context.arguments.value(0).toStdString()))
        parsed = unknownCommand(context.arguments.front().toStdString());
    if (!parsed)
        return tl::unexpected(parsed.error());
    OptionReader options = parser.reader();
    if (parser.wantsHelp()) {
        context.out << parser.helpText() << commandList();
        return 0;
    }
    if (options.has("version")) {
        context.out << "ropescope " ROPESCOPE_VERSION "\n";
        return 0;
    }
    const CommandResult<WindowOptions> window = readWindowOptions(options, commands());
    if (!window)
        return tl::unexpected(window.error());
    if (!hasDisplay && window->screenshot.empty()) {
        return jobFailed({ ErrorCode::Unsupported,
                           "There is no display to open a window on; set DISPLAY, or use "
                           "--screenshot F.png or a command." });
    }
    if (window->screenshot.empty())
        setTrialProgram(QCoreApplication::applicationFilePath());
    return runWindow(*window);
}

/// Whatever a message quotes, it stays one line, and says nothing to the terminal.
std::string oneLine(const std::string& message)
{
    return replaceControls(QString::fromStdString(message).simplified().toStdString());
}

int report(const CommandFailure& failure, std::string_view command, std::ostream& err)
{
    err << fmt::format("ropescope{}{}: {}\n", command.empty() ? "" : " ", command,
                       oneLine(failure.message));
    return static_cast<int>(failure.code);
}

} // namespace

bool isCommandCall(const QStringList& arguments) { return findCommand(arguments) != nullptr; }

int runCommandLine(const QStringList& arguments, std::ostream& out, std::ostream& err,
                   const Surroundings& surroundings)
{
    const Command* const command = findCommand(arguments);
    const CommandContext context { command != nullptr ? arguments.mid(1) : arguments,
                                   out,
                                   err,
                                   surroundings.errorsOnTerminal,
                                   {},
                                   false };
    if (command == nullptr) {
        const CommandResult<int> code = openWindow(context, surroundings.hasDisplay);
        return code ? *code : report(code.error(), {}, err);
    }
    const CommandResult<void> done = runCommand(*command, context);
    return done ? static_cast<int>(ExitCode::Success)
                : report(done.error(), command->usage.name, err);
}

} // namespace ropescope
