// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>

#include <fmt/core.h>

#include "app/cli/command_parser.h"
#include "app/cli/commands.h"
#include "app/cli/head_gain_options.h"
#include "app/cli/model_option.h"
#include "app/cli/output_file.h"
#include "app/cli/progress_bar.h"
#include "app/cli/rope_edit_options.h"
#include "app/input_file.h"
#include "app/report/next_token_report.h"
#include "app/resource_paths.h"
#include "core/base/counted.h"
#include "core/io/atomic_file.h"
#include "core/model/language_model.h"
#include "core/trace/trace_file.h"

namespace ropescope {
namespace {

constexpr int kMaxTokens = 1 << 22;         ///< the model has its own, lower limit
constexpr double kHighestTemperature = 1e6; ///< far beyond where all tokens are alike

struct Request {
    std::string model; ///< empty: the built-in one
    std::optional<std::string> text;
    std::optional<std::string> textFile;
    std::optional<std::string> idsFile;
    std::string output;
    std::optional<int> maxTokens;
    std::optional<TokenRange> layers;
    bool compare = false;
    std::string compareJson; ///< empty: none
    CaptureOptions capture;

    [[nodiscard]] bool comparesRuns() const { return compare || !compareJson.empty(); }
};

void declareOptions(CommandParser& parser)
{
    parser.addValue("model", "PATH",
                    "A Hugging Face model directory, a GGUF file or a llama2.c checkpoint (the "
                    "built-in model).");
    parser.addValue("text", "S", "The prompt.");
    parser.addValue("text-file", "F", "A file with the prompt, UTF-8.");
    parser.addValue("token-ids", "F", "A file with token ids, separated by white space or commas.");
    parser.addValue("o,output", "T.h5", "The trace to write.");
    parser.addValue("max-tokens", "N", "Use only the first N tokens of the prompt.");
    parser.addValue("generate", "N", "Append N tokens and record them too (0).");
    parser.addValue(
        "temperature", "X",
        "Of the generated tokens: 0 takes the likeliest, 1 draws as the model says (0).");
    parser.addValue("seed", "S", "The same seed draws the same tokens (1).");
    parser.addFlag("with-values", "Record the values as well.");
    parser.addValue("layers", "A:B", "Record layers A to B-1 only.");
    addRopeEditOptions(parser);
    addHeadGainOptions(parser);
    parser.addFlag("compare",
                   "Run the unedited model on the same tokens too, and print the probabilities of "
                   "the next token before and after as a table.");
    parser.addValue("compare-json", "F.json", "The same comparison, written as JSON.");
}

Request readRequest(OptionReader& reader)
{
    Request request;
    reader.noPositional();
    request.model = reader.text("model").value_or(std::string());
    request.text = reader.unicodeText("text");
    if (request.text && request.text->empty())
        reader.reject("--text: the text is empty; give some text");
    request.textFile = reader.text("text-file");
    request.idsFile = reader.text("token-ids");
    if (request.text.has_value() + request.textFile.has_value() + request.idsFile.has_value() != 1)
        reader.reject("Give the prompt by one of --text, --text-file and --token-ids");
    request.output = requiredOutput(reader, "output", { ".h5", ".hdf5" });
    request.maxTokens = reader.integer("max-tokens", 1, kMaxTokens);
    request.capture.generate = reader.integer("generate", 0, kMaxTokens).value_or(0);
    request.capture.temperature
        = reader.number("temperature", 0.0, kHighestTemperature).value_or(0.0);
    if (request.capture.temperature > 0.0 && request.capture.generate == 0)
        reader.reject("--temperature speaks of generated tokens; add --generate N");
    request.capture.seed = reader.seed("seed").value_or(request.capture.seed);
    request.capture.withValues = reader.has("with-values");
    request.layers = reader.range("layers");
    request.capture.edit = readRopeEdit(reader);
    request.capture.headGains = readHeadGains(reader);
    request.compare = reader.has("compare");
    request.compareJson = optionalOutput(reader, "compare-json", { ".json" });
    if (request.comparesRuns() && request.capture.edit.isIdentity()
        && request.capture.headGains.empty()) {
        reader.reject("--compare: nothing is edited; give a rope edit, --mask-head or --head-gain");
    }
    return request;
}

Result<std::vector<std::int64_t>> promptIds(const Request& request, const LanguageModel& model)
{
    if (request.text)
        return idsOfText(*request.text, model);
    return request.idsFile ? idsFromFile(*request.idsFile, model)
                           : idsOfTextFile(*request.textFile, model);
}

/// What the command line asks of this model: layers and channel pairs that it has.
CommandResult<void> settle(Request& request, const ModelConfig& config)
{
    if (request.layers) {
        if (request.layers->end > config.numLayers) {
            return usageError(fmt::format("--layers: {} has {}, so {}:{} should end at {} or "
                                          "before.",
                                          config.name, numbered("layer", config.numLayers),
                                          request.layers->begin, request.layers->end,
                                          config.numLayers));
        }
        request.capture.firstLayer = request.layers->begin;
        request.capture.endLayer = request.layers->end;
    }
    if (!request.capture.edit.meanPairs.empty()) {
        return usageError("--mean-pair works on one head's queries and keys, not on a run of the "
                          "whole model; give it to render, analyze or the window.");
    }
    if (auto there = checkHeadGains(request.capture.headGains, config); !there)
        return there;
    return editedTable(config.rope, request.capture.edit).map([](const RopeTable&) {});
}

/// The unedited model on the tokens of the edited run, generated ones included: both then speak of
/// what follows the same text.
Result<NextTokenChange> compareWithUnedited(const LanguageModel& model, const CaptureResult& edited,
                                            ThreadPool& pool, const CommandContext& context)
{
    ProgressBar bar(context, "Comparing");
    const Result<CaptureResult> plain
        = model.capture(edited.trace->tokenIds(), { .endLayer = 1 }, pool, bar.progress(), {});
    if (!plain)
        return tl::unexpected(plain.error());
    return compareNextTokens(plain->nextToken, edited.nextToken, kComparedTokens);
}

Result<void> report(const Request& request, const NextTokenChange& change,
                    const LanguageModel& model, int tokens, const CommandContext& context)
{
    const std::vector<std::string> texts = tokenTexts(change, model.tokenizer());
    if (request.compare)
        context.out << nextTokenTable(change, texts);
    if (request.compareJson.empty())
        return {};
    return writeFile(request.compareJson,
                     nextTokenJson(change, texts, model.config().name, tokens));
}

CommandResult<void> capture(Request& request, const CommandContext& context)
{
    if (auto checked = checkOutputs(
            { { "--output", request.output }, { "--compare-json", request.compareJson } },
            { { "--model", request.model },
              { "--text-file", request.textFile.value_or("") },
              { "--token-ids", request.idsFile.value_or("") } });
        !checked)
        return checked;
    const auto model = openModelOption(request.model);
    if (!model)
        return tl::unexpected(model.error());
    if (auto settled = settle(request, (*model)->config()); !settled)
        return settled;
    auto ids = promptIds(request, **model);
    if (!ids)
        return jobFailed(ids.error());
    if (request.maxTokens && ids->size() > static_cast<std::size_t>(*request.maxTokens))
        ids->resize(static_cast<std::size_t>(*request.maxTokens));

    ThreadPool pool(context.machine.threads);
    Result<CaptureResult> result = [&] {
        ProgressBar bar(context, "Capturing");
        return (*model)->capture(*ids, request.capture, pool, bar.progress(), {});
    }();
    if (!result)
        return jobFailed(result.error());
    if (auto written = writeTraceFile(*result->trace, request.output); !written)
        return jobFailed(written.error());
    if (!context.quiet) {
        const TraceInfo& info = result->trace->info();
        const auto recorded = std::count_if(info.layers.begin(), info.layers.end(),
                                            [](const LayerInfo& l) { return l.hasQueryKey; });
        context.out << fmt::format("Wrote {}: {}, {}, {} each.\n", request.output,
                                   counted(info.tokenCount, "token"), counted(recorded, "layer"),
                                   counted(info.numHeads, "head"));
    }
    if (!request.comparesRuns())
        return {};
    const auto change = compareWithUnedited(**model, *result, pool, context);
    if (!change)
        return jobFailed(change.error());
    const int tokens = result->trace->info().tokenCount;
    if (auto reported = report(request, *change, **model, tokens, context); !reported)
        return jobFailed(reported.error());
    return {};
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    Request request = readRequest(options);
    if (auto read = options.finish(); !read)
        return read;
    return capture(request, context);
}

} // namespace

Command captureCommand()
{
    return { .usage
             = { .name = "capture",
                 .arguments
                 = "[--model PATH] (--text S | --text-file F | --token-ids F) --output T.h5",
                 .summary
                 = "Runs a prompt through a model and writes the raw queries and keys of every "
                   "head as a trace.\nRope edits, masks and gains act on the whole model: later "
                   "layers feel them. --compare says what they do to the next token." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
