// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/language_model.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/model/forward_pass.h"
#include "core/model/model_weights.h"

namespace ropescope {

struct LanguageModel::State {
    ModelConfig config;
    ModelWeights weights;
    std::optional<Tokenizer> tokenizer;
    Error noTokenizer; ///< why there is none
};

namespace {

Result<void> checkRequest(const ModelConfig& config, std::span<const std::int64_t> tokenIds,
                          const CaptureOptions& options)
{
    if (tokenIds.empty())
        return fail(ErrorCode::InvalidArgument,
                    "The prompt is empty: at least one token is needed; give some text.");
    if (options.generate < 0) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("The number of tokens to generate must not be negative, found {}.",
                                options.generate));
    }
    const auto positions = static_cast<std::size_t>(config.maxPositions);
    if (tokenIds.size() > positions
        || static_cast<std::size_t>(options.generate) > positions - tokenIds.size()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{} prompt tokens{} are more than the {} positions of {}; shorten "
                                "the prompt (capture: --max-tokens).",
                                tokenIds.size(),
                                options.generate == 0
                                    ? ""
                                    : fmt::format(" and {} generated ones", options.generate),
                                config.maxPositions, config.name));
    }
    for (std::size_t t = 0; t < tokenIds.size(); ++t) {
        if (tokenIds[t] < 0 || tokenIds[t] >= config.vocabSize) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("Token {} has id {}, but the vocabulary of {} ends at {}.", t,
                                    tokenIds[t], config.name, config.vocabSize - 1));
        }
    }
    const int end = options.endLayer.value_or(config.numLayers);
    if (options.firstLayer < 0 || options.firstLayer >= end || end > config.numLayers) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Layers {}:{} do not exist: {} has layers 0:{}.",
                                options.firstLayer, end, config.name, config.numLayers));
    }
    return {};
}

/// Appends greedy tokens until there are enough or the model ends its text. The last one runs
/// through the model as well, so that its queries and keys are in the trace.
Result<void> generate(ForwardPass& pass, const ModelConfig& config, int count,
                      std::vector<std::int64_t>& ids)
{
    for (int step = 0; step < count; ++step) {
        const Result<MatrixRM> logits = pass.lastLogits();
        if (!logits)
            return tl::unexpected(logits.error());
        Eigen::Index best = 0;
        logits->row(0).maxCoeff(&best);
        ids.push_back(best);
        if (const Result<void> done = pass.run(std::span(ids).last(1)); !done)
            return done;
        if (std::ranges::find(config.endTokens, best) != config.endTokens.end())
            break;
    }
    return {};
}

/// The rotation that was in force. Gains are no part of a RopeConfig and stay with whoever asked.
RopeConfig ropeAsRun(const RopeConfig& model, const RopeEdit& edit, const RopeTable& table)
{
    RopeConfig rope = model;
    rope.base = edit.base.value_or(model.base);
    rope.pairing = table.pairing;
    rope.theta = table.theta;
    return rope;
}

TraceInfo traceInfo(const ModelConfig& config, const ForwardPass& pass, const RopeConfig& rope)
{
    TraceInfo info { .model = config.name,
                     .creator = "ropescope",
                     .numLayers = config.numLayers,
                     .numHeads = config.numHeads,
                     .numKvHeads = config.numKvHeads,
                     .headDim = config.headDim,
                     .tokenCount = pass.tokenCount(),
                     .attentionScale = config.attentionScale(),
                     .rope = rope,
                     .layers = {} };
    for (std::size_t layer = 0; layer < static_cast<std::size_t>(config.numLayers); ++layer) {
        LayerInfo& entry = info.layers.emplace_back();
        entry.rope = rope;
        entry.blockInfluence = pass.blockInfluence(layer);
    }
    return info;
}

Error noModelDirectory(const std::filesystem::path& path)
{
    std::error_code ignored;
    return { ErrorCode::NotFound,
             std::filesystem::exists(path, ignored)
                 ? fmt::format("{} is no model directory: config.json is missing.", path.string())
                 : fmt::format("There is no model directory {}.", path.string()) };
}

} // namespace

Result<std::shared_ptr<const LanguageModel>> LanguageModel::open(
    const std::filesystem::path& directory)
{
    auto state = std::make_unique<State>();
    Result<ModelConfig> config = readModelConfig(directory);
    if (!config && config.error().code == ErrorCode::NotFound)
        return tl::unexpected(noModelDirectory(directory));
    if (!config)
        return tl::unexpected(config.error());
    state->config = std::move(*config);
    Result<ModelWeights> weights = openModelWeights(directory, state->config);
    if (!weights)
        return tl::unexpected(weights.error());
    state->weights = std::move(*weights);
    if (Result<Tokenizer> tokenizer = Tokenizer::open(directory / "tokenizer.json")) {
        state->tokenizer = std::move(*tokenizer);
    } else {
        // Token ids go through a model whose tokenizer is absent or of a kind not handled.
        state->noTokenizer = tokenizer.error();
        if (state->noTokenizer.code != ErrorCode::NotFound
            && state->noTokenizer.code != ErrorCode::Unsupported)
            return tl::unexpected(state->noTokenizer);
    }
    return std::shared_ptr<const LanguageModel>(new LanguageModel(std::move(state)));
}

LanguageModel::LanguageModel(std::unique_ptr<const State> state)
    : m_state(std::move(state))
{
}

LanguageModel::~LanguageModel() = default;

const ModelConfig& LanguageModel::config() const { return m_state->config; }

const Tokenizer* LanguageModel::tokenizer() const
{
    return m_state->tokenizer ? &*m_state->tokenizer : nullptr;
}

Result<std::vector<std::int64_t>> LanguageModel::tokenize(std::string_view text) const
{
    if (tokenizer() == nullptr)
        return fail(
            m_state->noTokenizer.code,
            fmt::format("{} Give token ids instead of text.", m_state->noTokenizer.message));
    if (text.empty())
        return fail(ErrorCode::InvalidArgument, "The text is empty; give some text.");
    return tokenizer()->encode(text);
}

Result<CaptureResult> LanguageModel::capture(std::span<const std::int64_t> tokenIds,
                                             const CaptureOptions& options, ThreadPool& pool,
                                             const Progress& progress, std::stop_token stop) const
{
    const ModelConfig& config = m_state->config;
    if (const Result<void> ok = checkRequest(config, tokenIds, options); !ok)
        return tl::unexpected(ok.error());
    Result<RopeTable> rope = makeRopeTable(config.rope, options.edit);
    if (!rope)
        return tl::unexpected(rope.error());
    const RopeConfig asRun = ropeAsRun(config.rope, options.edit, *rope);

    ForwardPass pass({ .config = config,
                       .weights = m_state->weights,
                       .options = options,
                       .rope = std::move(*rope),
                       .capacity = static_cast<int>(tokenIds.size()) + options.generate,
                       .pool = pool,
                       .progress = progress,
                       .stop = std::move(stop) });
    std::vector<std::int64_t> ids(tokenIds.begin(), tokenIds.end());
    if (const Result<void> done = pass.run(ids); !done)
        return tl::unexpected(done.error());
    if (const Result<void> done = generate(pass, config, options.generate, ids); !done)
        return tl::unexpected(done.error());

    CaptureResult result { .trace = nullptr,
                           .logits = pass.takeLogits(),
                           .hiddenStates = pass.takeHiddenStates() };
    MemoryTraceContent content { .info = traceInfo(config, pass, asRun),
                                 .tokenIds = std::move(ids),
                                 .tokenTexts = {},
                                 .layers = pass.takeTensors() };
    if (tokenizer() != nullptr) {
        // A model may have more rows of embeddings than its tokenizer has tokens: ids without text.
        if (auto pieces = tokenizer()->pieces(content.tokenIds))
            content.tokenTexts = std::move(*pieces);
    }
    result.trace = std::make_shared<const MemoryTrace>(std::move(content));
    return result;
}

} // namespace ropescope
