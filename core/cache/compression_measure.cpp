// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/compression_measure.h"

#include <algorithm>
#include <array>
#include <functional>

#include "core/base/translatable.h"

namespace ropescope {

namespace {

template <auto Value>
std::optional<double> valueOf(const std::optional<ContinuationQuality>& quality)
{
    return quality ? std::optional<double>(std::invoke(Value, *quality)) : std::nullopt;
}

template <auto Value> std::optional<double> ofContinuation(const CacheLoss& loss)
{
    return valueOf<Value>(loss.continuation);
}

template <auto Value> std::optional<double> ofFull(const CompressionStudy& study)
{
    return valueOf<Value>(study.full);
}

using Quality = ContinuationQuality;

constexpr std::array<CompressionMeasure, 5> kMeasures { {
    { "attention_mass", ROPESCOPE_TEXT("Charts", "attention mass kept"), true,
      [](const CacheLoss& loss) { return std::optional(loss.quality.attentionMass); },
      [](const CompressionStudy&) { return std::optional(1.0); } },
    { "output_error", ROPESCOPE_TEXT("Charts", "relative output error"), false,
      [](const CacheLoss& loss) { return loss.quality.outputError; },
      [](const CompressionStudy&) { return std::optional(0.0); } },
    { "kl", ROPESCOPE_TEXT("Charts", "KL of the next token (nats)"), false,
      ofContinuation<&Quality::divergence>, ofFull<&Quality::divergence> },
    { "perplexity", ROPESCOPE_TEXT("Charts", "perplexity"), false,
      ofContinuation<&Quality::perplexity>, ofFull<&Quality::perplexity> },
    { "accuracy", ROPESCOPE_TEXT("Charts", "accuracy"), true, ofContinuation<&Quality::accuracy>,
      ofFull<&Quality::accuracy> },
} };

} // namespace

std::span<const CompressionMeasure> compressionMeasures() { return kMeasures; }

const CompressionMeasure* findCompressionMeasure(std::string_view name)
{
    const auto found = std::ranges::find(kMeasures, name, &CompressionMeasure::name);
    return found == kMeasures.end() ? nullptr : &*found;
}

} // namespace ropescope
