// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/benchmarks.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <QImage>
#include <QPainter>

#include "app/map_picture.h"
#include "app/resource_paths.h"
#include "core/model/language_model.h"
#include "core/trace/synthesize.h"
#include "widgets/image_conversion.h"

namespace ropescope {
namespace {

constexpr int kHeadDim = 64;
constexpr int kPicture = 1000; ///< pixels a side, about what a large window has for the map
constexpr int kThumbnail = 64;
constexpr int kPromptTokens = 1024;

double millisecondsOf(const std::function<void()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> taken
        = std::chrono::steady_clock::now() - start;
    return taken.count();
}

/// A head without a pattern: no part of the work is easier than usual.
Result<std::shared_ptr<const HeadTrace>> randomHead(int tokens, std::uint64_t seed)
{
    return synthesize({ .kind = SynthesisKind::Random,
                        .tokens = tokens,
                        .headDim = kHeadDim,
                        .pair = {},
                        .period = {},
                        .seed = seed })
        .and_then([](const TracePtr& trace) {
            return trace->head({ { 0 }, { 0 } });
        })
        .map([](HeadTrace head) { return std::make_shared<const HeadTrace>(std::move(head)); });
}

/// What lies between an edit and pixels on a surface: rotation, values, colours, and the picture
/// drawn into an image. No window, no events and no threads of a session are in the times.
class Easel {
public:
    Easel(Renderer& renderer, int side)
        : m_renderer(renderer)
        , m_side(side)
        , m_surface(side, side, QImage::Format_ARGB32_Premultiplied)
    {
    }

    Result<void> draw(const std::shared_ptr<const HeadTrace>& head, const RopeEdit& edit)
    {
        const Result<RopeTable> table = makeRopeTable(head->rope, edit);
        if (!table)
            return tl::unexpected(table.error());
        const TokenRange all { 0, head->tokenCount() };
        const Result<MapPicture> picture = drawPicture(m_renderer,
                                                       { .head = head,
                                                         .original = *table,
                                                         .edited = *table,
                                                         .view = {},
                                                         .region = { all, all, m_side, m_side },
                                                         .previous = nullptr },
                                                       {});
        if (!picture)
            return tl::unexpected(picture.error());
        QPainter(&m_surface).drawImage(0, 0, toQImage(picture->image));
        return {};
    }

private:
    Renderer& m_renderer;
    int m_side;
    QImage m_surface;
};

/// Times `runs` calls of work(run) after one that is not counted; work gives a Result<void>.
template <class Work> Result<std::vector<double>> timed(int runs, Work work)
{
    std::vector<double> durations;
    for (int run = -1; run < runs; ++run) {
        Result<void> done;
        const double duration = millisecondsOf([&] { done = work(run); });
        if (!done)
            return tl::unexpected(done.error());
        if (run >= 0)
            durations.push_back(duration);
    }
    return durations;
}

Result<std::vector<double>> editToPicture(const BenchmarkBed& bed)
{
    constexpr int kEdits = 100;
    const auto head = randomHead(2048, 1);
    if (!head)
        return tl::unexpected(head.error());
    Easel easel(bed.renderer, kPicture);
    return timed(kEdits,
                 [&](int run) { return easel.draw(*head, { .base = 1e4 * std::pow(1.1, run) }); });
}

/// The head is another object each time, so nothing of it is in a cache.
Result<std::vector<double>> oneMap(const BenchmarkBed& bed, int tokens, int runs)
{
    const auto head = randomHead(tokens, 1);
    if (!head)
        return tl::unexpected(head.error());
    std::vector<std::shared_ptr<const HeadTrace>> copies;
    for (int copy = 0; copy <= runs; ++copy)
        copies.push_back(std::make_shared<const HeadTrace>(**head));
    Easel easel(bed.renderer, kPicture);
    return timed(
        runs, [&](int run) { return easel.draw(copies[static_cast<std::size_t>(run + 1)], {}); });
}

Result<std::vector<double>> map2048(const BenchmarkBed& bed) { return oneMap(bed, 2048, 30); }
Result<std::vector<double>> map8192(const BenchmarkBed& bed) { return oneMap(bed, 8192, 10); }

Result<std::vector<double>> grid(const BenchmarkBed& bed)
{
    constexpr int kHeads = 64;
    std::vector<std::shared_ptr<const HeadTrace>> heads;
    for (int head = 0; head < kHeads; ++head) {
        auto made = randomHead(512, static_cast<std::uint64_t>(head));
        if (!made)
            return tl::unexpected(made.error());
        heads.push_back(std::move(*made));
    }
    Easel easel(bed.renderer, kThumbnail);
    return timed(10, [&](int run) -> Result<void> {
        for (const auto& head : heads) {
            if (auto drawn = easel.draw(head, { .base = 1e4 + run }); !drawn)
                return drawn;
        }
        return {};
    });
}

Result<std::vector<double>> prompt(const BenchmarkBed& bed)
{
    const auto model = LanguageModel::open(resourcePath("model"));
    if (!model)
        return tl::unexpected(model.error());
    std::vector<std::int64_t> ids;
    for (std::int64_t token = 0; token < kPromptTokens; ++token)
        ids.push_back(token * 7919 % (*model)->config().vocabSize);
    return timed(5, [&](int) {
        return (*model)->capture(ids, {}, bed.pool, [](double) {}, {}).map([](const auto&) {});
    });
}

} // namespace

const std::vector<Benchmark>& benchmarks()
{
    static const std::vector<Benchmark> all {
        { "edit_to_picture_2048", "base edit to picture, 2048 tokens, d 64", 0.0, editToPicture },
        { "map_2048", "one map to picture, 2048 tokens, d 64", 0.0, map2048 },
        { "map_8192", "one map to picture, 8192 tokens, d 64", 0.0, map8192 },
        { "grid_64_heads_512", "64 thumbnails, 512 tokens, d 64", 0.0, grid },
        { "prompt_1024", "prompt of 1024 tokens through the built-in model", kPromptTokens,
          prompt },
    };
    return all;
}

double quantile(std::vector<double> durations, double share)
{
    std::sort(durations.begin(), durations.end());
    const double rank = std::ceil(share * static_cast<double>(durations.size()));
    return durations[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

} // namespace ropescope
