// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/gguf_config.h"

#include <algorithm>
#include <array>

#include <fmt/ranges.h>

#include "core/formats/gguf_fields.h"
#include "core/formats/gguf_rope.h"

namespace ropescope {

namespace {

using nlohmann::json;

// Far above every model there is; the reader of configurations has narrower limits.
constexpr int kMost = 1 << 24;
constexpr int kMostLayers = 1 << 12; // of which lists are made here
constexpr double kLargestNumber = 1e9;

/// What the translation of one architecture works with.
struct Translation {
    const GgufSource& source;
    GgufFields fields;
    json config;

    [[nodiscard]] std::string key(std::string_view name) const
    {
        return fmt::format("{}.{}", source.architecture(), name);
    }
    [[nodiscard]] int count(std::string_view name) { return fields.integer(key(name), 1, kMost); }
    [[nodiscard]] int layers() { return fields.integer(key("block_count"), 1, kMostLayers); }
};

int headDim(Translation& t)
{
    const int heads = t.count("attention.head_count");
    const int hidden = t.count("embedding_length");
    const std::string keyLength = t.key("attention.key_length");
    if (!t.fields.has(keyLength)) {
        if (hidden % heads != 0) {
            t.fields.reject(
                ErrorCode::Malformed,
                fmt::format("{}: without '{}', '{}' ({}) must be a multiple of '{}' ({}).",
                            t.fields.where(), keyLength, t.key("embedding_length"), hidden,
                            t.key("attention.head_count"), heads));
        }
        return hidden / heads;
    }
    const int length = t.count("attention.key_length");
    const int values = t.fields.integer(t.key("attention.value_length"), 1, kMost, length);
    if (values != length) {
        t.fields.reject(ErrorCode::Unsupported,
                        fmt::format("{}: values of another width ({}) than keys ({}) are not "
                                    "supported.",
                                    t.fields.where(), values, length));
    }
    return length;
}

/// Keys that change the sums and that none of the architectures below knows.
void refuseUnhandled(Translation& t)
{
    for (const char* name :
         { "expert_count", "attention.max_alibi_bias", "attention.clamp_kqv", "logit_scale",
           "residual_scale", "embedding_scale", "attn_logit_softcapping", "attention.scale" }) {
        const GgufValue* value = t.fields.find(t.key(name));
        if (value != nullptr && value->number() != 0.0) {
            t.fields.reject(ErrorCode::Unsupported,
                            fmt::format("{}: '{}' is not supported; found {}.", t.fields.where(),
                                        t.key(name), value->describe()));
        }
    }
    if (!t.fields.boolean(t.key("attention.causal"), true)) {
        t.fields.reject(
            ErrorCode::Unsupported,
            fmt::format("{}: attention that is not causal is not supported.", t.fields.where()));
    }
}

/// vocab_size and tie_word_embeddings, which the tensors say.
void translateVocabulary(Translation& t)
{
    const TensorView* embedding = t.source.tensor("token_embd.weight");
    if (embedding == nullptr || embedding->shape.size() != 2) {
        t.fields.reject(
            embedding == nullptr ? ErrorCode::NotFound : ErrorCode::Malformed,
            fmt::format("{}: the tensor 'token_embd.weight' must be a matrix, found {}.",
                        t.fields.where(),
                        embedding == nullptr ? "none" : describeShape(embedding->shape)));
        return;
    }
    t.config["vocab_size"] = embedding->shape.front();
    t.config["tie_word_embeddings"] = t.source.tensor("output.weight") == nullptr;
}

void translateSpecialTokens(Translation& t)
{
    const auto id = [&t](const char* key) { return t.fields.integer(key, 0, kMost, -1); };
    if (const int begin = id("tokenizer.ggml.bos_token_id"); begin >= 0)
        t.config["bos_token_id"] = begin;
    // Chat models end a turn with a token of its own.
    std::vector<int> ends;
    for (const char* key : { "tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id" }) {
        const int end = id(key);
        if (end >= 0 && std::ranges::find(ends, end) == ends.end())
            ends.push_back(end);
    }
    if (ends.size() == 1)
        t.config["eos_token_id"] = ends.front();
    else if (!ends.empty())
        t.config["eos_token_id"] = ends;
}

/// Sizes under the names that most architectures use.
void translateSizes(Translation& t)
{
    t.config["hidden_size"] = t.count("embedding_length");
    t.config["intermediate_size"] = t.count("feed_forward_length");
    t.config["num_hidden_layers"] = t.layers();
    const int heads = t.count("attention.head_count");
    t.config["num_attention_heads"] = heads;
    t.config["num_key_value_heads"]
        = t.fields.integer(t.key("attention.head_count_kv"), 1, kMost, heads);
    t.config["max_position_embeddings"] = t.count("context_length");
    t.config["head_dim"] = headDim(t);
}

void translateRope(Translation& t, const char* baseName, const char* shareName)
{
    const int dim = headDim(t);
    if (t.fields.error())
        return;
    const GgufRope rope = readGgufRope(t.source, t.fields, dim);
    t.config[baseName] = rope.base;
    if (rope.rotaryDim != dim)
        t.config[shareName] = static_cast<double>(rope.rotaryDim) / dim;
    if (!rope.scaling.is_null())
        t.config["rope_scaling"] = rope.scaling;
}

/// What all architectures with RMS norms and gated MLPs have in common.
void translateGated(Translation& t)
{
    translateSizes(t);
    t.config["rms_norm_eps"] = t.fields.number(t.key("attention.layer_norm_rms_epsilon"), 0.0, 1.0);
    t.config["hidden_act"] = "silu";
    t.config["attention_bias"] = t.source.tensor("blk.0.attn_q.bias") != nullptr;
    translateRope(t, "rope_theta", "partial_rotary_factor");
}

/// sliding_window, and layer_types: `period` layers, of which the last attends to everything.
/// Returns whether any layer slides.
bool translateWindows(Translation& t, int period)
{
    const int window = t.fields.integer(t.key("attention.sliding_window"), 0, kMost, 0);
    const int layers = t.layers();
    std::vector<bool> slides(static_cast<std::size_t>(layers));
    const std::string key = t.key("attention.sliding_window_pattern");
    const GgufValue* pattern = t.fields.find(key);
    if (pattern != nullptr && pattern->type == GgufType::Array) {
        const auto list = pattern->booleans();
        if (!list || list->size() != slides.size()) {
            t.fields.reject(ErrorCode::Malformed,
                            fmt::format("{}: '{}' must be a number or {} truth values, found {}.",
                                        t.fields.where(), key, layers, pattern->describe()));
            return false;
        }
        slides = *list;
    } else {
        period = t.fields.integer(key, 1, kMost, period);
        for (int layer = 0; layer < layers; ++layer)
            slides[static_cast<std::size_t>(layer)] = (layer + 1) % period != 0;
    }
    if (window == 0)
        return false;
    t.config["sliding_window"] = window;
    t.config["layer_types"] = json::array();
    for (const bool slide : slides)
        t.config["layer_types"].push_back(slide ? "sliding_attention" : "full_attention");
    return true;
}

void translateLlama(Translation& t)
{
    translateGated(t);
    const int window = t.fields.integer(t.key("attention.sliding_window"), 0, kMost, 0);
    t.config["architectures"] = { window > 0 ? "MistralForCausalLM" : "LlamaForCausalLM" };
    t.config["model_type"] = window > 0 ? "mistral" : "llama";
    if (window > 0)
        t.config["sliding_window"] = window;
    t.config["mlp_bias"] = t.source.tensor("blk.0.ffn_up.bias") != nullptr;
}

/// Like a Llama, but that every fourth layer does not rotate, which no key says.
void translateSmolLm3(Translation& t)
{
    constexpr int kUnrotatedInterval = 4;
    translateGated(t);
    t.config["architectures"] = { "SmolLM3ForCausalLM" };
    t.config["model_type"] = "smollm3";
    t.config["no_rope_layer_interval"] = kUnrotatedInterval;
    t.config["mlp_bias"] = t.source.tensor("blk.0.ffn_up.bias") != nullptr;
}

void translateQwen2(Translation& t)
{
    translateGated(t);
    t.config["architectures"] = { "Qwen2ForCausalLM" };
    t.config["model_type"] = "qwen2";
    t.config.erase("attention_bias"); // it always has those of queries, keys and values
}

void translateQwen3(Translation& t)
{
    translateGated(t);
    t.config["architectures"] = { "Qwen3ForCausalLM" };
    t.config["model_type"] = "qwen3";
}

/// The converter adds the 1 of Gemma's norms to their weights.
void translateGemmaNorms(Translation& t)
{
    t.config["rms_norm_add_unit_offset"] = false;
    t.config["hidden_act"] = "gelu_pytorch_tanh";
    t.config["hidden_activation"] = "gelu_pytorch_tanh";
}

void translateGemma(Translation& t)
{
    translateGated(t);
    t.config["architectures"] = { "GemmaForCausalLM" };
    t.config["model_type"] = "gemma";
    translateGemmaNorms(t);
}

void translateGemma3(Translation& t)
{
    constexpr int kWindowPeriod = 6;
    constexpr int kLayersOf27B = 62;
    translateGated(t);
    t.config["architectures"] = { "Gemma3ForCausalLM" };
    t.config["model_type"] = "gemma3_text";
    translateGemmaNorms(t);
    if (translateWindows(t, kWindowPeriod)) {
        t.config["rope_local_base_freq"]
            = t.fields.number(t.key("rope.freq_base_swa"), 1.0, kLargestNumber, 10000.0);
    }
    // The file does not say by what scores are divided. All sizes use the head's width but the one
    // of 27 billion weights, which is told by its layers and whose heads are narrower than that.
    const bool is27B = t.layers() == kLayersOf27B;
    t.config["query_pre_attn_scalar"]
        = is27B ? t.count("embedding_length") / t.count("attention.head_count") : headDim(t);
    const std::string cap = t.key("final_logit_softcapping");
    if (const double value = t.fields.number(cap, 0.0, kLargestNumber, 0.0); value > 0.0)
        t.config["final_logit_softcapping"] = value;
}

void translatePhi3(Translation& t)
{
    constexpr int kShortContext = 4096;
    constexpr int kItsWindow = 2047;
    translateGated(t);
    t.config["architectures"] = { "Phi3ForCausalLM" };
    t.config["model_type"] = "phi3";
    t.config.erase("attention_bias");
    // Files from before the key was there are of the first Phi-3 models, whose short-context
    // variants slide.
    const int before = t.count("context_length") == kShortContext ? kItsWindow : 0;
    const int window = t.fields.integer(t.key("attention.sliding_window"), 0, kMost, before);
    if (window > 0)
        t.config["sliding_window"] = window;
    const std::string original = t.key("rope.scaling.original_context_length");
    if (t.fields.has(original))
        t.config["original_max_position_embeddings"] = t.fields.integer(original, 1, kMost);
}

void translateOlmo2(Translation& t)
{
    constexpr int kWindowPeriod = 4;
    translateGated(t);
    // The third generation comes under the second one's name, told by its windows.
    const bool slides = translateWindows(t, kWindowPeriod);
    t.config["architectures"] = { slides ? "Olmo3ForCausalLM" : "Olmo2ForCausalLM" };
    t.config["model_type"] = slides ? "olmo3" : "olmo2";
}

void translateNeoX(Translation& t)
{
    translateSizes(t);
    t.config["architectures"] = { "GPTNeoXForCausalLM" };
    t.config["model_type"] = "gpt_neox";
    t.config["layer_norm_eps"] = t.fields.number(t.key("attention.layer_norm_epsilon"), 0.0, 1.0);
    t.config["hidden_act"] = "gelu";
    t.config["use_parallel_residual"] = t.fields.boolean(t.key("use_parallel_residual"), true);
    t.config["rotary_pct"] = 1.0;
    translateRope(t, "rotary_emb_base", "rotary_pct");
}

void translateGpt2(Translation& t)
{
    t.config["architectures"] = { "GPT2LMHeadModel" };
    t.config["model_type"] = "gpt2";
    t.config["n_embd"] = t.count("embedding_length");
    t.config["n_inner"] = t.count("feed_forward_length");
    t.config["n_layer"] = t.layers();
    t.config["n_head"] = t.count("attention.head_count");
    t.config["n_positions"] = t.count("context_length");
    t.config["n_ctx"] = t.config["n_positions"];
    t.config["layer_norm_epsilon"]
        = t.fields.number(t.key("attention.layer_norm_epsilon"), 0.0, 1.0);
    t.config["activation_function"] = "gelu_new";
}

struct Architecture {
    std::string_view name;
    void (*translate)(Translation& t);
};

constexpr std::array kArchitectures {
    Architecture { "llama", translateLlama },   Architecture { "qwen2", translateQwen2 },
    Architecture { "qwen3", translateQwen3 },   Architecture { "gemma", translateGemma },
    Architecture { "gemma3", translateGemma3 }, Architecture { "phi3", translatePhi3 },
    Architecture { "olmo2", translateOlmo2 },   Architecture { "gptneox", translateNeoX },
    Architecture { "gpt2", translateGpt2 },     Architecture { "smollm3", translateSmolLm3 },
};

} // namespace

Result<json> ggufConfig(const GgufSource& source)
{
    Translation t { source, GgufFields(source.metadata()), json::object() };
    const auto found
        = std::ranges::find(kArchitectures, source.architecture(), &Architecture::name);
    if (found == kArchitectures.end()) {
        std::vector<std::string_view> known;
        for (const Architecture& architecture : kArchitectures)
            known.push_back(architecture.name);
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: the 'general.architecture' '{}' is not supported; known are "
                                "{}.",
                                t.fields.where(), source.architecture(), fmt::join(known, ", ")));
    }
    found->translate(t);
    translateVocabulary(t);
    translateSpecialTokens(t);
    refuseUnhandled(t);
    if (t.fields.error())
        return tl::unexpected(*t.fields.error());
    return t.config;
}

Result<int> ggufHeadDim(const GgufSource& source)
{
    Translation t { source, GgufFields(source.metadata()), json::object() };
    const int dim = headDim(t);
    if (t.fields.error())
        return tl::unexpected(*t.fields.error());
    return dim;
}

} // namespace ropescope
