// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/synthesize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include <fmt/core.h>

#include "core/rope/rope_edit.h"
#include "core/trace/memory_trace.h"
#include "core/trace/synthesis_canvas.h"
#include "core/trace/synthesis_plan.h"

namespace ropescope {

namespace {

constexpr int kMaxHeadDim = 4096;
constexpr std::int64_t kMaxValues = std::int64_t { 1 } << 30; // 4 GiB for q and as much for k

constexpr std::array<std::pair<SynthesisKind, std::string_view>, 6> kNames { {
    { SynthesisKind::Sink, "sink" },
    { SynthesisKind::Diagonal, "diagonal" },
    { SynthesisKind::Periodic, "periodic" },
    { SynthesisKind::Seasonal, "seasonal" },
    { SynthesisKind::Random, "random" },
    { SynthesisKind::Massive, "massive" },
} };

/// What half of the prompt turns a pair by, in radians.
double halfTurnOf(const SynthesisCanvas& canvas, int pair)
{
    return 0.5 * canvas.theta[static_cast<std::size_t>(pair)] * canvas.tokens;
}

/// One queries-alike pair meets one strong key. The phase is chosen so that cos(phi + t theta) is
/// largest half-way through the prompt and thus nowhere below cos(n theta / 2).
void paintSink(SynthesisCanvas& canvas, int pair)
{
    const double halfTurn = halfTurnOf(canvas, pair);
    canvas.fillWithNoise(0.5);
    // Against n keys of logit about 0 this leaves key 0 a share of at least e^4 / (1 + e^4).
    const double logit = (std::log(canvas.tokens) + 4.0) / std::cos(halfTurn);
    canvas.addToAll(canvas.q, pair, std::polar(canvas.magnitude(logit), -halfTurn));
    canvas.add(canvas.k, 0, pair, canvas.magnitude(logit));
}

/// All pairs agree at lag 1 and nowhere else. Weights fall with the frequency, because slow pairs
/// do not tell neighbouring lags apart.
void paintDiagonal(SynthesisCanvas& canvas)
{
    constexpr double kPeak = 14.0;
    constexpr double kLag = 1.0;
    canvas.fillWithNoise(0.1875);
    double sum = 0.0;
    for (const double theta : canvas.theta)
        sum += theta;
    for (int pair = 0; pair < canvas.pairCount(); ++pair) {
        const double theta = canvas.theta[static_cast<std::size_t>(pair)];
        const double magnitude = canvas.magnitude(kPeak * theta / sum);
        canvas.addToAll(canvas.q, pair, magnitude);
        canvas.addToAll(canvas.k, pair, std::polar(magnitude, kLag * theta));
    }
}

/// One pair holds the energy of all queries and keys alike: z = 8 cos(lag * theta) + noise.
void paintOnePair(SynthesisCanvas& canvas, int pair)
{
    constexpr double kPeak = 8.0;
    canvas.fillWithNoise(0.75);
    canvas.addToAll(canvas.q, pair, canvas.magnitude(kPeak));
    canvas.addToAll(canvas.k, pair, canvas.magnitude(kPeak));
}

/// How far L tokens leave pair m from where it was: 2 |sin(L theta / 2)|, the factor of Thm 5.4.
double detuning(const SynthesisCanvas& canvas, int pair, int period)
{
    return 2.0 * std::abs(std::sin(0.5 * period * canvas.theta[static_cast<std::size_t>(pair)]));
}

/// Both are always there.
SynthesisPlan chooseSeason(const SynthesisCanvas& canvas, const SynthesisOptions& options)
{
    if (options.period) {
        if (options.pair)
            return { *options.pair, *options.period };
        // A pair that turns at least once and ends where it began; the slowest such one.
        int best = 0;
        for (int pair = 1; pair < canvas.pairCount(); ++pair) {
            if (canvas.wavelength(pair) < 1.5 * *options.period
                && detuning(canvas, pair, *options.period)
                    <= detuning(canvas, best, *options.period)) {
                best = pair;
            }
        }
        return { best, *options.period };
    }
    const int pair = options.pair.value_or(canvas.pairOfWavelength(24.0));
    const auto turns = [&](int count) {
        const double length = std::min(1e9, std::round(count * canvas.wavelength(pair)));
        return std::max(1, static_cast<int>(length));
    };
    int best = turns(1);
    for (int count = 2; count <= 4; ++count) {
        if (detuning(canvas, pair, turns(count)) < 0.5 * detuning(canvas, pair, best))
            best = turns(count);
    }
    return { pair, best };
}

/// Queries and keys repeat every L tokens, and what they hold lies in pairs that L brings back to
/// (nearly) where they were: the resonating one and those too slow to notice.
void paintSeasonal(SynthesisCanvas& canvas, int dominantPair, int period)
{
    constexpr double kPeak = 6.0;
    constexpr double kMaxDetuning = 0.1;
    canvas.fillWithNoise(0.125);
    std::vector<int> resonating;
    for (int pair = 0; pair < canvas.pairCount(); ++pair) {
        if (pair != dominantPair && detuning(canvas, pair, period) < kMaxDetuning)
            resonating.push_back(pair);
    }
    const int phases = std::min(period, canvas.tokens);
    for (MatrixRM* x : { &canvas.q, &canvas.k }) {
        for (int phase = 0; phase < phases; ++phase) {
            const double loudness = 1.0 + 0.125 * canvas.noise.next();
            std::vector<std::complex<double>> content;
            for (std::size_t i = 0; i < resonating.size(); ++i) {
                const double re = canvas.noise.next();
                content.emplace_back(re, canvas.noise.next());
            }
            for (Eigen::Index row = phase; row < canvas.tokens; row += period) {
                canvas.add(*x, row, dominantPair, loudness * canvas.magnitude(kPeak));
                for (std::size_t i = 0; i < resonating.size(); ++i)
                    canvas.add(*x, row, resonating[i], content[i]);
            }
        }
    }
}

Result<void> check(const SynthesisOptions& options)
{
    const auto invalid
        = [](std::string message) { return fail(ErrorCode::InvalidArgument, std::move(message)); };
    if (options.tokens < 1)
        return invalid(
            fmt::format("The number of tokens is {}; it must be at least 1.", options.tokens));
    if (options.headDim < 2 || options.headDim > kMaxHeadDim || options.headDim % 2 != 0) {
        return invalid(fmt::format("The head dimension is {}; it must be even, from 2 to {}.",
                                   options.headDim, kMaxHeadDim));
    }
    if (std::int64_t { options.tokens } * options.headDim > kMaxValues) {
        return invalid(fmt::format("{} tokens of head dimension {} are too many: the product must "
                                   "not exceed {}.",
                                   options.tokens, options.headDim, kMaxValues));
    }
    if (!(options.base >= kMinBase && options.base <= kMaxBase)) {
        return invalid(fmt::format("The RoPE base is {}; it must lie between {} and {}.",
                                   options.base, kMinBase, kMaxBase));
    }
    if (options.pair && (*options.pair < 0 || *options.pair >= options.headDim / 2)) {
        return invalid(fmt::format("There is no pair {}: a head dimension of {} has pairs 0 to {}.",
                                   *options.pair, options.headDim, options.headDim / 2 - 1));
    }
    if (options.period && *options.period < 1)
        return invalid(fmt::format("The period is {}; it must be at least 1.", *options.period));
    const SynthesisKind kind = options.kind;
    if (options.period && kind != SynthesisKind::Seasonal) {
        return invalid(
            fmt::format("The {} kind has no period to set; choose its pair or the seasonal kind.",
                        synthesisKindName(kind)));
    }
    if (options.pair && (kind == SynthesisKind::Diagonal || kind == SynthesisKind::Random))
        return invalid(
            fmt::format("The {} kind has no dominant pair to set.", synthesisKindName(kind)));
    return {};
}

/// Of options that are valid.
SynthesisPlan choose(const SynthesisCanvas& canvas, const SynthesisOptions& options)
{
    switch (options.kind) {
    case SynthesisKind::Sink:
        return { .pair = options.pair.value_or(canvas.pairCount() - 1) };
    case SynthesisKind::Periodic:
        return { .pair = options.pair.value_or(canvas.pairOfWavelength(16.0)) };
    case SynthesisKind::Seasonal:
        return chooseSeason(canvas, options);
    case SynthesisKind::Massive: {
        const int slow = (canvas.pairCount() * 60 + 32) / 64; // Qwen2.5-7B: pair 60 of 64
        return { .pair = options.pair.value_or(std::min(slow, canvas.pairCount() - 1)) };
    }
    case SynthesisKind::Diagonal:
    case SynthesisKind::Random:
        break;
    }
    return {};
}

void paint(SynthesisCanvas& canvas, SynthesisKind kind, const SynthesisPlan& plan)
{
    switch (kind) {
    case SynthesisKind::Sink:
        return paintSink(canvas, *plan.pair);
    case SynthesisKind::Diagonal:
        return paintDiagonal(canvas);
    case SynthesisKind::Periodic:
    case SynthesisKind::Massive:
        return paintOnePair(canvas, *plan.pair);
    case SynthesisKind::Seasonal:
        return paintSeasonal(canvas, *plan.pair, *plan.period);
    case SynthesisKind::Random:
        return canvas.fillWithNoise(1.5); // logits of standard deviation 1.5^2
    }
}

SynthesisCanvas emptyCanvas(const SynthesisOptions& options)
{
    return { options.tokens,
             options.headDim,
             defaultTheta(options.base, options.headDim),
             Noise(options.seed),
             {},
             {} };
}

} // namespace

std::string_view synthesisKindName(SynthesisKind kind)
{
    const auto* const entry = std::find_if(kNames.begin(), kNames.end(),
                                           [&](const auto& e) { return e.first == kind; });
    return entry->second;
}

std::optional<SynthesisKind> synthesisKindFromName(std::string_view name)
{
    for (const auto& [kind, kindName] : kNames) {
        if (kindName == name)
            return kind;
    }
    return std::nullopt;
}

Result<SynthesisPlan> planSynthesis(const SynthesisOptions& options)
{
    if (const Result<void> valid = check(options); !valid)
        return tl::unexpected(valid.error());
    return choose(emptyCanvas(options), options);
}

Result<void> checkPlan(const SynthesisOptions& options, const SynthesisPlan& plan)
{
    if (options.kind != SynthesisKind::Sink)
        return {};
    const SynthesisCanvas canvas = emptyCanvas(options);
    if (halfTurnOf(canvas, *plan.pair) <= std::numbers::pi / 3.0)
        return {};
    return fail(ErrorCode::InvalidArgument,
                fmt::format("A sink over {} tokens needs a slower pair than pair {} (wavelength "
                            "{:.0f} tokens, needed {}): raise the base or the head dimension.",
                            canvas.tokens, *plan.pair, canvas.wavelength(*plan.pair),
                            3 * canvas.tokens));
}

Result<TracePtr> synthesize(const SynthesisOptions& options)
{
    const Result<SynthesisPlan> plan = planSynthesis(options);
    if (!plan)
        return tl::unexpected(plan.error());
    if (const Result<void> possible = checkPlan(options, *plan); !possible)
        return tl::unexpected(possible.error());
    SynthesisCanvas canvas = emptyCanvas(options);
    paint(canvas, options.kind, *plan);

    TraceInfo info;
    info.model = fmt::format("synthetic {}", synthesisKindName(options.kind));
    info.creator = "ropescope synthesize";
    info.numLayers = 1;
    info.numHeads = 1;
    info.numKvHeads = 1;
    info.headDim = options.headDim;
    info.tokenCount = options.tokens;
    info.attentionScale = 1.0 / std::sqrt(static_cast<double>(options.headDim));
    info.rope.base = options.base;
    info.rope.rotaryDim = options.headDim;
    info.rope.theta = canvas.theta;
    LayerInfo layer;
    layer.rope = info.rope;
    info.layers.push_back(std::move(layer));
    LayerTensors tensors;
    tensors.q = std::move(canvas.q);
    tensors.k = std::move(canvas.k);
    MemoryTraceContent content;
    content.info = std::move(info);
    content.layers.push_back(std::move(tensors));
    return std::make_shared<const MemoryTrace>(std::move(content));
}

} // namespace ropescope
