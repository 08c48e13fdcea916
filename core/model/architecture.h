// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string_view>

#include "core/model/activation.h"

namespace ropescope {

enum class NormKind {
    Rms,        ///< x / rms(x) * w, arXiv:1910.07467
    RmsPlusOne, ///< x / rms(x) * (1 + w)
    Layer,      ///< (x - mean) / deviation * w + b, arXiv:1607.06450
};

/// A norm of queries and keys between projection and rotation.
enum class QueryKeyNorm { None, EachHead, WholeWidth };

/// Which layers look back no further than `sliding_window` tokens, unless `layer_types` says it.
enum class WindowRule {
    Nowhere,
    Everywhere,      ///< where `sliding_window` is given at all
    UpperLayers,     ///< from `max_window_layers` on, where `use_sliding_window` is true
    UnrotatedLayers, ///< those without rotation, where `use_sliding_window` is true
    MostLayers,      ///< all but every `sliding_window_pattern`-th, which have their own RoPE base
};

enum class Positions {
    Rotary,
    Learned, ///< a vector for each position, added to the embedding: no RoPE
};

/// The keys of config.json. Empty: the architecture has no such key.
struct ConfigKeys {
    std::string_view hiddenSize = "hidden_size";
    std::string_view intermediateSize = "intermediate_size";
    std::string_view numLayers = "num_hidden_layers";
    std::string_view numHeads = "num_attention_heads";
    std::string_view numKvHeads = "num_key_value_heads";
    std::string_view maxPositions = "max_position_embeddings";
    std::string_view normEpsilon = "rms_norm_eps";
    std::string_view activation = "hidden_act";
    std::string_view ropeBase = "rope_theta";
    std::string_view rotaryShare = "partial_rotary_factor";
};

/// The names of tensors, without ".weight" and ".bias". Empty: the architecture has none.
struct TensorNames {
    std::string_view prefix = "model."; ///< of all but `logits`; some files leave it out
    std::string_view layer = "layers."; ///< then the layer's number and a dot
    std::string_view embedding = "embed_tokens";
    std::string_view positions = "";
    std::string_view attentionNorm = "input_layernorm";
    std::string_view query = "self_attn.q_proj";
    std::string_view key = "self_attn.k_proj";
    std::string_view value = "self_attn.v_proj";
    std::string_view stackedQueryKeyValue = "";  ///< all queries, then all keys, then all values
    std::string_view headwiseQueryKeyValue = ""; ///< query, key and value of a head, then the next
    std::string_view queryNorm = "self_attn.q_norm";
    std::string_view keyNorm = "self_attn.k_norm";
    std::string_view output = "self_attn.o_proj";
    std::string_view attentionOutNorm = ""; ///< on what attention adds to the residual stream
    std::string_view mlpNorm = "post_attention_layernorm";
    std::string_view gate = "mlp.gate_proj";
    std::string_view up = "mlp.up_proj";
    std::string_view stackedGateUp = "";
    std::string_view down = "mlp.down_proj";
    std::string_view mlpOutNorm = "";
    std::string_view finalNorm = "norm";
    std::string_view logits = "lm_head";
};

/// A switch of config.json that must be as it is in every model that this program computes right.
struct FixedSwitch {
    std::string_view key;
    bool value;
};

/// All that sets one decoder-only architecture apart from another; Llama's is what stands here.
struct Architecture {
    std::string_view name;   ///< in the "architectures" of config.json
    std::string_view models; ///< for people
    NormKind norm = NormKind::Rms;
    QueryKeyNorm queryKeyNorm = QueryKeyNorm::None;
    Activation activation = Activation::Silu; ///< where config.json names none
    bool gated = true;                        ///< the feed-forward part is act(gate) * up
    bool parallel = false; ///< feed-forward reads what attention reads (`use_parallel_residual`)
    bool attentionBias = false;      ///< where `attention_bias` is absent
    bool outputBias = true;          ///< the bias reaches attention's output matrix as well
    bool mlpBias = false;            ///< where `mlp_bias` is absent
    bool tiedEmbeddings = false;     ///< where `tie_word_embeddings` is absent
    bool scaledEmbeddings = false;   ///< embeddings are multiplied by sqrt(hidden size)
    bool transposedMatrices = false; ///< stored as (inputs, outputs)
    WindowRule window = WindowRule::Nowhere;
    Positions positions = Positions::Rotary;
    int absentWindow = 0;         ///< the window where `sliding_window` is absent; null is none
    bool partialRotation = false; ///< obeys a rotary share without any scaling, too
    int firstPosition = 0;        ///< row of position 0 in the table of learned positions
    double rotaryShare = 1.0;     ///< of the head dimension, where config.json says none
    double ropeBase = 10000.0;    ///< where config.json says none
    int unrotatedInterval = 0;    ///< > 0: every so many-th layer has no rotation, unless listed
    double normEpsilon = 1e-6;    ///< where config.json says none
    ConfigKeys keys = {};
    TensorNames tensors = {};
    std::span<const FixedSwitch> fixed = {};
};

/// Every architecture there is, in the order of the README.
[[nodiscard]] std::span<const Architecture> architectures();

/// nullptr when there is none of that name.
[[nodiscard]] const Architecture* findArchitecture(std::string_view name);

} // namespace ropescope
