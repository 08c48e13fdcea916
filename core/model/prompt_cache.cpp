// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/prompt_cache.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include <fmt/core.h>

#include "core/base/counted.h"
#include "core/model/forward_pass.h"

namespace ropescope {

PromptCache::PromptCache(Content content)
    : m_content(std::move(content))
{
}

KeptEntries PromptCache::allEntries() const
{
    std::vector<int> positions(static_cast<std::size_t>(m_content.tokens));
    std::iota(positions.begin(), positions.end(), 0);
    KeptEntries all;
    for (int layer = 0; layer < m_content.config.numLayers; ++layer) {
        const auto heads = static_cast<std::size_t>(m_content.config.numKvHeads);
        all.push_back({ { layer }, std::vector<std::vector<int>>(heads, positions) });
    }
    return all;
}

Result<void> PromptCache::check(const KeptEntries& kept, std::span<const std::int64_t> tokens) const
{
    const ModelConfig& config = m_content.config;
    if (tokens.empty() || tokens.size() > static_cast<std::size_t>(m_content.mostNewTokens)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("The prompt was read to be continued by 1 to {} tokens, found {}.",
                                m_content.mostNewTokens, tokens.size()));
    }
    for (const std::int64_t id : tokens) {
        if (id < 0 || id >= config.vocabSize) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("The continuation has id {}, but the vocabulary of {} ends at "
                                    "{}.",
                                    id, config.name, config.vocabSize - 1));
        }
    }
    if (kept.size() != static_cast<std::size_t>(config.numLayers)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Entries are kept of {}, but {} has {}.",
                                counted(static_cast<std::int64_t>(kept.size()), "layer"),
                                config.name, config.numLayers));
    }
    for (const KeptLayer& layer : kept) {
        bool fits = layer.keyHeads.size() == static_cast<std::size_t>(config.numKvHeads);
        for (const std::vector<int>& entries : layer.keyHeads) {
            fits = fits
                && std::ranges::adjacent_find(entries, std::greater_equal()) == entries.end()
                && (entries.empty() || (entries.front() >= 0 && entries.back() < m_content.tokens));
        }
        if (!fits) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("The entries kept of layer {} should be ascending positions "
                                    "below {} for each of {} key heads.",
                                    layer.layer.value, m_content.tokens, config.numKvHeads));
        }
    }
    return {};
}

Result<MatrixRM> PromptCache::continueWith(const KeptEntries& kept,
                                           std::span<const std::int64_t> tokens, ThreadPool& pool,
                                           const std::stop_token& stop) const
{
    if (const Result<void> ok = check(kept, tokens); !ok)
        return tl::unexpected(ok.error());
    const CaptureOptions options { .endLayer = 0, .withLogits = true };
    const Progress silent;
    ForwardPass pass({ .config = m_content.config,
                       .weights = m_content.weights,
                       .options = options,
                       .ropes = m_content.ropes,
                       .capacity = m_content.tokens + static_cast<int>(tokens.size()),
                       .pool = pool,
                       .progress = silent,
                       .stop = stop });
    pass.resume(m_content.layers, kept, m_content.tokens);
    if (const Result<void> done = pass.run(tokens); !done)
        return tl::unexpected(done.error());
    const MatrixRM logits = pass.takeLogits();
    return MatrixRM(logits.bottomRows(static_cast<Eigen::Index>(tokens.size())));
}

} // namespace ropescope
