// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The table of differences. A new architecture is one entry here, a small model in
// tests/data/tiny_models.py, and a row in the tests that compare every layer with transformers.
#include "core/model/architecture.h"

#include <algorithm>
#include <array>

namespace ropescope {

namespace {

constexpr TensorNames kGemma3Tensors {
    .attentionOutNorm = "post_attention_layernorm",
    .mlpNorm = "pre_feedforward_layernorm",
    .mlpOutNorm = "post_feedforward_layernorm",
};

constexpr TensorNames kPhi3Tensors {
    .stackedQueryKeyValue = "self_attn.qkv_proj",
    .stackedGateUp = "mlp.gate_up_proj",
};

constexpr TensorNames kOlmo2Tensors {
    .attentionNorm = "",
    .attentionOutNorm = "post_attention_layernorm",
    .mlpNorm = "",
    .mlpOutNorm = "post_feedforward_layernorm",
};

constexpr ConfigKeys kNeoxKeys {
    .numKvHeads = "",
    .normEpsilon = "layer_norm_eps",
    .ropeBase = "rotary_emb_base",
    .rotaryShare = "rotary_pct",
};

constexpr TensorNames kNeoxTensors {
    .prefix = "gpt_neox.",
    .embedding = "embed_in",
    .headwiseQueryKeyValue = "attention.query_key_value",
    .output = "attention.dense",
    .up = "mlp.dense_h_to_4h",
    .down = "mlp.dense_4h_to_h",
    .finalNorm = "final_layer_norm",
    .logits = "embed_out",
};

constexpr ConfigKeys kGpt2Keys {
    .hiddenSize = "n_embd",
    .intermediateSize = "n_inner",
    .numLayers = "n_layer",
    .numHeads = "n_head",
    .numKvHeads = "",
    .maxPositions = "n_positions",
    .normEpsilon = "layer_norm_epsilon",
    .activation = "activation_function",
};

constexpr TensorNames kGpt2Tensors {
    .prefix = "transformer.",
    .layer = "h.",
    .embedding = "wte",
    .positions = "wpe",
    .attentionNorm = "ln_1",
    .stackedQueryKeyValue = "attn.c_attn",
    .output = "attn.c_proj",
    .mlpNorm = "ln_2",
    .up = "mlp.c_fc",
    .down = "mlp.c_proj",
    .finalNorm = "ln_f",
};

constexpr std::array kGpt2Fixed {
    FixedSwitch { "scale_attn_weights", true },
    FixedSwitch { "scale_attn_by_inverse_layer_idx", false },
    FixedSwitch { "add_cross_attention", false },
};

constexpr ConfigKeys kOptKeys {
    .intermediateSize = "ffn_dim",
    .numKvHeads = "",
    .normEpsilon = "",
    .activation = "activation_function",
};

constexpr TensorNames kOptTensors {
    .prefix = "model.decoder.",
    .positions = "embed_positions",
    .attentionNorm = "self_attn_layer_norm",
    .output = "self_attn.out_proj",
    .mlpNorm = "final_layer_norm",
    .up = "fc1",
    .down = "fc2",
    .finalNorm = "final_layer_norm",
};

constexpr std::array kOptFixed {
    FixedSwitch { "do_layer_norm_before", true },
    FixedSwitch { "enable_bias", true },
    FixedSwitch { "layer_norm_elementwise_affine", true },
    FixedSwitch { "_remove_final_layer_norm", false },
};

constexpr std::array kArchitectures {
    Architecture { .name = "LlamaForCausalLM", .models = "Llama 1, 2, 3, SmolLM, SmolLM2" },
    Architecture { .name = "MistralForCausalLM",
                   .models = "Mistral",
                   .window = WindowRule::Everywhere,
                   .absentWindow = 4096 },
    Architecture { .name = "Qwen2ForCausalLM",
                   .models = "Qwen2, Qwen2.5",
                   .attentionBias = true,
                   .outputBias = false,
                   .window = WindowRule::UpperLayers },
    Architecture { .name = "Qwen3ForCausalLM",
                   .models = "Qwen3",
                   .queryKeyNorm = QueryKeyNorm::EachHead,
                   .window = WindowRule::UpperLayers },
    Architecture { .name = "GemmaForCausalLM",
                   .models = "Gemma 1",
                   .norm = NormKind::RmsPlusOne,
                   .activation = Activation::GeluTanh,
                   .tiedEmbeddings = true,
                   .scaledEmbeddings = true,
                   .keys = { .activation = "hidden_activation" } },
    Architecture { .name = "Gemma3ForCausalLM",
                   .models = "Gemma 3 (text)",
                   .norm = NormKind::RmsPlusOne,
                   .queryKeyNorm = QueryKeyNorm::EachHead,
                   .activation = Activation::GeluTanh,
                   .tiedEmbeddings = true,
                   .scaledEmbeddings = true,
                   .window = WindowRule::MostLayers,
                   .ropeBase = 1e6,
                   .keys = { .activation = "hidden_activation" },
                   .tensors = kGemma3Tensors },
    Architecture { .name = "Phi3ForCausalLM",
                   .models = "Phi-3, Phi-3.5, Phi-4-mini",
                   .window = WindowRule::Everywhere,
                   .partialRotation = true,
                   .normEpsilon = 1e-5,
                   .tensors = kPhi3Tensors },
    Architecture { .name = "GPTNeoXForCausalLM",
                   .models = "GPT-NeoX, Pythia",
                   .norm = NormKind::Layer,
                   .activation = Activation::Gelu,
                   .gated = false,
                   .parallel = true,
                   .attentionBias = true,
                   .mlpBias = true,
                   .partialRotation = true,
                   .rotaryShare = 0.25,
                   .normEpsilon = 1e-5,
                   .keys = kNeoxKeys,
                   .tensors = kNeoxTensors },
    Architecture { .name = "Olmo2ForCausalLM",
                   .models = "OLMo 2",
                   .queryKeyNorm = QueryKeyNorm::WholeWidth,
                   .normEpsilon = 1e-5,
                   .tensors = kOlmo2Tensors },
    Architecture { .name = "SmolLM3ForCausalLM",
                   .models = "SmolLM3",
                   .tiedEmbeddings = true,
                   .window = WindowRule::UnrotatedLayers,
                   .ropeBase = 2e6,
                   .unrotatedInterval = 4 },
    Architecture { .name = "GPT2LMHeadModel",
                   .models = "GPT-2",
                   .norm = NormKind::Layer,
                   .activation = Activation::GeluTanh,
                   .gated = false,
                   .attentionBias = true,
                   .mlpBias = true,
                   .tiedEmbeddings = true,
                   .transposedMatrices = true,
                   .positions = Positions::Learned,
                   .normEpsilon = 1e-5,
                   .keys = kGpt2Keys,
                   .tensors = kGpt2Tensors,
                   .fixed = kGpt2Fixed },
    Architecture { .name = "OPTForCausalLM",
                   .models = "OPT",
                   .norm = NormKind::Layer,
                   .activation = Activation::Relu,
                   .gated = false,
                   .attentionBias = true,
                   .mlpBias = true,
                   .tiedEmbeddings = true,
                   .positions = Positions::Learned,
                   .firstPosition = 2,
                   .normEpsilon = 1e-5,
                   .keys = kOptKeys,
                   .tensors = kOptTensors,
                   .fixed = kOptFixed },
};

} // namespace

std::span<const Architecture> architectures() { return kArchitectures; }

const Architecture* findArchitecture(std::string_view name)
{
    const auto found = std::ranges::find(kArchitectures, name, &Architecture::name);
    return found == kArchitectures.end() ? nullptr : &*found;
}

} // namespace ropescope
