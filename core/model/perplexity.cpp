// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/perplexity.h"

#include <fmt/core.h>

#include "core/model/text_windows.h"

namespace ropescope {

namespace {

Result<void> checkWindows(std::size_t tokens, int context, int stride)
{
    if (tokens < 2) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("Perplexity needs a text of at least two tokens, found {}.", tokens));
    }
    if (context < 2 || stride < 1 || stride > context) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Windows of {} tokens every {} tokens leave some out; expected at "
                                "least 2 tokens and a stride from 1 to as many.",
                                context, stride));
    }
    return {};
}

} // namespace

Result<Perplexity> perplexity(const LanguageModel& model, std::span<const std::int64_t> tokenIds,
                              const PerplexityOptions& options, ThreadPool& pool,
                              const Progress& progress, const std::stop_token& stop)
{
    const int context = options.context > 0 ? options.context : windowContext(model.config());
    const int stride = options.stride > 0 ? options.stride : context;
    if (const Result<void> ok = checkWindows(tokenIds.size(), context, stride); !ok)
        return tl::unexpected(ok.error());
    const CaptureOptions run { .endLayer = 1, // something must be recorded; this is the least
                               .edit = options.edit,
                               .headGains = options.headGains,
                               .skippedLayers = options.skippedLayers,
                               .withLogProbabilities = true };
    const std::vector<TextWindow> windows
        = textWindows(static_cast<int>(tokenIds.size()), context, stride);
    Perplexity result;
    double sum = 0.0;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const TextWindow& window = windows[i];
        const Progress share = [&](double fraction) {
            if (progress) {
                progress((static_cast<double>(i) + fraction) / static_cast<double>(windows.size()));
            }
        };
        const Result<CaptureResult> captured
            = model.capture(tokenIds.subspan(static_cast<std::size_t>(window.first),
                                             static_cast<std::size_t>(window.count)),
                            run, pool, share, stop);
        if (!captured)
            return tl::unexpected(captured.error());
        // Entry t - 1 is of token t.
        for (int t = window.firstScored; t < window.count; ++t)
            sum -= captured->logProbabilities[static_cast<std::size_t>(t - 1)];
        result.tokens += window.count - window.firstScored;
    }
    result.nll = sum / static_cast<double>(result.tokens);
    return result;
}

} // namespace ropescope
