// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <QCommandLineParser>

#include "app/cli/command.h"
#include "core/base/ids.h"

namespace ropescope {

/// Typed values of the options of one command. The first thing that is wrong is kept and ends up in
/// finish(), so that a command reads all its options in a row without looking in between.
/// An option that was not given is nullopt and never wrong.
class OptionReader {
public:
    OptionReader(const QCommandLineParser& parser, std::string_view command);

    [[nodiscard]] bool has(const char* option) const;
    /// Every value of a repeatable option, in order.
    [[nodiscard]] std::vector<std::string> texts(const char* option) const;
    [[nodiscard]] std::optional<std::string> text(const char* option) const;
    /// Text for a model. Arguments that are no UTF-8 arrive with U+FFFD in them and are refused.
    [[nodiscard]] std::optional<std::string> unicodeText(const char* option);
    [[nodiscard]] std::optional<int> integer(const char* option, int lowest, int highest);
    [[nodiscard]] std::optional<double> number(const char* option, double lowest, double highest);
    /// Any whole number of 0 or more.
    [[nodiscard]] std::optional<std::uint64_t> seed(const char* option);
    /// A:B, half-open, 0 <= A < B.
    [[nodiscard]] std::optional<TokenRange> range(const char* option);
    /// LO:HI, LO < HI.
    [[nodiscard]] std::optional<std::pair<double, double>> interval(const char* option);
    /// Two indices from 0 to `highest` with a comma between; `form` is what --help calls them,
    /// "L,H".
    [[nodiscard]] std::optional<std::pair<int, int>> indexPair(const char* option,
                                                               std::string_view form, int highest);
    /// W or WxH, each in [lowest, highest]; W alone is square.
    [[nodiscard]] std::optional<std::pair<int, int>> size(const char* option, int lowest,
                                                          int highest);
    template <class T>
    [[nodiscard]] std::optional<T> choice(
        const char* option, std::initializer_list<std::pair<std::string_view, T>> choices);

    /// The value, or an empty string and an error that names the option.
    [[nodiscard]] std::string required(const char* option, std::string_view meaning);
    /// The one positional argument, or an error that names what is missing or too much.
    [[nodiscard]] std::string onlyPositional(std::string_view meaning);
    /// At most one positional argument; empty when there is none. remedy: what else to do with
    /// more.
    [[nodiscard]] std::string optionalPositional(std::string_view remedy = {});
    /// One positional argument or more, or an error that names what is missing.
    [[nodiscard]] std::vector<std::string> positionals(std::string_view meaning);
    /// For commands that take none.
    void noPositional();
    /// The first of them, whether or not others follow; empty when there is none.
    [[nodiscard]] std::string firstPositional() const;

    /// Takes the message when nothing was wrong so far.
    void reject(std::string message);
    [[nodiscard]] bool isRejected() const { return !m_rejection.empty(); }
    /// Exit code 2 with the first thing that was wrong.
    [[nodiscard]] CommandResult<void> finish() const;

private:
    void rejectValue(const char* option, const std::string& value, const std::string& expected);

    const QCommandLineParser& m_parser;
    std::string m_command;
    std::string m_rejection;
};

template <class T>
std::optional<T> OptionReader::choice(const char* option,
                                      std::initializer_list<std::pair<std::string_view, T>> choices)
{
    const std::optional<std::string> given = text(option);
    if (!given)
        return std::nullopt;
    std::string names;
    for (const auto& [name, value] : choices) {
        if (name == *given)
            return value;
        names += (names.empty() ? "" : ", ") + std::string(name);
    }
    rejectValue(option, *given, "one of " + names);
    return std::nullopt;
}

} // namespace ropescope
