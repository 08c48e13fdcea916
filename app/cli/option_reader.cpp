// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/option_reader.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/parse_number.h"

namespace ropescope {

OptionReader::OptionReader(const QCommandLineParser& parser, std::string_view command)
    : m_parser(parser)
    , m_command(command)
{
}

bool OptionReader::has(const char* option) const { return m_parser.isSet(QLatin1String(option)); }

std::vector<std::string> OptionReader::texts(const char* option) const
{
    std::vector<std::string> all;
    for (const QString& value : m_parser.values(QLatin1String(option)))
        all.push_back(value.toStdString());
    return all;
}

std::optional<std::string> OptionReader::text(const char* option) const
{
    if (!has(option))
        return std::nullopt;
    return m_parser.value(QLatin1String(option)).toStdString();
}

std::optional<std::string> OptionReader::unicodeText(const char* option)
{
    std::optional<std::string> given = text(option);
    if (given && given->find("\xEF\xBF\xBD") != std::string::npos) {
        reject(fmt::format("--{}: the text is not valid UTF-8 or holds U+FFFD, which stands for "
                           "what is not; give the text in a file",
                           option));
    }
    return given;
}

std::optional<int> OptionReader::integer(const char* option, int lowest, int highest)
{
    const std::optional<std::string> given = text(option);
    if (!given)
        return std::nullopt;
    const std::optional<int> value = numberFromText<int>(*given);
    if (value && *value >= lowest && *value <= highest)
        return value;
    rejectValue(option, *given, fmt::format("a whole number from {} to {}", lowest, highest));
    return std::nullopt;
}

std::optional<double> OptionReader::number(const char* option, double lowest, double highest)
{
    const std::optional<std::string> given = text(option);
    if (!given)
        return std::nullopt;
    const std::optional<double> value = numberFromText<double>(*given);
    if (value && *value >= lowest && *value <= highest)
        return value;
    rejectValue(option, *given, fmt::format("a number from {:g} to {:g}", lowest, highest));
    return std::nullopt;
}

std::optional<std::uint64_t> OptionReader::seed(const char* option)
{
    const std::optional<std::string> given = text(option);
    if (!given)
        return std::nullopt;
    const auto value = numberFromText<std::uint64_t>(*given);
    if (!value)
        rejectValue(option, *given, "a whole number of 0 or more");
    return value;
}

std::optional<TokenRange> OptionReader::range(const char* option)
{
    const std::optional<std::string> given = text(option);
    if (!given)
        return std::nullopt;
    const auto ends = pairFromText<int>(*given, ':');
    if (ends && ends->first >= 0 && ends->first < ends->second)
        return TokenRange { ends->first, ends->second };
    const auto isTooLarge = [](std::string_view number) {
        return !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos
            && !numberFromText<int>(number);
    };
    const std::string_view all = *given;
    const std::size_t middle = std::min(all.find(':'), all.size());
    if (isTooLarge(all.substr(0, middle))
        || isTooLarge(all.substr(std::min(middle + 1, all.size()))))
        reject(fmt::format("--{}: '{}' is out of range", option, *given));
    else
        rejectValue(option, *given, "A:B with 0 <= A < B, B itself left out");
    return std::nullopt;
}

std::optional<std::pair<double, double>> OptionReader::interval(const char* option)
{
    const std::optional<std::string> given = text(option);
    if (!given)
        return std::nullopt;
    const auto ends = pairFromText<double>(*given, ':');
    if (ends && ends->first < ends->second)
        return ends;
    rejectValue(option, *given, "LO:HI, two numbers with LO < HI");
    return std::nullopt;
}

std::optional<std::pair<int, int>> OptionReader::size(const char* option, int lowest, int highest)
{
    const std::optional<std::string> given = text(option);
    if (!given)
        return std::nullopt;
    auto pixels = pairFromText<int>(*given, 'x');
    if (const auto side = numberFromText<int>(*given))
        pixels = { *side, *side };
    const auto fits = [&](int length) { return length >= lowest && length <= highest; };
    if (pixels && fits(pixels->first) && fits(pixels->second))
        return pixels;
    rejectValue(option, *given, fmt::format("W or WxH in pixels, {} to {}", lowest, highest));
    return std::nullopt;
}

std::optional<std::pair<int, int>> OptionReader::indexPair(const char* option,
                                                           std::string_view form, int highest)
{
    const std::optional<std::string> given = text(option);
    if (!given)
        return std::nullopt;
    const auto pair = pairFromText<int>(*given, ',');
    const auto fits = [&](int index) { return index >= 0 && index <= highest; };
    if (pair && fits(pair->first) && fits(pair->second))
        return pair;
    rejectValue(option, *given, fmt::format("{}, two numbers from 0 to {}", form, highest));
    return std::nullopt;
}

std::string OptionReader::required(const char* option, std::string_view meaning)
{
    std::string given = text(option).value_or(std::string());
    if (given.empty())
        reject(fmt::format("--{} is missing; give {}", option, meaning));
    return given;
}

std::string OptionReader::onlyPositional(std::string_view meaning)
{
    std::string given = optionalPositional();
    if (given.empty())
        reject(fmt::format("{} is missing", meaning));
    return given;
}

std::string OptionReader::optionalPositional(std::string_view remedy)
{
    if (const QStringList given = m_parser.positionalArguments(); given.size() > 1) {
        reject(fmt::format("'{}' is one argument too many{}{}", given[1].toStdString(),
                           remedy.empty() ? "" : ": ", remedy));
    }
    return firstPositional();
}

std::vector<std::string> OptionReader::positionals(std::string_view meaning)
{
    std::vector<std::string> all;
    for (const QString& given : m_parser.positionalArguments())
        all.push_back(given.toStdString());
    if (all.empty())
        reject(fmt::format("{} is missing", meaning));
    return all;
}

void OptionReader::noPositional()
{
    if (const std::string given = firstPositional(); !given.empty())
        reject(fmt::format("'{}' is one argument too many", given));
}

std::string OptionReader::firstPositional() const
{
    const QStringList given = m_parser.positionalArguments();
    return given.isEmpty() ? std::string() : given.front().toStdString();
}

void OptionReader::reject(std::string message)
{
    if (m_rejection.empty())
        m_rejection = std::move(message);
}

CommandResult<void> OptionReader::finish() const
{
    if (m_rejection.empty())
        return {};
    const std::string help
        = m_command.empty() ? "ropescope --help" : fmt::format("ropescope {} --help", m_command);
    return usageError(fmt::format("{}; see {}.", m_rejection, help));
}

void OptionReader::rejectValue(const char* option, const std::string& value,
                               const std::string& expected)
{
    reject(fmt::format("--{}: '{}' should be {}", option, value, expected));
}

} // namespace ropescope
