// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/synthesis_check.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/core.h>

#include "core/rope/rope_edit.h"
#include "core/theory/head_theory.h"
#include "core/theory/theorem_conditions.h"

namespace ropescope {
namespace {

constexpr int kSeasonsThatMustFit = 3;
/// A little more than kPeriodsThatMustFit, where the line of a period begins to have a top.
constexpr double kTurnsThatMustFit = 3.1;
constexpr int kPeriodicTokens = 32; ///< noise stands out of shorter lag profiles
/// The fastest pair turns once in 2 pi tokens. In 5 it comes near enough to where it was for the
/// label with some head dimensions, in fewer with none.
constexpr int kShortestSeason = 5;
constexpr int kShortestSafeSeason = 6;
/// The diagonal kind gives the fastest pairs the most weight; with fewer pairs the fastest alone
/// decides, and the diagonal comes back every 2 pi tokens.
constexpr int kDiagonalHeadDim = 64;
constexpr int kRandomTokens = 64;     ///< chance makes no label from there on
constexpr double kSeasonalBase = 1e4; ///< enough slow pairs to hold what repeats

std::optional<Pattern> patternOfKind(SynthesisKind kind)
{
    switch (kind) {
    case SynthesisKind::Sink:
        return Pattern::ReAccess;
    case SynthesisKind::Diagonal:
        return Pattern::Sequential;
    case SynthesisKind::Periodic:
        return Pattern::Periodic;
    case SynthesisKind::Seasonal:
        return Pattern::Seasonal;
    case SynthesisKind::Random:
        return Pattern::Unpredictable;
    case SynthesisKind::Massive:
        break;
    }
    return std::nullopt;
}

double wavelength(const SynthesisOptions& options, int pair)
{
    return 2.0 * std::numbers::pi
        / defaultTheta(options.base, options.headDim)[static_cast<std::size_t>(pair)];
}

/// "give A or B", without what is empty.
std::string remedy(const std::string& first, const std::string& second)
{
    if (first.empty() || second.empty())
        return "give " + first + second;
    return fmt::format("give {} or {}", first, second);
}

std::string tokensRemedy(double least)
{
    return least <= kMostSynthesisTokens ? fmt::format("--tokens {:.0f} or more", least)
                                         : std::string();
}

CommandResult<void> checkTurns(const SynthesisOptions& options, int pair)
{
    const double turn = wavelength(options, pair);
    const double least = std::max<double>(kPeriodicTokens, std::ceil(kTurnsThatMustFit * turn));
    if (options.tokens >= least)
        return {};
    if (options.tokens < kPeriodicTokens) {
        return usageError(fmt::format("--tokens: {} are too few to tell a period; {}.",
                                      options.tokens, remedy(tokensRemedy(least), "")));
    }
    int slowest = -1;
    while (slowest + 1 < pair
           && kTurnsThatMustFit * wavelength(options, slowest + 1) <= options.tokens)
        ++slowest;
    return usageError(fmt::format(
        "{}: pair {} turns once in {:.1f} tokens, so {} tokens hold {:.2g} of its periods, and "
        "{:g} "
        "must fit; {}.",
        options.pair ? "--pair" : "--tokens", pair, turn, options.tokens, options.tokens / turn,
        kTurnsThatMustFit,
        remedy(tokensRemedy(least),
               slowest >= 0 ? fmt::format("--pair {} or less", slowest) : std::string())));
}

std::string seasonRange(int tokens)
{
    const int longest = (tokens - 1) / kSeasonsThatMustFit;
    return longest >= kShortestSafeSeason
        ? fmt::format("--period {} to {}", kShortestSafeSeason, longest)
        : std::string();
}

CommandResult<void> checkSeasons(const SynthesisOptions& options, int period)
{
    const char* const option = options.period ? "--period" : options.pair ? "--pair" : "--tokens";
    if (period < kShortestSeason) {
        return usageError(fmt::format(
            "{}: within {} tokens no channel pair comes back to where it was (the fastest turns "
            "once in 6.28), so nothing repeats in the map; {}.",
            option, period, remedy(seasonRange(options.tokens), "")));
    }
    const double least = static_cast<double>(kSeasonsThatMustFit) * period + 1.0;
    if (options.tokens >= least)
        return {};
    return usageError(fmt::format("{}: a season of {} tokens must fit {} times after the first "
                                  "token, and {} tokens are too few; {}.",
                                  option, period, kSeasonsThatMustFit, options.tokens,
                                  remedy(tokensRemedy(least), seasonRange(options.tokens))));
}

/// What to change when the parameters looked right and the head came out otherwise.
std::string remedyOf(const SynthesisOptions& options)
{
    switch (options.kind) {
    case SynthesisKind::Diagonal:
        return options.headDim < kDiagonalHeadDim
            ? fmt::format("--head-dim: {} coordinates are too few to single out one lag; give {} "
                          "or more",
                          options.headDim, kDiagonalHeadDim)
            : std::string("--tokens: give fewer, or a larger --head-dim");
    case SynthesisKind::Random:
        return fmt::format("--tokens: chance makes patterns of few tokens; give {} or more, or "
                           "another --seed",
                           kRandomTokens);
    case SynthesisKind::Seasonal:
        if (options.base < kSeasonalBase)
            return fmt::format("--base: {:g} leaves too few slow pairs for what repeats; give {:g} "
                               "or more",
                               options.base, kSeasonalBase);
        return options.period && options.pair
            ? std::string("--pair: it does not come back to where it was after --period tokens; "
                          "leave one of both out")
            : std::string("--period: no pair comes back to where it was after so many tokens; give "
                          "another, or a larger --head-dim");
    case SynthesisKind::Sink:
    case SynthesisKind::Periodic:
    case SynthesisKind::Massive:
        break;
    }
    return "--tokens: give more";
}

} // namespace

CommandResult<void> checkSynthesis(const SynthesisOptions& options, const SynthesisPlan& plan)
{
    const auto pattern = patternOfKind(options.kind);
    if (!pattern || pattern == Pattern::Unpredictable)
        return {};
    if (options.tokens < kFewestLabelTokens) {
        return usageError(
            fmt::format("--tokens: {} are too few to tell a pattern; give {} or more.",
                        options.tokens, kFewestLabelTokens));
    }
    if (options.kind == SynthesisKind::Periodic)
        return checkTurns(options, *plan.pair);
    if (options.kind == SynthesisKind::Seasonal)
        return checkSeasons(options, *plan.period);
    return {};
}

CommandResult<void> checkMadeHead(const SynthesisOptions& options, const SynthesisPlan& plan,
                                  const Trace& trace)
{
    const auto pattern = patternOfKind(options.kind);
    if (!pattern || options.tokens > kMostMeasuredTokens)
        return {};
    const Result<HeadTrace> head = trace.head({});
    if (!head)
        return jobFailed(head.error());
    const Result<RopeTable> table = makeRopeTable(head->rope, {});
    if (!table)
        return jobFailed(table.error());
    const auto theory
        = headTheory(*head, *table, {}, { .withBounds = false, .withSpectra = false });
    if (!theory)
        return jobFailed(theory.error());
    std::string found;
    if (theory->pattern != *pattern) {
        found = fmt::format("is {}", patternName(theory->pattern));
    } else if (options.kind == SynthesisKind::Periodic) {
        const double asked = wavelength(options, *plan.pair);
        const auto& period = theory->vectors->measuredPeriod;
        if (!period || std::abs(period->tokens / asked - 1.0) > kConditionLimits.samePeriod)
            found = fmt::format("does not repeat every {:.1f} tokens", asked);
    } else if (options.kind == SynthesisKind::Seasonal) {
        const auto& season = theory->vectors->season;
        if (!season || season->period != *plan.period)
            found = fmt::format("has no season of {} tokens", *plan.period);
    }
    if (found.empty())
        return {};
    return usageError(fmt::format(
        "{} (the {} kind should be {}, but the head made of these options "
        "{}).",
        remedyOf(options), synthesisKindName(options.kind), patternName(*pattern), found));
}

} // namespace ropescope
