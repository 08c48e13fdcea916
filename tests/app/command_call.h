// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <sstream>
#include <string>

#include <QStringList>

#include "app/cli/command_line.h"

namespace ropescope::test {

/// What a call of the program gave.
struct CommandCall {
    int code = 0;
    std::string out;
    std::string err;
};

/// The program in this process, without a terminal.
inline CommandCall call(const QStringList& arguments, const Surroundings& surroundings = {})
{
    std::ostringstream out;
    std::ostringstream err;
    const int code = runCommandLine(arguments, out, err, surroundings);
    return { code, out.str(), err.str() };
}

/// Empty when the call failed as it should: this exit code, nothing on standard output, one line on
/// standard error that holds `named`. Else what is wrong.
inline std::string failure(const CommandCall& call, int code, const std::string& named)
{
    const auto lines = std::count(call.err.begin(), call.err.end(), '\n');
    if (call.code == code && call.out.empty() && lines == 1 && call.err.ends_with('\n')
        && call.err.starts_with("ropescope") && call.err.find(named) != std::string::npos)
        return {};
    return "exit code " + std::to_string(call.code) + " (expected " + std::to_string(code)
        + "), standard error '" + call.err + "' should be one line with '" + named + "', output '"
        + call.out + "'";
}

} // namespace ropescope::test

/// The call fails with this exit code and one line on standard error that holds the text.
#define ROPESCOPE_FAILS(call, code, named)                                                         \
    do {                                                                                           \
        const std::string wrong = ropescope::test::failure(call, code, named);                     \
        QVERIFY2(wrong.empty(), wrong.c_str());                                                    \
    } while (false)

/// The call succeeds and says nothing on standard error.
#define ROPESCOPE_SUCCEEDS(call)                                                                   \
    do {                                                                                           \
        const ropescope::test::CommandCall made = call;                                            \
        QVERIFY2(made.code == 0 && made.err.empty(), made.err.c_str());                            \
    } while (false)
