// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/prompt_observation.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include <fmt/core.h>

#include "core/cache/expected_attention.h"
#include "core/cache/probability_rows.h"
#include "core/rope/rope_edit.h"
#include "core/theory/head_similarity.h"

namespace ropescope {

namespace {

/// What one query head adds to its key head and layer.
struct HeadObservation {
    KeyHeadObservation keys;
    double entropy = 0.0;
    double variance = 0.0;
    std::optional<double> querySimilarity;
};

double entropyOf(const Eigen::Ref<const MatrixRMd>& probabilities)
{
    double sum = 0.0;
    for (const double p : probabilities.reshaped())
        sum -= p > 0.0 ? p * std::log(p) : 0.0;
    return sum;
}

Result<HeadObservation> observeHead(HeadTrace trace, const PromptObservation& prompt,
                                    const std::stop_token& stop)
{
    trace.q.conservativeResize(prompt.tokens, Eigen::NoChange);
    trace.k.conservativeResize(prompt.tokens, Eigen::NoChange);
    const Result<RopeTable> table = makeRopeTable(trace.rope, {});
    if (!table)
        return tl::unexpected(table.error());
    const ExactHead exact = exactHead(trace, *table);
    const int earlier = prompt.earlier();

    HeadObservation result;
    result.keys.received.setZero(earlier);
    MatrixRMd late = MatrixRMd::Zero(prompt.window, earlier);
    const auto add = [&](int t, int firstKey, const Eigen::Ref<const Eigen::RowVectorXd>& p) {
        const int count = std::min(static_cast<int>(p.size()), earlier - firstKey);
        if (count <= 0)
            return;
        result.keys.received.segment(firstKey, count) += p.head(count).transpose();
        if (t >= earlier)
            late.row(t - earlier).segment(firstKey, count) = p.head(count);
    };
    if (const auto swept = forEachProbabilityRow(exact, { 0, prompt.tokens }, add, stop); !swept)
        return tl::unexpected(swept.error());

    // Row by row, not by Eigen's colwise(): keys that are alike must tie to the last bit.
    result.keys.windowSum.setZero(earlier);
    for (const auto row : late.rowwise())
        result.keys.windowSum += row.transpose();
    const Eigen::RowVectorXd mean = result.keys.windowSum.transpose() / prompt.window;
    result.keys.windowVariance.setZero(earlier);
    for (const auto row : late.rowwise())
        result.keys.windowVariance += (row - mean).cwiseAbs2().transpose();
    result.keys.windowVariance /= std::max(1, prompt.window - 1);
    result.entropy = entropyOf(late);
    result.variance = result.keys.windowVariance.sum();
    result.querySimilarity
        = windowSimilarity(trace.q, { earlier, prompt.tokens }, VectorFrame::Rotated, *table);
    if (prompt.hasValues && earlier > 0)
        result.keys.expected = expectedAttention(exact, prompt.tokens).head(earlier);
    return result;
}

/// Sums of the query heads of one key head; expected attention is the mean, times |v|.
Result<HeadObservation> observeKeyHead(const Trace& trace, LayerIndex layer, int keyHead,
                                       const PromptObservation& prompt, const std::stop_token& stop)
{
    const int group = trace.info().numHeads / trace.info().numKvHeads;
    HeadObservation sum;
    double similarities = 0.0;
    for (int member = 0; member < group; ++member) {
        Result<HeadTrace> head = trace.head({ layer, { keyHead * group + member } });
        if (!head)
            return tl::unexpected(head.error());
        Result<HeadObservation> one = observeHead(std::move(*head), prompt, stop);
        if (!one)
            return one;
        similarities += one->querySimilarity.value_or(0.0);
        if (member == 0) {
            sum = std::move(*one);
            continue;
        }
        sum.keys.received += one->keys.received;
        sum.keys.windowSum += one->keys.windowSum;
        sum.keys.windowVariance += one->keys.windowVariance;
        sum.keys.expected += one->keys.expected;
        sum.entropy += one->entropy;
        sum.variance += one->variance;
    }
    if (sum.querySimilarity)
        sum.querySimilarity = similarities;
    for (Eigen::VectorXd* scores :
         { &sum.keys.received, &sum.keys.windowSum, &sum.keys.windowVariance, &sum.keys.expected })
        *scores /= group;
    if (sum.keys.expected.size() > 0) {
        const Result<MatrixRM> values = trace.values(layer, keyHead);
        if (!values)
            return tl::unexpected(values.error());
        sum.keys.expected.array()
            *= values->topRows(prompt.earlier()).cast<double>().rowwise().norm().array();
    }
    return sum;
}

LayerObservation layerOf(LayerIndex layer, std::vector<HeadObservation> keyHeads, int numHeads)
{
    LayerObservation result { .layer = layer };
    double similarities = 0.0;
    for (HeadObservation& head : keyHeads) {
        result.entropy += head.entropy;
        result.variance += head.variance;
        similarities += head.querySimilarity.value_or(0.0);
        result.keyHeads.push_back(std::move(head.keys));
    }
    if (keyHeads.front().querySimilarity)
        result.querySimilarity = similarities / numHeads;
    return result;
}

} // namespace

Result<PromptObservation> observePrompt(const Trace& trace, int tokens, ThreadPool& pool,
                                        const Progress& progress, const std::stop_token& stop)
{
    const TraceInfo& info = trace.info();
    if (tokens < 1 || tokens > info.tokenCount) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("A prompt of {} tokens was asked for, but the trace has {}.",
                                tokens, info.tokenCount));
    }
    PromptObservation result { .tokens = tokens,
                               .window = std::min(tokens, kObservationWindow),
                               .hasValues = true };
    std::vector<LayerIndex> layers;
    for (int layer = 0; layer < info.numLayers; ++layer) {
        const LayerInfo& its = info.layers[static_cast<std::size_t>(layer)];
        if (!its.hasQueryKey)
            continue;
        layers.push_back({ layer });
        result.hasValues = result.hasValues && its.hasValues;
    }
    if (layers.empty()) {
        return fail(ErrorCode::NotFound,
                    "No layer holds queries and keys, so there is no cache to compress.");
    }

    const int keyHeads = info.numKvHeads;
    const int count = static_cast<int>(layers.size()) * keyHeads;
    std::vector<std::vector<HeadObservation>> heads(
        layers.size(), std::vector<HeadObservation>(static_cast<std::size_t>(keyHeads)));
    std::mutex mutex;
    std::optional<Error> failure;
    int done = 0;
    pool.forEach(count, [&](int index, int) {
        const auto at = static_cast<std::size_t>(index / keyHeads);
        const int keyHead = index % keyHeads;
        auto observed = observeKeyHead(trace, layers[at], keyHead, result, stop);
        const std::lock_guard lock(mutex);
        if (observed)
            heads[at][static_cast<std::size_t>(keyHead)] = std::move(*observed);
        else if (!failure)
            failure = observed.error();
        if (progress)
            progress(static_cast<double>(++done) / count);
    });
    if (failure)
        return tl::unexpected(*failure);
    for (std::size_t at = 0; at < layers.size(); ++at)
        result.layers.push_back(layerOf(layers[at], std::move(heads[at]), info.numHeads));
    return result;
}

} // namespace ropescope
