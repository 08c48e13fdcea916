// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <ostream>
#include <string>
#include <utility>

#include <QStringList>
#include <tl/expected.hpp>

#include "app/cli/machine_options.h"
#include "core/base/result.h"

namespace ropescope {

/// The exit code of the process.
enum class ExitCode {
    Success = 0,
    JobFailed = 1, ///< the command was right, its work could not be done
    Usage = 2,     ///< the command line itself is wrong
};

struct CommandFailure {
    ExitCode code = ExitCode::JobFailed;
    std::string message; ///< one sentence that names the thing and the remedy
};

template <class T> using CommandResult = tl::expected<T, CommandFailure>;

[[nodiscard]] inline tl::unexpected<CommandFailure> usageError(std::string message)
{
    return tl::unexpected<CommandFailure>({ ExitCode::Usage, std::move(message) });
}

[[nodiscard]] inline tl::unexpected<CommandFailure> jobFailed(Error error)
{
    return tl::unexpected<CommandFailure>({ ExitCode::JobFailed, std::move(error.message) });
}

/// Where a command writes and how it was called.
struct CommandContext {
    QStringList arguments; ///< after the command's own name
    std::ostream& out;
    std::ostream& err;
    bool errorsOnTerminal = false; ///< a progress bar makes sense
    MachineOptions machine;
    bool quiet = false; ///< no progress bar and no closing line
};

} // namespace ropescope
