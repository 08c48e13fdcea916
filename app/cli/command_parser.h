// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string_view>

#include <QCommandLineParser>

#include "app/cli/option_reader.h"

namespace ropescope {

/// How a command introduces itself in --help.
struct CommandUsage {
    std::string_view name;      ///< "render"; empty for the window
    std::string_view arguments; ///< "T.h5 --layer L --head H -o FILE"
    std::string_view summary;   ///< one sentence
};

/// A QCommandLineParser with what every command has in common: --help, one-line errors.
class CommandParser {
public:
    explicit CommandParser(const CommandUsage& usage);

    /// An option with a value. `name` may list a short name first: "o,output".
    void addValue(const char* name, const char* value, const char* description);
    void addFlag(const char* name, const char* description);

    /// Exit code 2 for an unknown option or a missing value.
    [[nodiscard]] CommandResult<void> parse(const QStringList& arguments);
    [[nodiscard]] bool wantsHelp() const;
    [[nodiscard]] std::string helpText() const;
    [[nodiscard]] OptionReader reader() const;

private:
    CommandUsage m_usage;
    QCommandLineParser m_parser;
};

} // namespace ropescope
