// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/content_run.h"

namespace ropescope {

namespace {

/// Of the work, as far as it is known beforehand.
constexpr double kRunShare = 0.2;
constexpr double kTheoryShare = 0.4; ///< twice

Progress part(const Progress& whole, double begin, double share)
{
    return [&whole, begin, share](double fraction) {
        if (whole)
            whole(begin + share * fraction);
    };
}

} // namespace

Result<ContentComparison> compareWithRandom(const SourceRun& text, ThreadPool& pool,
                                            const Progress& progress, const std::stop_token& stop)
{
    const auto random = runRandomTokens(text, text.source.trace->info().tokenCount, pool,
                                        part(progress, 0.0, kRunShare), stop);
    if (!random)
        return tl::unexpected(random.error());
    const TheoryOptions options { .withBounds = false, .withSpectra = false };
    const auto onText = traceTheory(*text.source.trace, {}, options, pool,
                                    part(progress, kRunShare, kTheoryShare), stop);
    if (!onText)
        return tl::unexpected(onText.error());
    const auto onRandom = traceTheory(*random->source.trace, {}, options, pool,
                                      part(progress, kRunShare + kTheoryShare, kTheoryShare), stop);
    if (!onRandom)
        return tl::unexpected(onRandom.error());
    return compareContent(*onText, *onRandom);
}

} // namespace ropescope
