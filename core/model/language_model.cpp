// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/language_model.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "core/base/counted.h"
#include "core/base/memory.h"
#include "core/model/forward_pass.h"
#include "core/model/model_weights.h"
#include "core/model/prompt_cache.h"
#include "core/model/sampling.h"
#include "core/model/token_ids.h"

namespace ropescope {

struct LanguageModel::State {
    ModelConfig config;
    ModelWeights weights;
    Result<Tokenizer> tokenizer = tl::unexpected(Error {}); ///< or why there is none
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
    const auto positions = static_cast<std::size_t>(config.mostTokens());
    if (tokenIds.size() > positions
        || static_cast<std::size_t>(options.generate) > positions - tokenIds.size()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{} prompt tokens{} are more than the {} positions of {}; shorten "
                                "the prompt (capture: --max-tokens).",
                                tokenIds.size(),
                                options.generate == 0
                                    ? ""
                                    : fmt::format(" and {} generated ones", options.generate),
                                positions, config.name));
    }
    if (auto known = checkTokenIds(tokenIds, config); !known)
        return known;
    if (!(options.temperature >= 0.0 && std::isfinite(options.temperature))) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("The temperature must be a finite number of at least 0, found {}.",
                                options.temperature));
    }
    if (!options.edit.meanPairs.empty()) {
        return fail(ErrorCode::InvalidArgument,
                    "Replacing pairs by their mean works on this head alone: in a run of the whole "
                    "model the mean would need tokens that are not known yet.");
    }
    for (const auto& [id, gain] : options.headGains) {
        if (id.layer.value < 0 || id.layer.value >= config.numLayers || id.head.value < 0
            || id.head.value >= config.numHeads) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("Head {} of layer {} does not exist: {} has {} of {}, "
                                    "counted from 0.",
                                    id.head.value, id.layer.value, config.name,
                                    counted(config.numLayers, "layer"),
                                    counted(config.numHeads, "head")));
        }
        if (!std::isfinite(gain)) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("The gain of head {} of layer {} must be a finite number, "
                                    "found {}.",
                                    id.head.value, id.layer.value, gain));
        }
    }
    for (const LayerIndex layer : options.skippedLayers) {
        if (layer.value < 0 || layer.value >= config.numLayers) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("Layer {} cannot be skipped: {} has layers 0:{}.", layer.value,
                                    config.name, config.numLayers));
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

/// Appends tokens until there are enough or the model ends its text. The last one runs through the
/// model as well, so that its queries and keys are in the trace.
Result<void> generate(ForwardPass& pass, const ModelConfig& config, const CaptureOptions& options,
                      std::vector<std::int64_t>& ids)
{
    Sampler sampler(options.temperature, options.seed);
    for (int step = 0; step < options.generate; ++step) {
        const Result<Eigen::RowVectorXf> logits = pass.lastLogits();
        if (!logits)
            return tl::unexpected(logits.error());
        ids.push_back(sampler.next(*logits));
        if (const Result<void> done = pass.run(std::span(ids).last(1)); !done)
            return done;
        if (std::ranges::find(config.endTokens, ids.back()) != config.endTokens.end())
            break;
    }
    return {};
}

/// What a run holds at its largest: raw queries, keys and values, rotated keys, logits. Activations
/// of a chunk come on top, but do not grow with the prompt.
std::uint64_t memoryOfRun(const ModelConfig& config, const CaptureOptions& options,
                          std::uint64_t tokens)
{
    const auto width = [&config](int heads) {
        return static_cast<std::uint64_t>(heads) * static_cast<std::uint64_t>(config.headDim);
    };
    const int end = options.endLayer.value_or(config.numLayers);
    std::uint64_t numbers
        = static_cast<std::uint64_t>(config.numLayers) * 2 * width(config.numKvHeads)
        + static_cast<std::uint64_t>(end - options.firstLayer)
            * (width(config.numHeads) + width(config.numKvHeads));
    if (options.withLogProbabilities)
        numbers += sizeof(double) / sizeof(float);
    if (options.withLogits)
        numbers += static_cast<std::uint64_t>(config.vocabSize);
    if (options.withHiddenStates)
        numbers += static_cast<std::uint64_t>(config.numLayers)
            * static_cast<std::uint64_t>(config.hiddenSize);
    return sizeof(float) * numbers * tokens;
}

/// The rotation of each layer for that many tokens, as it is and as it runs under the edit.
struct LayerRopes {
    std::vector<RopeTable> tables;
    RopeConfig model;               ///< as run
    std::vector<RopeConfig> layers; ///< as run
};

/// The rotation that was in force. Gains are no part of a RopeConfig and stay with whoever asked.
RopeConfig ropeAsRun(RopeConfig rope, const RopeEdit& edit, const RopeTable& table)
{
    rope.base = edit.base.value_or(rope.base);
    rope.pairing = table.pairing;
    rope.theta = table.theta;
    return rope;
}

Result<LayerRopes> layerRopes(const ModelConfig& config, const RopeEdit& edit, int tokens)
{
    LayerRopes ropes;
    const RopeConfig model = ropeForLength(config.rope, tokens);
    const Result<RopeTable> table = makeRopeTable(model, edit);
    if (!table)
        return tl::unexpected(table.error());
    ropes.model = ropeAsRun(model, edit, *table);
    for (const LayerConfig& layer : config.layers) {
        // A layer that does not rotate has nothing to edit.
        const RopeEdit own = layer.rope.rotates() ? edit : RopeEdit {};
        const RopeConfig rope
            = layer.rope.rotates() ? ropeForLength(layer.rope, tokens) : layer.rope;
        Result<RopeTable> edited = makeRopeTable(rope, own);
        if (!edited)
            return tl::unexpected(edited.error());
        ropes.layers.push_back(ropeAsRun(rope, own, *edited));
        ropes.tables.push_back(std::move(*edited));
    }
    return ropes;
}

TraceInfo traceInfo(const ModelConfig& config, const ForwardPass& pass, const LayerRopes& ropes)
{
    TraceInfo info { .model = config.name,
                     .creator = "ropescope",
                     .numLayers = config.numLayers,
                     .numHeads = config.numHeads,
                     .numKvHeads = config.numKvHeads,
                     .headDim = config.headDim,
                     .tokenCount = pass.tokenCount(),
                     .attentionScale = config.attentionScale,
                     .rope = ropes.model,
                     .layers = {} };
    for (std::size_t layer = 0; layer < static_cast<std::size_t>(config.numLayers); ++layer) {
        LayerInfo& entry = info.layers.emplace_back();
        entry.rope = ropes.layers[layer];
        entry.slidingWindow = config.layers[layer].slidingWindow;
        entry.blockInfluence = pass.blockInfluence(layer);
    }
    return info;
}

std::uint64_t bytesOf(const ModelTensors& tensors)
{
    std::uint64_t bytes = 0;
    for (const auto& entry : tensors.byName)
        bytes += entry.second.view.bytes.size();
    return bytes;
}

} // namespace

Result<std::shared_ptr<const LanguageModel>> LanguageModel::open(
    const std::filesystem::path& path, std::optional<std::uint64_t> memory)
{
    auto state = std::make_unique<State>();
    const Result<ModelDescription> description = readModelDescription(path);
    if (!description)
        return tl::unexpected(description.error());
    Result<ModelConfig> config = readModelConfig(*description);
    if (!config)
        return tl::unexpected(config.error());
    state->config = std::move(*config);
    Result<ModelTensors> tensors = openModelTensors(path);
    if (!tensors)
        return tl::unexpected(tensors.error());
    const Result<void> fits
        = checkFits(fmt::format("The weights of {} take", path.string()), bytesOf(*tensors),
                    memory.value_or(availableMemory()), "take a smaller or a quantised model");
    if (!fits)
        return tl::unexpected(fits.error());
    Result<ModelWeights> weights = takeModelWeights(std::move(*tensors), state->config, path);
    if (!weights)
        return tl::unexpected(weights.error());
    state->weights = std::move(*weights);
    state->tokenizer = openTokenizer(*description);
    // Token ids go through a model whose tokenizer is absent or of a kind not handled.
    if (!state->tokenizer && state->tokenizer.error().code != ErrorCode::NotFound
        && state->tokenizer.error().code != ErrorCode::Unsupported)
        return tl::unexpected(state->tokenizer.error());
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
    if (!m_state->tokenizer) {
        const Error& reason = m_state->tokenizer.error();
        return fail(reason.code, fmt::format("{} Give token ids instead of text.", reason.message));
    }
    if (text.empty())
        return fail(ErrorCode::InvalidArgument, "The text is empty; give some text.");
    auto ids = tokenizer()->encode(text);
    if (!ids)
        return ids;
    const auto highest = std::ranges::max_element(*ids);
    if (highest != ids->end() && *highest >= config().vocabSize) {
        return fail(ErrorCode::Malformed,
                    fmt::format("The tokenizer of {} gives the id {} for this text, but the "
                                "embedding ends at {}: the two do not belong together.",
                                config().name, *highest, config().vocabSize - 1));
    }
    return ids;
}

Result<CaptureResult> LanguageModel::capture(std::span<const std::int64_t> tokenIds,
                                             const CaptureOptions& options, ThreadPool& pool,
                                             const Progress& progress, std::stop_token stop) const
{
    const ModelConfig& config = m_state->config;
    if (const Result<void> ok = checkRequest(config, tokenIds, options); !ok)
        return tl::unexpected(ok.error());
    const int capacity = static_cast<int>(tokenIds.size()) + options.generate;
    const Result<void> fits
        = checkFits(fmt::format("{} tokens through {} need", capacity, config.name),
                    memoryOfRun(config, options, static_cast<std::uint64_t>(capacity)),
                    availableMemory(), "take fewer tokens (--max-tokens) or layers (--layers)");
    if (!fits)
        return tl::unexpected(fits.error());
    const Result<LayerRopes> ropes = layerRopes(config, options.edit, capacity);
    if (!ropes)
        return tl::unexpected(ropes.error());

    ForwardPass pass({ .config = config,
                       .weights = m_state->weights,
                       .options = options,
                       .ropes = ropes->tables,
                       .capacity = capacity,
                       .pool = pool,
                       .progress = progress,
                       .stop = stop });
    std::vector<std::int64_t> ids(tokenIds.begin(), tokenIds.end());
    if (const Result<void> done = pass.run(ids); !done)
        return tl::unexpected(done.error());
    if (const Result<void> done = generate(pass, config, options, ids); !done)
        return tl::unexpected(done.error());
    if (pass.tokenCount() < capacity) {
        // The text ended early. Where the rotation asks for its length, it ran with another one.
        const Result<LayerRopes> own = layerRopes(config, options.edit, pass.tokenCount());
        if (!own)
            return tl::unexpected(own.error());
        if (own->tables != ropes->tables) {
            CaptureOptions again = options;
            again.generate = 0;
            return capture(ids, again, pool, progress, stop);
        }
    }
    Result<Eigen::RowVectorXf> nextToken = pass.lastLogits();
    if (!nextToken)
        return tl::unexpected(nextToken.error());

    CaptureResult result { .trace = nullptr,
                           .nextToken = std::move(*nextToken),
                           .logits = pass.takeLogits(),
                           .logProbabilities = pass.logProbabilities(),
                           .hiddenStates = pass.takeHiddenStates() };
    MemoryTraceContent content { .info = traceInfo(config, pass, *ropes),
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

Result<PromptCache> LanguageModel::prefill(std::span<const std::int64_t> prompt, int newTokens,
                                           ThreadPool& pool, const Progress& progress,
                                           std::stop_token stop) const
{
    const ModelConfig& config = m_state->config;
    CaptureOptions options;
    options.generate = newTokens; // for the check of the length alone
    if (const Result<void> ok = checkRequest(config, prompt, options); !ok)
        return tl::unexpected(ok.error());
    options.endLayer = 0; // nothing is recorded
    const int tokens = static_cast<int>(prompt.size());
    const int all = tokens + newTokens;
    const Result<void> fits
        = checkFits(fmt::format("{} tokens through {} need", all, config.name),
                    memoryOfRun(config, options, static_cast<std::uint64_t>(all)),
                    availableMemory(), "take fewer tokens");
    if (!fits)
        return tl::unexpected(fits.error());
    Result<LayerRopes> ropes = layerRopes(config, options.edit, all);
    if (!ropes)
        return tl::unexpected(ropes.error());
    ForwardPass pass({ .config = config,
                       .weights = m_state->weights,
                       .options = options,
                       .ropes = ropes->tables,
                       .capacity = tokens,
                       .pool = pool,
                       .progress = progress,
                       .stop = std::move(stop) });
    if (const Result<void> done = pass.run(prompt); !done)
        return tl::unexpected(done.error());
    return PromptCache({ .config = config,
                         .weights = m_state->weights,
                         .ropes = std::move(ropes->tables),
                         .layers = pass.takeCache(),
                         .tokens = tokens,
                         .mostNewTokens = newTokens });
}

} // namespace ropescope
