// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command_parser.h"

#include <fmt/core.h>

namespace ropescope {

CommandParser::CommandParser(const CommandUsage& usage)
    : m_usage(usage)
{
    m_parser.setApplicationDescription(
        QString::fromUtf8(usage.summary.data(), static_cast<qsizetype>(usage.summary.size())));
    addFlag("h,help", "Show this help and exit.");
}

void CommandParser::addValue(const char* name, const char* value, const char* description)
{
    m_parser.addOption({ QString::fromLatin1(name).split(u','), QString::fromUtf8(description),
                         QString::fromLatin1(value) });
}

void CommandParser::addFlag(const char* name, const char* description)
{
    m_parser.addOption(
        QCommandLineOption(QString::fromLatin1(name).split(u','), QString::fromUtf8(description)));
}

CommandResult<void> CommandParser::parse(const QStringList& arguments)
{
    if (m_parser.parse(QStringList { QStringLiteral("ropescope") } + arguments))
        return {};
    OptionReader reader = this->reader();
    std::string message = m_parser.errorText().simplified().toStdString();
    if (message.ends_with('.'))
        message.pop_back();
    reader.reject(std::move(message));
    return reader.finish();
}

bool CommandParser::wantsHelp() const { return m_parser.isSet(QStringLiteral("help")); }

std::string CommandParser::helpText() const
{
    // Qt knows nothing of commands: its first line is replaced, the list of options is kept.
    const std::string text = m_parser.helpText().toStdString();
    return fmt::format("Usage: ropescope {}{}{}\n{}", m_usage.name, m_usage.name.empty() ? "" : " ",
                       m_usage.arguments, text.substr(text.find('\n') + 1));
}

OptionReader CommandParser::reader() const { return { m_parser, m_usage.name }; }

} // namespace ropescope
