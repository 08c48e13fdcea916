// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <numeric>

#include <fmt/core.h>

#include "app/cli/chart_option.h"
#include "app/cli/commands.h"
#include "app/cli/model_option.h"
#include "app/cli/number_list.h"
#include "app/cli/output_file.h"
#include "app/cli/progress_bar.h"
#include "app/figure/chart_figure.h"
#include "app/input_file.h"
#include "app/prune_chart.h"
#include "app/report/prune_report.h"
#include "app/resource_paths.h"
#include "core/base/counted.h"
#include "core/io/atomic_file.h"
#include "core/model/text_windows.h"
#include "core/prune/order_file.h"

namespace ropescope {
namespace {

constexpr int kMostThings = 1 << 20;
constexpr int kMostTokens = 1 << 22; ///< the model has its own, lower limit
constexpr double kLargestBeta = 1e6;
constexpr double kDefaultBeta = 0.2; ///< between the paper's 0.1 and 0.3

enum class Method { ShortGpt, Tappa, Random, All };

struct Request {
    std::string model; ///< empty: the built-in one
    std::vector<std::string> texts;
    std::string calibration; ///< empty: each text itself
    RemovalPlan plan;
    std::vector<std::string> orderFiles;
    PerplexityOptions windows;
    std::optional<int> maxTokens;
    std::string output;
    std::string figure; ///< empty: none
};

void declareOptions(CommandParser& parser)
{
    parser.addValue("model", "PATH",
                    "A Hugging Face model directory, a GGUF file or a llama2.c checkpoint (the "
                    "built-in model).");
    parser.addValue("text-file", "F", "A text to predict, UTF-8; repeatable.");
    parser.addValue("method", "shortgpt|tappa|random|all",
                    "What decides about layers: block influence, in tappa with q-similarity.");
    parser.addValue("layers", "N", "Skip the first 0 to N layers of each order.");
    parser.addValue("beta", "X,..",
                    "Weight of the q-similarity in tappa; several give an order each (0.2; the "
                    "paper has 0.1 to 0.3).");
    parser.addValue("order", "ORDER.json",
                    "An order of layers from a file, as prune-order writes it; repeatable.");
    parser.addValue("heads", "N",
                    "Mask the first 0 to N heads of the model, those of highest q-similarity "
                    "first, of lowest first, and at random.");
    parser.addValue("head-step", "K", "Mask K heads at a time (1).");
    parser.addValue("seed", "S", "Of the random orders (1).");
    parser.addValue("seeds", "K", "Random orders of K seeds: S, S + 1, .. (1).");
    parser.addValue("calibration-file", "F",
                    "The text on which block influence and q-similarity are measured (each text "
                    "itself).");
    parser.addValue("max-tokens", "N", "Use only the first N tokens of each text.");
    parser.addValue("context", "N",
                    "Cut texts into windows of N tokens (the model's context, at most 2048).");
    parser.addValue("stride", "N",
                    "From one window to the next (the context, which leaves the first token of "
                    "each window unpredicted); a smaller one predicts every token but the first, "
                    "after at least context - stride others behind the first window.");
    parser.addValue("figure", "F.svg",
                    "Draw the curves of all orders over what is removed: .svg, .pdf or .png.");
    parser.addValue("o,output", "FILE.csv", "The table to write.");
}

void readMethods(OptionReader& reader, Request& request)
{
    RemovalPlan& plan = request.plan;
    const auto method = reader.choice<Method>("method",
                                              { { "shortgpt", Method::ShortGpt },
                                                { "tappa", Method::Tappa },
                                                { "random", Method::Random },
                                                { "all", Method::All } });
    const auto chosen = [&](Method one) { return method == one || method == Method::All; };
    plan.shortGpt = chosen(Method::ShortGpt);
    plan.randomLayers = chosen(Method::Random);
    plan.betas = readNumberList<double>(reader, "beta", 0.0, kLargestBeta);
    if (!chosen(Method::Tappa)) {
        if (!plan.betas.empty())
            reader.reject("--beta is for the method tappa; name it with --method");
        plan.betas.clear();
    } else if (plan.betas.empty()) {
        plan.betas = { kDefaultBeta };
    }
    request.orderFiles = reader.texts("order");
    const bool ordersLayers = method.has_value() || !request.orderFiles.empty();
    plan.layers = reader.integer("layers", 0, kMostThings).value_or(0);
    plan.heads = reader.integer("heads", 1, kMostThings).value_or(0);
    if (ordersLayers && !reader.has("layers"))
        reader.reject("--layers is missing; give the largest number of layers to skip");
    if (!ordersLayers && (reader.has("layers") || !reader.has("heads"))) {
        reader.reject("--method is missing; give shortgpt, tappa, random or all, or an order by "
                      "--order");
    }
    if (!reader.has("heads") && reader.has("head-step"))
        reader.reject("--head-step speaks of --heads N");
    plan.headStep = reader.integer("head-step", 1, kMostThings).value_or(1);
    if (!plan.randomLayers && plan.heads == 0 && (reader.has("seed") || reader.has("seeds")))
        reader.reject(
            "--seed and --seeds are for random orders; give --method random, --method all or "
            "--heads");
    plan.seeds.resize(
        static_cast<std::size_t>(reader.integer("seeds", 1, kMostThings).value_or(1)));
    std::iota(plan.seeds.begin(), plan.seeds.end(), reader.seed("seed").value_or(1));
}

Request readRequest(OptionReader& reader)
{
    Request request;
    reader.noPositional();
    request.model = reader.text("model").value_or(std::string());
    request.texts = reader.texts("text-file");
    (void)reader.required("text-file", "a text to predict");
    readMethods(reader, request);
    if (reader.has("calibration-file"))
        request.calibration = reader.required("calibration-file", "a text");
    request.maxTokens = reader.integer("max-tokens", 2, kMostTokens);
    request.windows.context = reader.integer("context", 2, kMostTokens).value_or(0);
    request.windows.stride = reader.integer("stride", 1, kMostTokens).value_or(0);
    request.figure = readFigureFile(reader);
    request.output = requiredOutput(reader, "output", { ".csv" });
    return request;
}

CommandResult<void> checkFiles(const Request& request)
{
    std::vector<NamedFile> inputs { { "--model", request.model },
                                    { "--calibration-file", request.calibration } };
    for (const std::string& path : request.texts)
        inputs.push_back({ "--text-file", path });
    for (const std::string& path : request.orderFiles)
        inputs.push_back({ "--order", path });
    return checkOutputs({ { "--output", request.output }, { "--figure", request.figure } }, inputs);
}

/// What the command line asks of this model: layers and heads that it has, and the orders of files.
CommandResult<void> settle(Request& request, const ModelConfig& model)
{
    RemovalPlan& plan = request.plan;
    if (plan.layers > model.numLayers) {
        return usageError(fmt::format("--layers: {} has {}, not {}.", model.name,
                                      counted(model.numLayers, "layer"), plan.layers));
    }
    if (const int heads = model.numLayers * model.numHeads; plan.heads > heads) {
        return usageError(fmt::format("--heads: {} has {} in all its layers, not {}.", model.name,
                                      counted(heads, "head"), plan.heads));
    }
    const int context
        = request.windows.context > 0 ? request.windows.context : windowContext(model);
    if (request.windows.stride > context) {
        return usageError(fmt::format("--stride: {} leaves tokens out between windows of {}; give "
                                      "at most that.",
                                      request.windows.stride, context));
    }
    for (const std::string& path : request.orderFiles) {
        Result<PruneOrder> order = readPruneOrder(path);
        if (!order)
            return jobFailed(ofOption("order", order.error()));
        for (const int layer : order->order) {
            if (layer >= model.numLayers) {
                return jobFailed(
                    { ErrorCode::InvalidArgument,
                      fmt::format("--order: {} names layer {}, but {} has {}.", path, layer,
                                  model.name, counted(model.numLayers, "layer")) });
            }
        }
        if (static_cast<int>(order->order.size()) < plan.layers) {
            return jobFailed(
                { ErrorCode::InvalidArgument,
                  fmt::format("--order: {} orders {} of the layers, but --layers asks for {}.",
                              path, order->order.size(), plan.layers) });
        }
        plan.orders.push_back({ path, std::move(order->order) });
    }
    return {};
}

Result<std::vector<std::int64_t>> readIds(const std::string& path, const char* option,
                                          const Request& request, const LanguageModel& model)
{
    auto ids = idsOfTextFile(path, model, option);
    if (ids && request.maxTokens && ids->size() > static_cast<std::size_t>(*request.maxTokens))
        ids->resize(static_cast<std::size_t>(*request.maxTokens));
    if (ids && ids->size() < 2) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("--{}: {} is a single token; there is nothing to predict.", option, path));
    }
    return ids;
}

Result<std::vector<PrunedText>> measure(const Request& request, const LanguageModel& model,
                                        const CommandContext& context)
{
    // All texts are read before the first is worked on, so that a wrong one costs no time.
    std::vector<std::vector<std::int64_t>> idsOfTexts;
    for (const std::string& path : request.texts) {
        auto ids = readIds(path, "text-file", request, model);
        if (!ids)
            return tl::unexpected(ids.error());
        idsOfTexts.push_back(std::move(*ids));
    }
    ThreadPool pool(context.machine.threads);
    ProgressBar bar(context, "Pruning");
    const Progress progress = bar.progress();
    const auto rank = [&](std::span<const std::int64_t> ids) {
        return layerImportance(model, ids, request.windows.context, pool);
    };
    std::optional<LayerImportance> common;
    if (!request.calibration.empty()) {
        const auto ids = readIds(request.calibration, "calibration-file", request, model);
        if (!ids)
            return tl::unexpected(ids.error());
        auto ranked = rank(*ids);
        if (!ranked)
            return tl::unexpected(ranked.error());
        common = std::move(*ranked);
    }
    std::vector<PrunedText> texts;
    for (std::size_t i = 0; i < idsOfTexts.size(); ++i) {
        const auto importance = common ? Result<LayerImportance>(*common) : rank(idsOfTexts[i]);
        if (!importance)
            return tl::unexpected(importance.error());
        auto steps = removalSteps(request.plan, *importance);
        if (!steps)
            return tl::unexpected(steps.error());
        std::vector<Removal> removals;
        for (const RemovalStep& step : *steps)
            removals.push_back(step.removal);
        auto measured = perplexityWithout(removals, model, idsOfTexts[i], request.windows, pool,
                                          [&](double fraction) {
                                              progress((static_cast<double>(i) + fraction)
                                                       / static_cast<double>(idsOfTexts.size()));
                                          });
        if (!measured)
            return tl::unexpected(measured.error());
        texts.push_back({ request.texts[i],
                          request.calibration.empty() ? request.texts[i] : request.calibration,
                          std::move(*steps), std::move(*measured) });
    }
    return texts;
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    Request request = readRequest(options);
    if (auto read = options.finish(); !read)
        return read;
    if (auto checked = checkFiles(request); !checked)
        return checked;
    const auto model = openModelOption(request.model);
    if (!model)
        return tl::unexpected(model.error());
    if (auto settled = settle(request, (*model)->config()); !settled)
        return settled;
    const auto texts = measure(request, **model, context);
    if (!texts)
        return jobFailed(texts.error());
    Result<void> written = writeFile(request.output, pruneCsv(*texts));
    if (written && !request.figure.empty()) {
        written = writeCharts({ .title = "What pruning costs", .charts = pruneCharts(*texts) },
                              request.figure, commandText("prune", context));
    }
    if (!written)
        return jobFailed(written.error());
    if (!context.quiet)
        context.out << pruneSummary(*texts) << fmt::format("Wrote {}.\n", request.output);
    return {};
}

} // namespace

Command pruneCommand()
{
    return { .usage
             = { .name = "prune",
                 .arguments = "[--model PATH] --text-file F [(--method "
                              "shortgpt|tappa|random|all | --order ORDER.json) --layers N] "
                              "[--heads N] -o FILE.csv",
                 .summary
                 = "Perplexity of a text with the first layers of an order skipped, or with heads "
                   "masked by their q-similarity.\nThe orders come from block influence and "
                   "q-similarity on the text itself, or on that of --calibration-file." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
