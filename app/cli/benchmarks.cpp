// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/benchmarks.h"

#include <algorithm>
#include <cmath>

#include <QImage>
#include <QPainter>

#include "app/cli/benchmark_tools.h"
#include "app/cli/map_benchmarks.h"
#include "app/map_picture.h"
#include "app/resource_paths.h"
#include "core/attention/cell.h"
#include "core/model/language_model.h"
#include "core/trace/synthesize.h"
#include "gpu/cpu/map_grid.h"
#include "widgets/image_conversion.h"

namespace ropescope {
namespace {

constexpr int kHeadDim = 64;
constexpr int kPicture = 1000; ///< pixels a side, about what a large window has for the map
constexpr int kThumbnail = 64;
constexpr int kPromptTokens = 1024;

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

Result<Measurement> editToPicture(const BenchmarkBed& bed)
{
    constexpr int kEdits = 100;
    const auto head = randomHead(2048, kHeadDim, 1);
    if (!head)
        return tl::unexpected(head.error());
    Easel easel(bed.renderer, kPicture);
    return timed(kEdits,
                 [&](int run) { return easel.draw(*head, { .base = 1e4 * std::pow(1.1, run) }); });
}

/// The head is another object each time, so nothing of it is in a cache.
Result<Measurement> oneMap(const BenchmarkBed& bed, int tokens, int runs)
{
    const auto head = randomHead(tokens, kHeadDim, 1);
    if (!head)
        return tl::unexpected(head.error());
    std::vector<std::shared_ptr<const HeadTrace>> copies;
    for (int copy = 0; copy <= runs; ++copy)
        copies.push_back(std::make_shared<const HeadTrace>(**head));
    Easel easel(bed.renderer, kPicture);
    return timed(
        runs, [&](int run) { return easel.draw(copies[static_cast<std::size_t>(run) + 1], {}); });
}

Result<Measurement> map2048(const BenchmarkBed& bed) { return oneMap(bed, 2048, 30); }
Result<Measurement> map8192(const BenchmarkBed& bed) { return oneMap(bed, 8192, 10); }

/// As the window's strip of heads is drawn: all at once by the processor, then colours.
Result<Measurement> grid(const BenchmarkBed& bed)
{
    constexpr int kHeads = 64;
    constexpr int kTokens = 512;
    std::vector<std::shared_ptr<const HeadTrace>> heads;
    for (int head = 0; head < kHeads; ++head) {
        auto made = randomHead(kTokens, kHeadDim, static_cast<std::uint64_t>(head));
        if (!made)
            return tl::unexpected(made.error());
        heads.push_back(std::move(*made));
    }
    const ColourScale scale { .map = colourMaps().data(), .kind = ScaleKind::Sqrt };
    QImage surface(kThumbnail, kThumbnail, QImage::Format_ARGB32_Premultiplied);
    return timed(10, [&](int run) -> Result<void> {
        std::vector<MapRequest> requests;
        for (const auto& head : heads) {
            auto table = makeRopeTable(head->rope, { .base = 1e4 + run });
            if (!table)
                return tl::unexpected(table.error());
            const TokenRange all { 0, kTokens };
            requests.push_back({ .head = head,
                                 .rope = std::move(*table),
                                 .region = { all, all, kThumbnail, kThumbnail } });
        }
        for (const Result<ValueMap>& map : drawMaps(requests, bed.pool, {})) {
            if (!map)
                return tl::unexpected(map.error());
            const auto image = bed.renderer.paint(*map, scale);
            if (!image)
                return tl::unexpected(image.error());
            QPainter(&surface).drawImage(0, 0, toQImage(*image));
        }
        return {};
    });
}

Result<Measurement> prompt(const BenchmarkBed& bed)
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

/// Each run reads another cell, as under a moving mouse.
template <class Read> Result<Measurement> oneCell(int tokens, Read read)
{
    constexpr int kReadings = 200;
    const auto head = randomHead(tokens, kHeadDim, 1);
    if (!head)
        return tl::unexpected(head.error());
    const auto table = makeRopeTable((*head)->rope, {});
    if (!table)
        return tl::unexpected(table.error());
    return timed(kReadings, [&](int run) -> Result<void> {
        const int query = tokens - 2 - run; // long rows, the last ones
        return read(**head, *table, query, query / 2).map([](const auto&) {});
    });
}

/// What a hovered cell shows at once.
Result<Measurement> cellParts2048(const BenchmarkBed&)
{
    return oneCell(2048, [](const HeadTrace& head, const RopeTable& table, int query, int key) {
        return cellParts(head, table, query, key);
    });
}

/// And with the probability, for which the whole row is summed.
Result<Measurement> cell2048(const BenchmarkBed&)
{
    return oneCell(2048, [](const HeadTrace& head, const RopeTable& table, int query, int key) {
        return cellValue(head, table, query, key);
    });
}

std::vector<Benchmark> allBenchmarks()
{
    std::vector<Benchmark> all {
        { .name = "edit_to_picture_2048",
          .meaning = "base edit to picture, 2048 tokens, d 64",
          .run = editToPicture },
        { .name = "map_2048", .meaning = "one map to picture, 2048 tokens, d 64", .run = map2048 },
        { .name = "map_8192", .meaning = "one map to picture, 8192 tokens, d 64", .run = map8192 },
        { .name = "grid_64_heads_512", .meaning = "64 thumbnails, 512 tokens, d 64", .run = grid },
        { .name = "cell_parts_2048",
          .meaning = "parts of one logit, 2048 tokens, d 64",
          .run = cellParts2048 },
        { .name = "cell_2048",
          .meaning = "one cell with its row, 2048 tokens, d 64",
          .run = cell2048 },
        { .name = "prompt_1024",
          .meaning = "prompt of 1024 tokens through the built-in model",
          .amount = kPromptTokens,
          .run = prompt },
    };
    for (Benchmark& benchmark : mapBenchmarks())
        all.push_back(std::move(benchmark));
    return all;
}

} // namespace

const std::vector<Benchmark>& benchmarks()
{
    static const std::vector<Benchmark> all = allBenchmarks();
    return all;
}

Result<std::shared_ptr<const HeadTrace>> randomHead(int tokens, int headDim, std::uint64_t seed)
{
    return synthesize({ .kind = SynthesisKind::Random,
                        .tokens = tokens,
                        .headDim = headDim,
                        .pair = {},
                        .period = {},
                        .seed = seed })
        .and_then([](const TracePtr& trace) {
            return trace->head({ { 0 }, { 0 } });
        })
        .map([](HeadTrace head) { return std::make_shared<const HeadTrace>(std::move(head)); });
}

double quantile(std::vector<double> durations, double share)
{
    std::sort(durations.begin(), durations.end());
    const double rank = std::ceil(share * static_cast<double>(durations.size()));
    return durations[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

} // namespace ropescope
