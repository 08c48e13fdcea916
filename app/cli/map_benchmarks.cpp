// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/map_benchmarks.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include <cblas.h>
#include <fmt/core.h>

#include "app/cli/benchmark_tools.h"
#include "core/rope/rope_edit.h"

namespace ropescope {
namespace {

constexpr int kPixels = 1000;
constexpr int kPanTokens = 2000; ///< a side of a zoomed view

struct Shape {
    int tokens = 0;
    int headDim = 0;
    int runs = 0;
};

/// Fewer runs where each takes long.
constexpr Shape kShapes[]
    = { { 2048, 64, 15 }, { 2048, 128, 15 }, { 8192, 64, 7 },   { 8192, 128, 7 },
        { 32768, 64, 3 }, { 32768, 128, 3 }, { 131072, 64, 1 }, { 131072, 128, 1 } };
constexpr int kLongPrompt = 131072;

using HeadPtr = std::shared_ptr<const HeadTrace>;

Result<MapRequest> wholeMap(const HeadPtr& head, const RopeEdit& edit)
{
    const TokenRange all { 0, head->tokenCount() };
    return makeRopeTable(head->rope, edit).map([&](RopeTable rope) {
        return MapRequest { .head = head,
                            .rope = std::move(rope),
                            .region = { all, all, kPixels, kPixels } };
    });
}

RopeEdit editOf(int run) { return { .base = 1e4 * std::pow(1.1, run) }; }

Result<void> draw(Renderer& renderer, const Result<MapRequest>& request)
{
    if (!request)
        return tl::unexpected(request.error());
    return renderer.map(*request, {}).map([](const ValueMap&) {});
}

double visibleFlops(const Shape& shape)
{
    const double n = shape.tokens;
    return n * (n + 1.0) / 2.0 * 2.0 * shape.headDim;
}

/// Flops a second of the causal half of q k^T as square blocks, on the pool's threads.
double sgemmRate(const HeadTrace& head, ThreadPool& pool)
{
    constexpr int kSide = 512; // what OpenBLAS needs for its best rate
    const int blocks = std::max(1, head.tokenCount() / kSide);
    const int side = std::min(kSide, head.tokenCount());
    const auto size = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
    const int depth = head.headDim();
    std::vector<std::vector<float>> products(static_cast<std::size_t>(pool.threadCount()),
                                             std::vector<float>(size));
    const auto row = [&](const MatrixRM& x, int block) {
        return x.data() + static_cast<std::ptrdiff_t>(block) * side * depth;
    };
    const double milliseconds = millisecondsOf([&] {
        pool.forEach(blocks, [&](int index, int worker) {
            const int query = blocks - 1 - index; // the longest first
            for (int key = 0; key <= query; ++key) {
                cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, side, side, depth, 1.0F,
                            row(head.q, query), depth, row(head.k, key), depth, 0.0F,
                            products[static_cast<std::size_t>(worker)].data(), side);
            }
        });
    });
    const double flops = 0.5 * blocks * (blocks + 1.0) * static_cast<double>(size) * 2.0 * depth;
    return flops / (milliseconds * 1e-3);
}

/// Each run draws a head that was never seen, so nothing of it is in a cache.
Result<Measurement> firstMap(const BenchmarkBed& bed, const Shape& shape)
{
    const auto head = randomHead(shape.tokens, shape.headDim, 1);
    if (!head)
        return tl::unexpected(head.error());
    HeadPtr copy;
    Measurement measurement { .milliseconds = {}, .flops = visibleFlops(shape), .sgemmRates = {} };
    for (int run = shape.runs > 1 ? -1 : 0; run < shape.runs; ++run) {
        copy = std::make_shared<const HeadTrace>(**head);
        Result<void> drawn;
        const double taken
            = millisecondsOf([&] { drawn = draw(bed.renderer, wholeMap(copy, {})); });
        if (!drawn)
            return tl::unexpected(drawn.error());
        if (run >= 0)
            measurement.milliseconds.push_back(taken);
    }
    return measurement;
}

/// Each run turns the base of the same head: rotation and row sums are new, the rest is warm.
Result<Measurement> editedMap(const BenchmarkBed& bed, const Shape& shape)
{
    const auto head = randomHead(shape.tokens, shape.headDim, 1);
    if (!head)
        return tl::unexpected(head.error());
    Measurement measurement { .milliseconds = {}, .flops = visibleFlops(shape), .sgemmRates = {} };
    for (int run = shape.runs > 1 ? -1 : 0; run < shape.runs; ++run) {
        const double rate = sgemmRate(**head, bed.pool);
        Result<void> drawn;
        const double taken
            = millisecondsOf([&] { drawn = draw(bed.renderer, wholeMap(*head, editOf(run))); });
        if (!drawn)
            return tl::unexpected(drawn.error());
        if (run < 0)
            continue;
        measurement.milliseconds.push_back(taken);
        measurement.sgemmRates.push_back(rate);
    }
    return measurement;
}

/// Each run shows other cells of a map whose row sums are known.
Result<Measurement> pan(const BenchmarkBed& bed, const Shape& shape)
{
    const auto head = randomHead(shape.tokens, shape.headDim, 1);
    if (!head)
        return tl::unexpected(head.error());
    auto request = wholeMap(*head, {});
    if (auto drawn = draw(bed.renderer, request); !drawn)
        return tl::unexpected(drawn.error());
    const int side = std::min(kPanTokens, shape.tokens / 2);
    return timed(10, [&](int run) {
        const int row = shape.tokens - side - 10 * (run + 1);
        const int column = shape.tokens / 4 + 10 * (run + 1);
        request->region.rows = { row, row + side };
        request->region.columns = { column, column + side };
        return draw(bed.renderer, request);
    });
}

/// From an edit to the first picture of it, whole or coarse.
Result<Measurement> firstSight(const BenchmarkBed& bed, const Shape& shape)
{
    const auto head = randomHead(shape.tokens, shape.headDim, 1);
    if (!head)
        return tl::unexpected(head.error());
    Measurement measurement;
    for (int run = -2; run < 10; ++run) {
        auto request = wholeMap(*head, editOf(run));
        if (!request)
            return tl::unexpected(request.error());
        std::stop_source stop;
        double seen = 0.0;
        const auto start = std::chrono::steady_clock::now();
        const auto note = [&] {
            const std::chrono::duration<double, std::milli> taken
                = std::chrono::steady_clock::now() - start;
            seen = taken.count();
        };
        request->partial = [&](const ValueMap&, double) {
            note();
            stop.request_stop();
        };
        const auto map = bed.renderer.map(*request, stop.get_token());
        if (map)
            note();
        else if (map.error().code != ErrorCode::Cancelled)
            return tl::unexpected(map.error());
        if (run >= 0)
            measurement.milliseconds.push_back(seen);
    }
    return measurement;
}

/// From a stop request to the return of the renderer, at different moments of a map.
Result<Measurement> stopping(const BenchmarkBed& bed, const Shape& shape)
{
    const auto head = randomHead(shape.tokens, shape.headDim, 1);
    if (!head)
        return tl::unexpected(head.error());
    Measurement measurement;
    for (int run = 0; run < 20; ++run) {
        auto request = wholeMap(*head, editOf(run));
        if (!request)
            return tl::unexpected(request.error());
        request->partial = [](const ValueMap&, double) {};
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        Result<ValueMap> map;
        {
            const std::jthread stopper([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(5 + 15 * run));
                asked = std::chrono::steady_clock::now();
                stop.request_stop();
            });
            map = bed.renderer.map(*request, stop.get_token());
        }
        const std::chrono::duration<double, std::milli> taken
            = std::chrono::steady_clock::now() - asked;
        if (map) // quicker than the stop
            continue;
        if (map.error().code != ErrorCode::Cancelled)
            return tl::unexpected(map.error());
        measurement.milliseconds.push_back(taken.count());
    }
    if (measurement.milliseconds.empty())
        return fail(ErrorCode::Unsupported, "Every map was finished before the stop.");
    return measurement;
}

} // namespace

std::vector<Benchmark> mapBenchmarks()
{
    std::vector<Benchmark> all;
    const auto add = [&](const char* name, const char* meaning, const Shape& shape,
                         Result<Measurement> (*run)(const BenchmarkBed&, const Shape&)) {
        all.push_back(
            { .name = fmt::format("{}_{}_d{}", name, shape.tokens, shape.headDim),
              .meaning = fmt::format("{}, {} tokens, d {}", meaning, shape.tokens, shape.headDim),
              .isMap = true,
              .onlyFull = shape.tokens >= kLongPrompt,
              .run = [run, shape](const BenchmarkBed& bed) { return run(bed, shape); } });
    };
    for (const Shape& shape : kShapes) {
        add("map_first", "map of a new head", shape, firstMap);
        add("map_edit", "map after an edit", shape, editedMap);
        add("map_pan", "zoomed view moved", shape, pan);
    }
    for (const Shape& shape : { Shape { 32768, 128 }, Shape { kLongPrompt, 128 } }) {
        add("first_sight", "edit to first picture", shape, firstSight);
        add("stop", "stop request to return", shape, stopping);
    }
    return all;
}

} // namespace ropescope
