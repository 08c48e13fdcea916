// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/text_part.h"

#include <array>

#include <nlohmann/json.hpp>

namespace ropescope {

namespace {

/// What Gemma 3's text_config leaves out where it is as in transformers' Gemma3TextConfig.
nlohmann::json gemma3Defaults()
{
    return { { "vocab_size", 262208 },
             { "num_attention_heads", 8 },
             { "num_key_value_heads", 4 },
             { "head_dim", 256 },
             { "max_position_embeddings", 131072 },
             { "query_pre_attn_scalar", 256 },
             { "sliding_window", 4096 } };
}

struct Prefix {
    std::string_view stored;
    std::string_view own;
};

constexpr std::array kPrefixes {
    Prefix { "language_model.model.", "model." },
    Prefix { "model.language_model.", "model." },
    Prefix { "language_model.lm_head.", "lm_head." },
};

constexpr std::array<std::string_view, 4> kPictureParts { "vision_tower.", "model.vision_tower.",
                                                          "multi_modal_projector.",
                                                          "model.multi_modal_projector." };

} // namespace

nlohmann::json textConfig(nlohmann::json config)
{
    static const nlohmann::json kWithPictures { "Gemma3ForConditionalGeneration" };
    if (!config.is_object() || config.value("architectures", nlohmann::json()) != kWithPictures
        || !config.contains("text_config") || !config["text_config"].is_object())
        return config;
    nlohmann::json text = gemma3Defaults();
    text.update(config["text_config"]);
    text["architectures"] = { "Gemma3ForCausalLM" };
    for (const char* key : { "eos_token_id", "_name_or_path", "tie_word_embeddings" }) {
        if (config.contains(key))
            text[key] = config[key];
    }
    return text;
}

std::string textTensorName(std::string_view name)
{
    for (const std::string_view part : kPictureParts) {
        if (name.starts_with(part))
            return {};
    }
    for (const Prefix& prefix : kPrefixes) {
        if (name.starts_with(prefix.stored))
            return std::string(prefix.own).append(name.substr(prefix.stored.size()));
    }
    return std::string(name);
}

} // namespace ropescope
