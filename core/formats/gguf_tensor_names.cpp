// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/gguf_tensor_names.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/core.h>

namespace ropescope {

namespace {

struct Name {
    std::string_view gguf;
    std::string_view huggingFace;
};

/// How one family of architectures calls things; ".weight" or ".bias" follows.
struct Names {
    std::string_view layers; ///< what stands before the number of a layer
    std::span<const Name> whole;
    std::span<const Name> inLayer;
};

constexpr std::array kWhole {
    Name { "token_embd", "model.embed_tokens" },
    Name { "output_norm", "model.norm" },
    Name { "output", "lm_head" },
};

constexpr std::array kLlamaLayer {
    Name { "attn_norm", "input_layernorm" },    Name { "attn_q", "self_attn.q_proj" },
    Name { "attn_k", "self_attn.k_proj" },      Name { "attn_v", "self_attn.v_proj" },
    Name { "attn_output", "self_attn.o_proj" }, Name { "attn_q_norm", "self_attn.q_norm" },
    Name { "attn_k_norm", "self_attn.k_norm" }, Name { "ffn_norm", "post_attention_layernorm" },
    Name { "ffn_gate", "mlp.gate_proj" },       Name { "ffn_up", "mlp.up_proj" },
    Name { "ffn_down", "mlp.down_proj" },
};

// Norms after each part, and in Gemma 3 before each, too.
constexpr std::array kPostNormLayer {
    Name { "attn_norm", "input_layernorm" },
    Name { "attn_q", "self_attn.q_proj" },
    Name { "attn_k", "self_attn.k_proj" },
    Name { "attn_v", "self_attn.v_proj" },
    Name { "attn_output", "self_attn.o_proj" },
    Name { "attn_q_norm", "self_attn.q_norm" },
    Name { "attn_k_norm", "self_attn.k_norm" },
    Name { "post_attention_norm", "post_attention_layernorm" },
    Name { "ffn_norm", "pre_feedforward_layernorm" },
    Name { "ffn_gate", "mlp.gate_proj" },
    Name { "ffn_up", "mlp.up_proj" },
    Name { "ffn_down", "mlp.down_proj" },
    Name { "post_ffw_norm", "post_feedforward_layernorm" },
};

constexpr std::array kPhi3Layer {
    Name { "attn_norm", "input_layernorm" },    Name { "attn_qkv", "self_attn.qkv_proj" },
    Name { "attn_output", "self_attn.o_proj" }, Name { "ffn_norm", "post_attention_layernorm" },
    Name { "ffn_up", "mlp.gate_up_proj" },      Name { "ffn_down", "mlp.down_proj" },
};

constexpr std::array kNeoXWhole {
    Name { "token_embd", "gpt_neox.embed_in" },
    Name { "output_norm", "gpt_neox.final_layer_norm" },
    Name { "output", "embed_out" },
};

constexpr std::array kNeoXLayer {
    Name { "attn_norm", "input_layernorm" },   Name { "attn_qkv", "attention.query_key_value" },
    Name { "attn_output", "attention.dense" }, Name { "ffn_norm", "post_attention_layernorm" },
    Name { "ffn_up", "mlp.dense_h_to_4h" },    Name { "ffn_down", "mlp.dense_4h_to_h" },
};

constexpr std::array kGpt2Whole {
    Name { "token_embd", "wte" },
    Name { "position_embd", "wpe" },
    Name { "output_norm", "ln_f" },
    Name { "output", "lm_head" },
};

constexpr std::array kGpt2Layer {
    Name { "attn_norm", "ln_1" },          Name { "attn_qkv", "attn.c_attn" },
    Name { "attn_output", "attn.c_proj" }, Name { "ffn_norm", "ln_2" },
    Name { "ffn_up", "mlp.c_fc" },         Name { "ffn_down", "mlp.c_proj" },
};

struct Architecture {
    std::string_view name;
    Names names;
};

constexpr std::array kArchitectures {
    Architecture { "llama", { "model.layers", kWhole, kLlamaLayer } },
    Architecture { "smollm3", { "model.layers", kWhole, kLlamaLayer } },
    Architecture { "qwen2", { "model.layers", kWhole, kLlamaLayer } },
    Architecture { "qwen3", { "model.layers", kWhole, kLlamaLayer } },
    Architecture { "gemma", { "model.layers", kWhole, kLlamaLayer } },
    Architecture { "gemma3", { "model.layers", kWhole, kPostNormLayer } },
    Architecture { "olmo2", { "model.layers", kWhole, kPostNormLayer } },
    Architecture { "phi3", { "model.layers", kWhole, kPhi3Layer } },
    Architecture { "gptneox", { "gpt_neox.layers", kNeoXWhole, kNeoXLayer } },
    Architecture { "gpt2", { "h", kGpt2Whole, kGpt2Layer } },
};

const Name* find(std::span<const Name> names, std::string_view gguf)
{
    const auto found = std::ranges::find(names, gguf, &Name::gguf);
    return found == names.end() ? nullptr : &*found;
}

bool isNumber(std::string_view text)
{
    constexpr std::size_t kMostDigits = 6;
    return !text.empty() && text.size() <= kMostDigits
        && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::optional<std::string> huggingFaceTensorName(std::string_view architecture,
                                                 std::string_view ggufName)
{
    const auto found = std::ranges::find(kArchitectures, architecture, &Architecture::name);
    const std::size_t dot = ggufName.rfind('.');
    if (found == kArchitectures.end() || dot == std::string_view::npos)
        return {};
    const Names& names = found->names;
    const std::string_view suffix = ggufName.substr(dot);
    if (suffix != ".weight" && suffix != ".bias")
        return {};
    std::string_view stem = ggufName.substr(0, dot);

    constexpr std::string_view kLayer = "blk.";
    if (!stem.starts_with(kLayer)) {
        const Name* name = find(names.whole, stem);
        return name == nullptr ? std::nullopt
                               : std::optional(fmt::format("{}{}", name->huggingFace, suffix));
    }
    stem.remove_prefix(kLayer.size());
    const std::size_t end = stem.find('.');
    if (end == std::string_view::npos || !isNumber(stem.substr(0, end)))
        return {};
    const Name* name = find(names.inLayer, stem.substr(end + 1));
    if (name == nullptr)
        return {};
    return fmt::format("{}.{}.{}{}", names.layers, stem.substr(0, end), name->huggingFace, suffix);
}

} // namespace ropescope
