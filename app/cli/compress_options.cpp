// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/compress_options.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/core.h>

#include "app/cli/chart_option.h"
#include "app/cli/number_list.h"
#include "app/cli/output_file.h"

namespace ropescope {
namespace {

constexpr int kMostTokens = 1 << 22;
constexpr int kDefaultTokens = 1024;
constexpr double kHighestAlpha = 1e12;

/// "inf,X,.."; inf alone where the option is not given.
std::vector<double> readAlphas(OptionReader& reader)
{
    std::vector<double> alphas;
    const std::string given = reader.text("alpha").value_or("inf");
    for (const std::string& word : listWords(given)) {
        const auto alpha = word == "inf" ? std::optional(std::numeric_limits<double>::infinity())
                                         : numberFromText<double>(word);
        if (!alpha || *alpha < 0.0 || (std::isfinite(*alpha) && *alpha > kHighestAlpha)) {
            reader.reject(fmt::format("--alpha: '{}' in '{}' should be inf or a number from 0 to "
                                      "{:g}; commas separate several",
                                      word, given, kHighestAlpha));
            return { std::numeric_limits<double>::infinity() };
        }
        alphas.push_back(*alpha);
    }
    return alphas;
}

/// TAPPA once for each alpha.
void addMethod(const CachePolicy& policy, const std::vector<double>& alphas, CompressionPlan& plan)
{
    if (policy.name != "tappa") {
        plan.methods.push_back({ &policy, {} });
        return;
    }
    for (const double alpha : alphas)
        plan.methods.push_back({ &policy, { .alpha = alpha } });
}

std::ptrdiff_t alphaCount(const CompressionPlan& plan)
{
    return std::ranges::count(plan.methods, std::string_view("tappa"),
                              [](const CacheMethod& method) { return method.policy->name; });
}

void readMethods(OptionReader& reader, CompressOptions& options)
{
    const std::vector<double> alphas = readAlphas(reader);
    const std::string given = reader.required("methods", "all, or names such as snapkv,tappa");
    options.namesMethods = given != "all";
    std::string names;
    for (const CachePolicy& policy : cachePolicies()) {
        names += (names.empty() ? "" : ", ") + std::string(policy.name);
        if (!options.namesMethods)
            addMethod(policy, alphas, options.request.plan);
    }
    if (!options.namesMethods)
        return;
    for (const std::string& word : listWords(given)) {
        const CachePolicy* const policy = findCachePolicy(word);
        if (policy == nullptr) {
            reader.reject(
                fmt::format("--methods: '{}' should be one of {}, or all alone", word, names));
            return;
        }
        addMethod(*policy, alphas, options.request.plan);
    }
    if (reader.has("alpha") && alphaCount(options.request.plan) == 0)
        reader.reject("--alpha is for the method tappa; name it in --methods");
}

void readSource(OptionReader& reader, CompressOptions& options)
{
    options.text = reader.unicodeText("text");
    options.textFiles = reader.texts("text-file");
    options.idsFile = reader.text("token-ids");
    options.model = reader.text("model").value_or(std::string());
    if (!reader.firstPositional().empty())
        options.traces = reader.positionals("T.h5");
    if (options.text && options.text->empty())
        reader.reject("--text: the text is empty; give some text");
    if (options.text.has_value() + options.idsFile.has_value() + !options.textFiles.empty() > 1)
        reader.reject("Give texts by one of --text, --text-file and --token-ids");
    if (options.traces.empty())
        return;
    for (const char* option : { "model", "text", "text-file", "token-ids", "task", "seed" }) {
        if (reader.has(option)) {
            reader.reject(fmt::format("--{} is for a model; leave it out, or leave the trace {} "
                                      "out",
                                      option, options.traces.front()));
        }
    }
}

} // namespace

void declareCompressOptions(CommandParser& parser)
{
    parser.addValue("o,output", "FILE.csv", "A row for each text, method and budget.");
    parser.addValue("methods", "all|NAME,..",
                    "full, streaming-llm, streaming-llm-prefix, h2o, snapkv, pyramidkv, cake, "
                    "expected-attention, tappa.");
    parser.addValue("budgets", "B,..", "Entries for each layer and key head, on average.");
    parser.addValue("kept", "FILE.json", "Which entries each method keeps (one text or trace).");
    parser.addValue("heads", "FILE.csv", "The measures of every head.");
    parser.addValue("model", "PATH",
                    "Measure on a model, not on a trace: a Hugging Face directory, a GGUF file or "
                    "a llama2.c checkpoint (the built-in model).");
    parser.addValue("text-file", "F",
                    "A file with a text, UTF-8; repeatable (the 20 texts of the study).");
    parser.addValue("text", "S", "A text.");
    parser.addValue("token-ids", "F", "A file with token ids, separated by white space or commas.");
    parser.addValue("task", "text|copy|recall",
                    "What the continuation is: the text goes on; a passage from far back comes "
                    "again; a passage of shuffled tokens comes again (text).");
    parser.addValue("continuation", "M",
                    "The last M tokens measure what the cache of those before them has lost (a "
                    "model: 128, 32 for copy and recall; a trace: 0, its last 32 queries).");
    parser.addValue("max-tokens", "N", "Use only the first N tokens of a text (1024).");
    parser.addValue("alpha", "inf|X,..",
                    "Of tappa: the weight of 1 - q-similarity beside CAKE's preference; inf takes "
                    "it alone (inf). Several give a tappa each.");
    parser.addValue("figure", "F.svg",
                    "Draw the curves of all methods over budgets: .svg, .pdf or .png.");
    parser.addValue("seed", "S", "Of copy and recall: the same seed takes the same passage (1).");
}

CompressOptions readCompressOptions(OptionReader& reader)
{
    CompressOptions options;
    readSource(reader, options);
    readMethods(reader, options);
    (void)reader.required("budgets", "numbers of entries, as in 64,128");
    options.request.plan.budgets = readNumberList<int>(reader, "budgets", 1, kMostTokens);
    options.request.task = reader
                               .choice<ContinuationTask>("task",
                                                         { { "text", ContinuationTask::Text },
                                                           { "copy", ContinuationTask::Copy },
                                                           { "recall", ContinuationTask::Recall } })
                               .value_or(ContinuationTask::Text);
    options.continuation
        = reader.integer("continuation", options.traces.empty() ? 2 : 0, kMostTokens);
    options.maxTokens = reader.integer("max-tokens", 3, kMostTokens).value_or(kDefaultTokens);
    if (reader.has("seed") && options.request.task == ContinuationTask::Text)
        reader.reject("--seed is for --task copy and --task recall");
    options.seed = reader.seed("seed").value_or(options.seed);
    options.output = requiredOutput(reader, "output", { ".csv" });
    options.kept = optionalOutput(reader, "kept", { ".json" });
    options.heads = optionalOutput(reader, "heads", { ".csv" });
    options.figure = readFigureFile(reader);
    if (!options.kept.empty() && alphaCount(options.request.plan) > 1)
        reader.reject("--kept: the file has one tappa; give one --alpha");
    return options;
}

} // namespace ropescope
