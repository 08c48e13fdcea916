// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <iosfwd>

#include <QStringList>

namespace ropescope {

/// Where the program runs, as far as a call depends on it.
struct Surroundings {
    bool errorsOnTerminal = false; ///< a progress bar makes sense
    bool hasDisplay = true;        ///< a window can be seen
};

/// Is this a call of a subcommand rather than of the window? arguments: without the program's name.
[[nodiscard]] bool isCommandCall(const QStringList& arguments);

/// Runs a subcommand, or the window. Needs a QGuiApplication, for the window a QApplication.
/// Returns the exit code: 0, 1 for a failed job, 2 for a wrong command line; the reason is one line
/// on `err`.
[[nodiscard]] int runCommandLine(const QStringList& arguments, std::ostream& out, std::ostream& err,
                                 const Surroundings& surroundings = {});

} // namespace ropescope
