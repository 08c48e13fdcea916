// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/trace_agreement.h"

#include <algorithm>
#include <array>
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

/// A recorded layer of `one` that `other` lacks.
std::optional<int> missingLayer(const TraceTheory& one, const TraceTheory& other)
{
    for (const LayerTheory& layer : one.layers) {
        if (std::ranges::find(other.layers, layer.layer, &LayerTheory::layer) == other.layers.end())
            return layer.layer.value;
    }
    return std::nullopt;
}

/// In what two traces cannot be of one model; empty: in nothing.
std::string difference(const NamedTheory& first, const NamedTheory& other)
{
    const auto unlike = [&](std::string_view what, int here, int there) {
        return fmt::format("{} has {} {}, {} has {}", other.name, what, there, first.name, here);
    };
    if (first.info.headDim != other.info.headDim)
        return unlike("head dimension", first.info.headDim, other.info.headDim);
    if (first.info.numHeads != other.info.numHeads)
        return unlike("heads a layer:", first.info.numHeads, other.info.numHeads);
    if (first.info.numKvHeads != other.info.numKvHeads)
        return unlike("key heads a layer:", first.info.numKvHeads, other.info.numKvHeads);
    if (const auto layer = missingLayer(first.theory, other.theory))
        return fmt::format("layer {} of {} is not in {}", *layer, first.name, other.name);
    if (const auto layer = missingLayer(other.theory, first.theory))
        return fmt::format("layer {} of {} is not in {}", *layer, other.name, first.name);
    return {};
}

} // namespace

std::string modelsDiffer(const std::vector<NamedTheory>& traces)
{
    const auto named = [](const NamedTheory& trace) { return !trace.info.model.empty(); };
    const auto first = std::ranges::find_if(traces, named);
    for (const NamedTheory& trace : traces) {
        if (named(trace) && trace.info.model != first->info.model) {
            return fmt::format(
                "{} is of the model '{}', {} of '{}': the agreement below is between "
                "models, not texts.",
                first->name, first->info.model, trace.name, trace.info.model);
        }
    }
    return {};
}

Result<std::vector<SimilarityAgreement>> traceAgreement(const std::vector<NamedTheory>& traces)
{
    for (const NamedTheory& trace : traces) {
        if (const std::string unlike = difference(traces.front(), trace); !unlike.empty()) {
            return fail(
                ErrorCode::InvalidArgument,
                fmt::format("Agreement is between traces of one model, but {}; analyze them "
                            "one by one.",
                            unlike));
        }
    }
    std::vector<SimilarityAgreement> result;
    for (const bool ofQueries : { true, false }) {
        for (const auto& [name, definition] : kDefinitions) {
            std::vector<Values> heads;
            std::vector<Values> layers;
            for (const NamedTheory& trace : traces) {
                heads.push_back(headValues(trace.theory,
                                           ofQueries ? &VectorTheory::query : &VectorTheory::key,
                                           definition));
                layers.push_back(layerValues(
                    trace.theory, ofQueries ? &LayerTheory::query : &LayerTheory::key, definition));
            }
            result.push_back({ ofQueries ? "q_similarity" : "k_similarity", name, agreement(heads),
                               agreement(layers) });
        }
    }
    return result;
}

} // namespace ropescope
