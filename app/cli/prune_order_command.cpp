// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <fmt/core.h>

#include "app/cli/commands.h"
#include "app/cli/output_file.h"
#include "app/cli/trace_argument.h"
#include "app/input_file.h"
#include "core/base/counted.h"
#include "core/prune/layer_importance.h"
#include "core/prune/layer_scores_file.h"
#include "core/prune/order_file.h"

namespace ropescope {
namespace {

constexpr double kLargestBeta = 1e6;

enum class OrderMethod { Tappa, ShortGpt };

struct Request {
    std::string trace; ///< empty: the scores come from files
    std::string blockInfluence;
    std::string qSimilarity;
    OrderMethod method = OrderMethod::Tappa;
    double beta = 0.0;
    std::string modelName; ///< empty: as the files or the trace say
    std::string output;    ///< empty: scores only
    std::string blockInfluenceOutput;
    std::string qSimilarityOutput;
};

/// What an order is made of.
struct Scores {
    std::string model;
    std::vector<double> blockInfluence;
    std::vector<double> qSimilarity; ///< empty where ShortGPT is asked for and no file given
};

void declareOptions(CommandParser& parser)
{
    parser.addValue("bi", "F.json", "Block influence of each layer, a score file.");
    parser.addValue("q-similarity", "F.json", "q-similarity of each layer, a score file.");
    parser.addValue("beta", "X",
                    "Weight of the q-similarity in the score BI + beta (1 - q), both min-max "
                    "normalised over the layers.");
    parser.addValue("method", "tappa|shortgpt",
                    "shortgpt orders by block influence alone (tappa).");
    parser.addValue("model-name", "S", "The model's name in the files that are written.");
    parser.addValue("o,output", "ORDER.json", "The order to write.");
    parser.addValue("write-bi", "F.json",
                    "Write the block influence of the trace as a score file.");
    parser.addValue("write-q-similarity", "F.json",
                    "Write the q-similarity of the trace as a score file.");
}

void readSources(OptionReader& reader, Request& request)
{
    request.trace = reader.optionalPositional();
    if (request.trace.empty()) {
        request.blockInfluence = reader.required("bi", "a score file, or a trace in its place");
        if (request.method == OrderMethod::Tappa || reader.has("q-similarity"))
            request.qSimilarity = reader.required("q-similarity", "a score file");
        if (reader.has("write-bi") || reader.has("write-q-similarity"))
            reader.reject("--write-bi and --write-q-similarity take a trace, and none is given");
    } else if (reader.has("bi") || reader.has("q-similarity")) {
        reader.reject("Give either a trace or --bi and --q-similarity");
    }
    request.blockInfluenceOutput = optionalOutput(reader, "write-bi", { ".json" });
    request.qSimilarityOutput = optionalOutput(reader, "write-q-similarity", { ".json" });
}

Request readRequest(OptionReader& reader)
{
    Request request;
    request.method = reader
                         .choice<OrderMethod>("method",
                                              { { "tappa", OrderMethod::Tappa },
                                                { "shortgpt", OrderMethod::ShortGpt } })
                         .value_or(OrderMethod::Tappa);
    readSources(reader, request);
    request.modelName = reader.unicodeText("model-name").value_or(std::string());
    const bool scoresOnly = !reader.has("output")
        && !(request.blockInfluenceOutput.empty() && request.qSimilarityOutput.empty());
    if (scoresOnly)
        return request;
    request.output = requiredOutput(reader, "output", { ".json" });
    if (request.method == OrderMethod::Tappa) {
        (void)reader.required("beta", "the weight of the q-similarity, 0.1 to 0.3 in the paper");
        request.beta = reader.number("beta", 0.0, kLargestBeta).value_or(0.0);
    }
    return request;
}

/// A file that holds the other kind of score is a slip of the command line.
CommandResult<LayerScores> readScores(const std::string& path, const char* option,
                                      std::string_view otherType)
{
    Result<LayerScores> scores = readLayerScores(path);
    if (!scores)
        return jobFailed(ofOption(option, scores.error()));
    if (scores->type == otherType) {
        return jobFailed({ ErrorCode::Malformed,
                           fmt::format("--{}: {} holds scores of the type '{}'; the two files are "
                                       "mixed up.",
                                       option, path, otherType) });
    }
    return std::move(*scores);
}

CommandResult<Scores> scoresOfFiles(const Request& request)
{
    auto influence = readScores(request.blockInfluence, "bi", kQSimilarityType);
    if (!influence)
        return tl::unexpected(influence.error());
    Scores result { influence->model, std::move(influence->scores), {} };
    if (request.qSimilarity.empty())
        return result;
    auto similarity = readScores(request.qSimilarity, "q-similarity", kBlockInfluenceType);
    if (!similarity)
        return tl::unexpected(similarity.error());
    if (similarity->scores.size() != result.blockInfluence.size()) {
        return jobFailed(
            { ErrorCode::InvalidArgument,
              fmt::format("{} has scores of {} and {} of {}; they must be of "
                          "one model.",
                          request.blockInfluence,
                          counted(static_cast<std::int64_t>(result.blockInfluence.size()), "layer"),
                          request.qSimilarity, similarity->scores.size()) });
    }
    if (request.modelName.empty() && !result.model.empty() && !similarity->model.empty()
        && result.model != similarity->model) {
        return jobFailed({ ErrorCode::InvalidArgument,
                           fmt::format("{} is of '{}' and {} of '{}'; if that is one model, name "
                                       "it with --model-name.",
                                       request.blockInfluence, result.model, request.qSimilarity,
                                       similarity->model) });
    }
    if (result.model.empty())
        result.model = similarity->model;
    result.qSimilarity = std::move(similarity->scores);
    return result;
}

CommandResult<Scores> scoresOfTrace(const Request& request, const CommandContext& context)
{
    const CommandResult<TracePtr> trace = openTraceArgument(request.trace);
    if (!trace)
        return tl::unexpected(trace.error());
    ThreadPool pool(context.machine.threads);
    auto importance = layerImportance(**trace, pool);
    if (!importance) {
        return jobFailed({ importance.error().code,
                           fmt::format("{}: {}", request.trace, importance.error().message) });
    }
    return Scores { (*trace)->info().model, std::move(importance->blockInfluence),
                    std::move(importance->qSimilarity) };
}

Result<void> writeOrder(const Request& request, const Scores& scores)
{
    if (request.method == OrderMethod::ShortGpt)
        return writeShortGptOrder(scores.blockInfluence, scores.model, request.output);
    const auto order = tappaOrder(scores.blockInfluence, scores.qSimilarity, request.beta);
    if (!order)
        return tl::unexpected(order.error());
    return writeTappaOrder(*order, scores.model, request.output);
}

/// Those of the files that were asked for.
Result<void> writeAll(const Request& request, const Scores& scores, const CommandContext& context)
{
    const auto say = [&](const std::string& path) {
        if (!context.quiet) {
            context.out << fmt::format(
                "Wrote {}: {}.\n", path,
                counted(static_cast<std::int64_t>(scores.blockInfluence.size()), "layer"));
        }
    };
    const auto write = [&](const std::string& path, const auto& writer) -> Result<void> {
        if (path.empty())
            return {};
        Result<void> written = writer();
        if (written)
            say(path);
        return written;
    };
    return write(request.blockInfluenceOutput,
                 [&] {
                     return writeLayerScores(
                         { scores.model, std::string(kBlockInfluenceType), scores.blockInfluence },
                         request.blockInfluenceOutput);
                 })
        .and_then([&] {
            return write(request.qSimilarityOutput, [&] {
                return writeLayerScores(
                    { scores.model, std::string(kQSimilarityType), scores.qSimilarity },
                    request.qSimilarityOutput);
            });
        })
        .and_then(
            [&] { return write(request.output, [&] { return writeOrder(request, scores); }); });
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    const Request request = readRequest(options);
    if (auto read = options.finish(); !read)
        return read;
    if (auto checked = checkOutputs({ { "--output", request.output },
                                      { "--write-bi", request.blockInfluenceOutput },
                                      { "--write-q-similarity", request.qSimilarityOutput } },
                                    { { "T.h5", request.trace },
                                      { "--bi", request.blockInfluence },
                                      { "--q-similarity", request.qSimilarity } });
        !checked)
        return checked;
    auto scores = request.trace.empty() ? scoresOfFiles(request) : scoresOfTrace(request, context);
    if (!scores)
        return tl::unexpected(scores.error());
    if (!request.modelName.empty())
        scores->model = request.modelName;
    if (auto written = writeAll(request, *scores, context); !written)
        return jobFailed(written.error());
    return {};
}

} // namespace

Command pruneOrderCommand()
{
    return { .usage
             = { .name = "prune-order",
                 .arguments
                 = "(T.h5 | --bi F.json --q-similarity F.json) (--beta X | --method shortgpt) "
                   "-o ORDER.json",
                 .summary
                 = "Says in which order layers are removed: those that change little and whose "
                   "queries are alike first.\nScores come from files (JSON with \"model\", "
                   "\"score_type\" and \"scores\", one number a layer), or from a trace." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
