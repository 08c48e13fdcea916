// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/continuation_task.h"

#include <algorithm>
#include <array>
#include <random>

#include <fmt/core.h>

namespace ropescope {

namespace {

constexpr std::array<std::pair<ContinuationTask, std::string_view>, 3> kNames { {
    { ContinuationTask::Text, "text" },
    { ContinuationTask::Copy, "copy" },
    { ContinuationTask::Recall, "recall" },
} };

/// Below `bound`, the same on every machine; std::uniform_int_distribution and std::shuffle are
/// not. The bias is below bound / 2^64.
std::size_t draw(std::mt19937_64& engine, std::size_t bound)
{
    return static_cast<std::size_t>(engine() % bound);
}

void shuffle(std::vector<std::int64_t>& tokens, std::mt19937_64& engine)
{
    for (std::size_t i = tokens.size() - 1; i > 1; --i)
        std::swap(tokens[i], tokens[1 + draw(engine, i)]);
}

} // namespace

std::string_view taskName(ContinuationTask task)
{
    return std::ranges::find(kNames, task, &decltype(kNames)::value_type::first)->second;
}

std::optional<ContinuationTask> taskFromName(std::string_view name)
{
    const auto found = std::ranges::find(kNames, name, &decltype(kNames)::value_type::second);
    return found == kNames.end() ? std::nullopt : std::optional(found->first);
}

Result<TaskTokens> makeTask(ContinuationTask task, std::span<const std::int64_t> tokens,
                            int continuation, std::uint64_t seed)
{
    const bool asks = task != ContinuationTask::Text;
    const std::size_t passage
        = static_cast<std::size_t>(continuation) + (asks ? std::size_t { kCueTokens } : 0);
    // A passage in the first half of what is left beside the question, behind token 0.
    const std::size_t least = asks ? 3 * passage + 2 : passage + 1;
    if (continuation < 2) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("A continuation has at least 2 tokens, found {}.", continuation));
    }
    if (tokens.size() < least) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("The task '{}' with a continuation of {} tokens takes a text of "
                                "at least {} tokens, found {}.",
                                taskName(task), continuation, least, tokens.size()));
    }
    const auto sourceEnd = tokens.end() - static_cast<std::ptrdiff_t>(passage);
    TaskTokens result { .prompt = { tokens.begin(), sourceEnd }, .continuation = {} };
    if (!asks) {
        result.continuation.assign(sourceEnd, tokens.end());
        return result;
    }
    std::mt19937_64 engine(seed);
    if (task == ContinuationTask::Recall)
        shuffle(result.prompt, engine);
    const std::size_t places = std::max<std::size_t>(1, result.prompt.size() / 2 - passage);
    const std::size_t start = 1 + draw(engine, places);
    const auto from = result.prompt.begin() + static_cast<std::ptrdiff_t>(start);
    const std::vector<std::int64_t> repeated(from, from + static_cast<std::ptrdiff_t>(passage));
    result.passage = static_cast<int>(start);
    result.prompt.insert(result.prompt.end(), repeated.begin(), repeated.begin() + kCueTokens);
    result.continuation.assign(repeated.begin() + kCueTokens, repeated.end());
    return result;
}

} // namespace ropescope
