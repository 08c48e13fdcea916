// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// For machines that have a GPU and no Qt, so not the test suite: compares the Vulkan renderer with
// the processor's and prints median times.
//     ropescope_gpu_check [TOKENS...]

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>

#include <fmt/core.h>

#include "core/rope/rope_edit.h"
#include "gpu/cpu/cpu_renderer.h"
#include "gpu/vulkan/vulkan_renderer.h"

using namespace ropescope;

namespace {

constexpr int kHeadDim = 128;
constexpr int kPixels = 1024;
constexpr int kRuns = 9;

MatrixRM randomRows(int tokens, std::mt19937& engine)
{
    std::normal_distribution<float> normal(0.3F, 1.0F);
    return MatrixRM::NullaryExpr(tokens, kHeadDim, [&] { return normal(engine); });
}

std::shared_ptr<const HeadTrace> randomHead(int tokens)
{
    std::mt19937 engine(1);
    auto head = std::make_shared<HeadTrace>();
    head->q = randomRows(tokens, engine);
    head->k = randomRows(tokens, engine);
    head->rope.base = 1e6;
    head->rope.rotaryDim = kHeadDim;
    head->rope.theta = defaultTheta(1e6, kHeadDim);
    head->attentionScale = 1.0 / std::sqrt(double { kHeadDim });
    return head;
}

ValueMap draw(Renderer& renderer, const MapRequest& request)
{
    auto map = renderer.map(request, {});
    if (!map) {
        fmt::print(stderr, "{}: {}\n", renderer.name(), map.error().message);
        std::exit(1);
    }
    return std::move(*map);
}

/// Median milliseconds of a map; with edits, each run has another RoPE base, as while a dial turns.
double milliseconds(Renderer& renderer, MapRequest request, bool edits)
{
    std::vector<double> times;
    for (int run = 0; run < kRuns; ++run) {
        if (edits)
            request.rope = makeRopeTable(request.head->rope, { .base = 1000.0 + run }).value();
        const auto start = std::chrono::steady_clock::now();
        (void)draw(renderer, request);
        const std::chrono::duration<double, std::milli> time
            = std::chrono::steady_clock::now() - start;
        times.push_back(time.count());
    }
    std::ranges::nth_element(times, times.begin() + kRuns / 2);
    return times[kRuns / 2];
}

/// Largest difference of two maps; infinite where only one is NaN.
double difference(const ValueMap& a, const ValueMap& b)
{
    double largest = 0.0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        if (std::isnan(a.values[i]) != std::isnan(b.values[i]))
            return HUGE_VAL;
        if (!std::isnan(a.values[i]))
            largest = std::max(largest, std::abs(double { a.values[i] } - double { b.values[i] }));
    }
    return largest;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<int> sizes { 2048, 8192, 32768 };
    if (argc > 1) {
        sizes.clear();
        for (int i = 1; i < argc; ++i)
            sizes.push_back(std::max(1, std::atoi(argv[i])));
    }
    auto created = VulkanRenderer::create({});
    if (!created) {
        fmt::print(stderr, "{}\n", created.error().message);
        return 1;
    }
    VulkanRenderer& vulkan = **created;
    CpuRenderer processor(std::make_shared<ThreadPool>());
    fmt::print("{} against {}; head dimension {}, {} x {} pixels, median of {} in ms\n",
               vulkan.name(), processor.name(), kHeadDim, kPixels, kPixels, kRuns);
    fmt::print("{:>8} {:>6} {:>10} {:>10} {:>12}\n", "tokens", "pool", "new table", "redraw",
               "difference");
    bool equal = true;
    for (const int tokens : sizes) {
        for (const Pool pool : { Pool::Max, Pool::Mean }) {
            const auto head = randomHead(tokens);
            const MapRequest request { .head = head,
                                       .rope = makeRopeTable(head->rope, {}).value(),
                                       .pool = pool,
                                       .region
                                       = { { 0, tokens }, { 0, tokens }, kPixels, kPixels } };
            const double gap = difference(draw(vulkan, request), draw(processor, request));
            equal = equal && gap <= 1e-5;
            fmt::print("{:>8} {:>6} {:>10.2f} {:>10.2f} {:>12.2g}\n", tokens,
                       pool == Pool::Max ? "max" : "mean", milliseconds(vulkan, request, true),
                       milliseconds(vulkan, request, false), gap);
        }
    }
    for (const std::string& message : vulkan.validationMessages())
        fmt::print(stderr, "{}\n", message);
    if (!equal)
        fmt::print(stderr, "The two renderers differ by more than 1e-5.\n");
    return equal ? 0 : 1;
}
