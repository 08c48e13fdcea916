// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// For machines that have a GPU and no Qt, so not the test suite: checks the Vulkan renderer against
// float64 on random and adversarial heads, then times it.
//     ropescope_gpu_bench [--json] [--check-only] [--no-check] [--validate] [--grid] [TOKENS...]

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string_view>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/attention/operands.h"
#include "core/rope/rope_edit.h"
#include "gpu/vulkan/operand_precision.h"
#include "gpu/vulkan/vulkan_renderer.h"
#include "tests/gpu/bench/double_rows.h"
#include "tests/gpu/bench/grid_times.h"
#include "tests/gpu/bench/product_rate.h"

using namespace ropescope;
using nlohmann::json;

namespace {

constexpr int kPixels = 1024;
constexpr int kRuns = 7;

struct Options {
    bool json = false;
    bool check = true;
    bool time = true;
    bool grid = false;     // only grids of heads
    bool validate = false; // run the checks under the validation layer
    std::vector<int> sizes { 2048, 8192, 32768, 131072 };
};

std::shared_ptr<HeadTrace> randomHead(int tokens, int headDim, double spread = 1.0)
{
    std::mt19937 engine(std::random_device {}());
    std::normal_distribution<float> normal(0.0F, static_cast<float>(spread));
    const auto rows
        = [&] { return MatrixRM::NullaryExpr(tokens, headDim, [&] { return normal(engine); }); };
    auto head = std::make_shared<HeadTrace>();
    head->q = rows();
    head->k = rows();
    head->rope.base = 1e6;
    head->rope.rotaryDim = headDim;
    head->rope.theta = defaultTheta(1e6, headDim);
    head->attentionScale = 1.0 / std::sqrt(double(headDim));
    return head;
}

MapRequest wholeMap(std::shared_ptr<const HeadTrace> head)
{
    const TokenRange all { 0, head->tokenCount() };
    const RopeTable table = makeRopeTable(head->rope, {}).value();
    return { .head = std::move(head),
             .rope = table,
             .region = { .rows = all, .columns = all, .width = kPixels, .height = kPixels } };
}

ValueMap draw(VulkanRenderer& renderer, const MapRequest& request)
{
    auto map = renderer.map(request, {});
    if (!map) {
        fmt::print(stderr, "{}: {}\n", renderer.name(), map.error().message);
        std::exit(1);
    }
    return std::move(*map);
}

struct Case {
    std::string name;
    std::shared_ptr<HeadTrace> head;
};

/// Scales the queries so that the logits have this bound.
std::shared_ptr<HeadTrace> withBound(std::shared_ptr<HeadTrace> head, double bound)
{
    head->q *= static_cast<float>(
        bound
        / vulkan::logitBound(vulkan::magnitudesOf(head->q), vulkan::magnitudesOf(head->k),
                             makeRopeTable(head->rope, {}).value(), head->attentionScale));
    return head;
}

/// Heads that rounding could spoil, each fresh.
std::vector<Case> checkedHeads()
{
    std::vector<Case> cases;
    for (const int headDim : { 64, 80, 128 })
        cases.push_back({ fmt::format("random, d {}", headDim), randomHead(3000, headDim) });
    cases.push_back({ "random, d 256", randomHead(1000, 256) });
    cases.push_back({ "random, 32768 tokens", randomHead(32768, 128) });
    cases.push_back({ "random, 20001 tokens", randomHead(20001, 128) });
    cases.push_back({ "flat, 20001 tokens", randomHead(20001, 64, 0.4) });
    auto longWindow = randomHead(20001, 128);
    longWindow->slidingWindow = 3000;
    cases.push_back({ "window, 20001 tokens", longWindow });
    cases.push_back({ "one token", randomHead(1, 128) });
    cases.push_back({ "flat", randomHead(3000, 128, 0.4) });
    cases.push_back({ "peaked", randomHead(3000, 128, 7.0) });
    cases.push_back({ "tiny values", randomHead(3000, 128, 1e-6) });
    cases.back().head->k *= 1e6F;
    auto window = randomHead(5000, 128);
    window->slidingWindow = 700;
    cases.push_back({ "sliding window", window });
    auto massive = randomHead(3000, 128);
    massive->q.col(60).setConstant(500.0F);
    cases.push_back({ "500 in one pair of q", massive });
    massive = std::make_shared<HeadTrace>(*massive);
    massive->k.col(60).setConstant(500.0F);
    cases.push_back({ "500 in one pair of q and k", massive });
    auto equal = randomHead(3000, 128);
    equal->q.setZero();
    cases.push_back({ "equal logits", equal });
    for (const float key : { 0.35F, 2.5F }) { // rounding in step: no two errors cancel
        auto alike = randomHead(3000, 128, 0.0);
        alike->q.setConstant(1.0F + 0x1p-11F);
        alike->k.setConstant(key);
        for (int t = 0; t < 3000; t += 2)
            alike->k.row(t) *= 1.0F + 0x1.8p-11F;
        cases.push_back({ fmt::format("constant vectors, keys {}", key), alike });
    }
    for (const int headDim : { 16, 32, 64, 128 }) // as large as single float16 factors may be
        cases.push_back(
            { fmt::format("largest for float16, d {}", headDim),
              withBound(randomHead(20000, headDim), 0.99 * vulkan::halfLogits(headDim)) });
    cases.push_back({ "largest for split float16",
                      withBound(randomHead(3000, 128), 0.99 * vulkan::kSplitHalfLogits) });
    return cases;
}

/// Largest error of the probabilities; infinite when a value is missing or NaN alone.
double errorOf(VulkanRenderer& renderer, const MapRequest& request)
{
    ValueMap map = draw(renderer, request);
    return test::largestError(map, request);
}

json check(VulkanRenderer& renderer, std::string_view label, bool print, bool& right)
{
    json rows = json::array();
    for (const Case& item : checkedHeads()) {
        for (const Pool pool : { Pool::Max, Pool::Mean }) {
            MapRequest request = wholeMap(item.head);
            request.pool = pool;
            double error = errorOf(renderer, request);
            const MapReport report = renderer.lastMap();
            // A part of it, with the row sums of before and pixels that fit nothing.
            const int n = item.head->tokenCount();
            request.region = { .rows = { n / 2, n / 2 + n / 8 + 1 },
                               .columns = { n / 4, n / 2 + n / 16 + 1 },
                               .width = 133,
                               .height = 77 };
            error = std::max(error, errorOf(renderer, request));
            const bool halves = report.path.ends_with("float16");
            const double tolerance = halves ? 2e-3 : 1e-5;
            right = right && error <= tolerance;
            rows.push_back({ { "renderer", label },
                             { "head", item.name },
                             { "pool", pool == Pool::Max ? "max" : "mean" },
                             { "path", report.path },
                             { "logit_bound", report.logitBound },
                             { "error", error },
                             { "tolerance", tolerance } });
            if (print)
                fmt::print(
                    "{:>10} {:<28} {:>4} {:<14} bound {:>9.1f}  error {:>8.2g} of {:>7.2g}{}\n",
                    label, item.name, pool == Pool::Max ? "max" : "mean", report.path,
                    report.logitBound, error, tolerance, error <= tolerance ? "" : "  WRONG");
        }
    }
    return rows;
}

/// Largest difference of the other quantities between two renderers, relative to the largest value.
json compareQuantities(VulkanRenderer& first, VulkanRenderer& second, bool print, bool& right)
{
    json rows = json::array();
    const auto head = randomHead(3001, 128);
    for (const QuantityKind kind :
         { QuantityKind::Logit, QuantityKind::LogProbability, QuantityKind::QuerySimilarity,
           QuantityKind::KeySimilarity, QuantityKind::Contribution }) {
        for (const Pool pool : { Pool::Max, Pool::Mean }) {
            MapRequest request = wholeMap(head);
            request.quantity = { .kind = kind, .pair = 3 };
            request.pool = pool;
            request.region.width = request.region.height = 150;
            const ValueMap a = draw(first, request);
            const ValueMap b = draw(second, request);
            double largest = 0.0;
            double gap = 0.0;
            for (std::size_t i = 0; i < a.values.size(); ++i) {
                if (std::isnan(a.values[i]) != std::isnan(b.values[i]))
                    gap = HUGE_VAL;
                if (std::isnan(a.values[i]))
                    continue;
                largest = std::max(largest, std::abs(double { a.values[i] }));
                gap = std::max(gap, std::abs(double { a.values[i] } - double { b.values[i] }));
            }
            right = right && gap <= 1e-5 * largest;
            rows.push_back({ { "quantity", static_cast<int>(kind) },
                             { "pool", pool == Pool::Max ? "max" : "mean" },
                             { "path", first.lastMap().path },
                             { "relative_difference", gap / largest } });
            if (print)
                fmt::print(
                    "quantity {} {:>4} {:<14} differs from float32 by {:.2g} of the largest{}\n",
                    static_cast<int>(kind), pool == Pool::Max ? "max" : "mean",
                    first.lastMap().path, gap / largest, gap <= 1e-5 * largest ? "" : "  WRONG");
        }
    }
    return rows;
}

struct Timing {
    double endToEnd = 0.0; ///< median, ms
    MapReport report;      ///< of the run with the median
};

/// With edits each run has another RoPE base, as while a dial turns.
Timing timed(VulkanRenderer& renderer, MapRequest request, bool edits)
{
    std::vector<Timing> runs;
    for (int run = 0; run < kRuns; ++run) {
        if (edits)
            request.rope = makeRopeTable(request.head->rope, { .base = 1000.0 + run }).value();
        const auto start = std::chrono::steady_clock::now();
        (void)draw(renderer, request);
        const std::chrono::duration<double, std::milli> time
            = std::chrono::steady_clock::now() - start;
        runs.push_back({ time.count(), renderer.lastMap() });
    }
    std::ranges::nth_element(runs, runs.begin() + kRuns / 2, {}, &Timing::endToEnd);
    return runs[kRuns / 2];
}

json timeSize(VulkanRenderer& renderer, int tokens, int headDim, double spread, bool print)
{
    const auto head = randomHead(tokens, headDim, spread);
    MapRequest request = wholeMap(head);
    const auto start = std::chrono::steady_clock::now();
    (void)draw(renderer, request);
    const std::chrono::duration<double, std::milli> first
        = std::chrono::steady_clock::now() - start;
    const Timing edit = timed(renderer, request, true);
    const Timing redraw = timed(renderer, request, false);
    request.region.rows = { tokens / 2, tokens / 2 + tokens / 8 };
    request.region.columns = { tokens / 4, tokens / 4 + tokens / 8 };
    const Timing zoom = timed(renderer, request, false);

    const double cells = 0.5 * tokens * (tokens + 1.0);
    const int products = edit.report.path == "split float16" ? 3 : 1;
    const double rate = 2e-9 * cells * headDim * products / edit.report.sweepMs;
    json row { { "tokens", tokens },
               { "head_dim", headDim },
               { "path", edit.report.path },
               { "logit_bound", edit.report.logitBound },
               { "first_ms", first.count() },
               { "edit_ms", edit.endToEnd },
               { "redraw_ms", redraw.endToEnd },
               { "zoom_ms", zoom.endToEnd },
               { "rotate_ms", edit.report.rotateMs },
               { "sweep_ms", edit.report.sweepMs },
               { "pool_ms", edit.report.poolMs },
               { "copy_ms", edit.report.copyMs },
               { "zoom_sweep_ms", zoom.report.sweepMs },
               { "submissions", edit.report.submissions },
               { "device_bytes", edit.report.deviceBytes },
               { "tflops", rate } };
    if (print) {
        fmt::print(
            "{:>7} {:>4} {:<13} {:>8.2f} {:>8.2f} {:>8.2f} {:>7.2f} | {:>6.3f} {:>8.3f} {:>6.3f} "
            "{:>6.3f} | {:>4} {:>6} {:>7.1f}",
            tokens, headDim, edit.report.path, first.count(), edit.endToEnd, redraw.endToEnd,
            zoom.endToEnd, edit.report.rotateMs, edit.report.sweepMs, edit.report.poolMs,
            edit.report.copyMs, edit.report.submissions, edit.report.deviceBytes >> 20, rate);
    }
    if (renderer.hasMatrices() && tokens % 2048 == 0) {
        const auto product = test::productMilliseconds(tokens, headDim);
        if (product) {
            const double productRate = 2e-9 * double(tokens) * tokens * headDim / *product;
            row["product_ms"] = *product;
            row["product_tflops"] = productRate;
            row["fraction_of_product"] = rate / productRate;
            if (print)
                fmt::print(" | {:>8.3f} {:>6.1f} {:>5.2f}", *product, productRate,
                           rate / productRate);
        } else {
            fmt::print(stderr, "{}\n", product.error().message);
        }
    }
    if (print)
        fmt::print("\n");
    return row;
}

/// 64 heads of 512 tokens, 64 x 64 pixels each; false when a map is not the one drawn alone.
bool timeGrids(VulkanRenderer& renderer, json& rows, bool print)
{
    bool right = true;
    for (const int headDim : { 64, 128 }) {
        for (const double spread : { 1.0, 2.5, 12.0 }) {
            std::vector<MapRequest> requests;
            for (int head = 0; head < 64; ++head) {
                requests.push_back(wholeMap(randomHead(512, headDim, spread)));
                requests.back().region.width = requests.back().region.height = 64;
            }
            const auto times = test::gridTimes(renderer, std::move(requests));
            if (!times) {
                fmt::print(stderr, "{}\n", times.error().message);
                std::exit(1);
            }
            rows.push_back({ { "heads", 64 },
                             { "tokens", 512 },
                             { "head_dim", headDim },
                             { "path", times->report.path },
                             { "first_ms", times->first },
                             { "grid_ms", times->together },
                             { "one_by_one_ms", times->oneByOne },
                             { "submissions", times->report.submissions },
                             { "rotate_ms", times->report.rotateMs },
                             { "sweep_ms", times->report.sweepMs },
                             { "pool_ms", times->report.poolMs },
                             { "copy_ms", times->report.copyMs },
                             { "equal", times->equal },
                             { "phase_1024_ms", times->phase } });
            right = right && times->equal;
            if (print)
                fmt::print("{}\n", rows.back().dump());
        }
    }
    return right;
}

Options parse(int argc, char** argv)
{
    Options options;
    std::vector<int> sizes;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--json")
            options.json = true;
        else if (word == "--check-only")
            options.time = false;
        else if (word == "--validate")
            options.validate = true;
        else if (word == "--grid")
            options.grid = true;
        else if (word == "--no-check")
            options.check = false;
        else
            sizes.push_back(std::max(1, std::atoi(argv[i])));
    }
    if (!sizes.empty())
        options.sizes = sizes;
    return options;
}

std::unique_ptr<VulkanRenderer> makeRenderer(const vulkan::DeviceOptions& options)
{
    auto created = VulkanRenderer::create(options);
    if (!created) {
        fmt::print(stderr, "{}\n", created.error().message);
        std::exit(1);
    }
    return std::move(*created);
}

} // namespace

int main(int argc, char** argv)
{
    const Options options = parse(argc, argv);
    const bool print = !options.json;
    const auto single = makeRenderer({ .useMatrices = false });
    const auto matrices = makeRenderer({});
    json result { { "device", matrices->name() },
                  { "cooperative_matrices", matrices->hasMatrices() },
                  { "pixels", kPixels },
                  { "checks", json::array() },
                  { "timings", json::array() } };
    if (print)
        fmt::print("{}; cooperative matrices: {}\n", matrices->name(),
                   matrices->hasMatrices() ? "yes" : "no, float16 path skipped");
    bool right = true;
    bool valid = true;
    if (options.grid) {
        result["grids"] = json::array();
        const auto renderer = makeRenderer({ .validate = options.validate });
        right = timeGrids(*renderer, result["grids"], print);
        for (const std::string& message : renderer->validationMessages()) {
            fmt::print(stderr, "{}\n", message);
            valid = false;
        }
    }
    if (options.check && !options.grid) {
        const auto checkedSingle
            = makeRenderer({ .validate = options.validate, .useMatrices = false, .poison = true });
        const auto checkedMatrices = makeRenderer({ .validate = options.validate, .poison = true });
        result["checks"] = check(*checkedSingle, "float32", print, right);
        if (matrices->hasMatrices()) {
            for (json& row : check(*checkedMatrices, "matrices", print, right))
                result["checks"].push_back(std::move(row));
            result["quantities"]
                = compareQuantities(*checkedMatrices, *checkedSingle, print, right);
        }
        for (const VulkanRenderer* renderer : { checkedSingle.get(), checkedMatrices.get() }) {
            for (const std::string& message : renderer->validationMessages()) {
                fmt::print(stderr, "{}\n", message);
                valid = false;
            }
        }
    }
    if (options.time && !options.grid) {
        if (print)
            fmt::print(
                "\n{0} x {0} pixels, medians of {1}, ms; edit: a new RoPE base with readback\n"
                "{2:>7} {3:>4} {4:<13} {5:>8} {6:>8} {7:>8} {8:>7} | {9:>6} {10:>8} {11:>6} "
                "{12:>6} | {13:>4} {14:>6} {15:>7} | {16:>8} {17:>6} {18:>5}\n",
                kPixels, kRuns, "tokens", "d", "path", "first", "edit", "redraw", "zoom", "rotate",
                "sweep", "pool", "copy", "subs", "MiB", "TFLOP/s", "product", "TFL/s", "of it");
        for (const int tokens : options.sizes) {
            for (const int headDim : { 64, 128 }) {
                // Logits of usual size; larger ones; far larger; and such as massive values give.
                for (const double spread : { 1.0, 1.5, 2.5, 12.0 }) {
                    if (matrices->hasMatrices() && (spread < 10.0 || tokens <= 32768))
                        result["timings"].push_back(
                            timeSize(*matrices, tokens, headDim, spread, print));
                }
                if (tokens <= 32768)
                    result["timings"].push_back(timeSize(*single, tokens, headDim, 1.0, print));
            }
        }
    }
    if (options.json)
        fmt::print("{}\n", result.dump(2));
    if (!right)
        fmt::print(stderr, "Some values are not what they have to be.\n");
    return right && valid ? 0 : 1;
}
