// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/trace_agreement.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include <fmt/core.h>

#include "core/theory/rank_correlation.h"

namespace ropescope {

namespace {

using Values = std::vector<std::optional<double>>;
using Definition = std::optional<double> TokenSimilarity::*;

constexpr std::array<std::pair<std::string_view, Definition>, 3> kDefinitions { {
    { "pairwise", &TokenSimilarity::pairwise },
    { "pairwise_window", &TokenSimilarity::pairwiseWindow },
    { "consecutive", &TokenSimilarity::consecutive },
} };

std::optional<double> spearmanOfPresent(const Values& a, const Values& b)
{
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (const auto& ofA = a[i], &ofB = b[i]; ofA && ofB) {
            x.push_back(*ofA);
            y.push_back(*ofB);
        }
    }
    return spearman(x, y);
}

RankAgreement agreement(const std::vector<Values>& traces)
{
    RankAgreement result;
    double sum = 0.0;
    int count = 0;
    for (std::size_t first = 0; first < traces.size(); ++first) {
        for (std::size_t second = first + 1; second < traces.size(); ++second) {
            const auto rho = spearmanOfPresent(traces[first], traces[second]);
            result.pairs.push_back({ static_cast<int>(first), static_cast<int>(second), rho });
            sum += rho.value_or(0.0);
            count += rho ? 1 : 0;
        }
    }
    if (count > 0)
        result.mean = sum / count;
    return result;
}

Values headValues(const TraceTheory& trace, TokenSimilarity VectorTheory::*side,
                  Definition definition)
{
    Values values;
    for (const HeadTheory& head : trace.heads) {
        values.push_back(head.vectors ? (*head.vectors).*side.*definition : std::nullopt);
    }
    return values;
}

Values layerValues(const TraceTheory& trace, TokenSimilarity LayerTheory::*side,
                   Definition definition)
{
    Values values;
    for (const LayerTheory& layer : trace.layers)
        values.push_back(layer.*side.*definition);
    return values;
}

} // namespace

Result<std::vector<SimilarityAgreement>> traceAgreement(const std::vector<TraceTheory>& traces)
{
    for (const TraceTheory& trace : traces) {
        if (!std::ranges::equal(trace.heads, traces.front().heads, {}, &HeadTheory::id,
                                &HeadTheory::id)) {
            return fail(
                ErrorCode::InvalidArgument,
                fmt::format("The traces do not hold the same layers and heads ({} heads and "
                            "{}): agreement is between traces of one model.",
                            traces.front().heads.size(), trace.heads.size()));
        }
    }
    std::vector<SimilarityAgreement> result;
    for (const bool ofQueries : { true, false }) {
        for (const auto& [name, definition] : kDefinitions) {
            std::vector<Values> heads;
            std::vector<Values> layers;
            for (const TraceTheory& trace : traces) {
                heads.push_back(headValues(
                    trace, ofQueries ? &VectorTheory::query : &VectorTheory::key, definition));
                layers.push_back(layerValues(
                    trace, ofQueries ? &LayerTheory::query : &LayerTheory::key, definition));
            }
            result.push_back({ ofQueries ? "q_similarity" : "k_similarity", name, agreement(heads),
                               agreement(layers) });
        }
    }
    return result;
}

} // namespace ropescope
