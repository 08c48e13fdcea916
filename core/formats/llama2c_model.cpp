// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/llama2c_model.h"

#include <fmt/core.h>

#include "core/formats/llama2c_file.h"
#include "core/formats/llama2c_tokenizer.h"

namespace ropescope {

namespace {

std::filesystem::path tokenizerBeside(const std::filesystem::path& path, int vocabularySize)
{
    std::filesystem::path own = path.parent_path() / fmt::format("tok{}.bin", vocabularySize);
    std::error_code ignored;
    if (std::filesystem::exists(own, ignored))
        return own;
    return path.parent_path() / "tokenizer.bin";
}

bool isQueryOrKey(std::string_view name)
{
    return name.ends_with(".q_proj.weight") || name.ends_with(".k_proj.weight");
}

} // namespace

bool looksLikeLlama2c(const std::filesystem::path& path)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored) && hasLlama2cHeader(path);
}

Result<ModelDescription> readLlama2cDescription(const std::filesystem::path& path)
{
    const Result<Llama2cFile> file = Llama2cFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const Llama2cSizes& sizes = file->sizes;
    const std::filesystem::path tokenizer = tokenizerBeside(path, sizes.vocabulary);
    // What the header does not say, llama2.c has written into its program. A text begins with token
    // 1, and so does the next one: it ends generation as token 2 does.
    const nlohmann::json config {
        { "architectures", nlohmann::json::array({ "LlamaForCausalLM" }) },
        { "model_type", "llama" },
        { "hidden_size", sizes.hidden },
        { "intermediate_size", sizes.intermediate },
        { "num_hidden_layers", sizes.layers },
        { "num_attention_heads", sizes.heads },
        { "num_key_value_heads", sizes.keyHeads },
        { "head_dim", sizes.headDim() },
        { "vocab_size", sizes.vocabulary },
        { "max_position_embeddings", sizes.positions },
        { "tie_word_embeddings", sizes.tiedEmbeddings },
        { "rms_norm_eps", 1e-5 },
        { "rope_theta", 10000.0 },
        { "hidden_act", "silu" },
        { "attention_bias", false },
        { "mlp_bias", false },
        { "bos_token_id", 1 },
        { "eos_token_id", nlohmann::json::array({ 1, 2 }) },
    };
    return ModelDescription { .configName = path.string(),
                              .config = config,
                              .name = path.stem().string(),
                              .tokenizerName = tokenizer.string(),
                              .tokenizer = readLlama2cTokenizer(tokenizer, sizes.vocabulary) };
}

Result<ModelTensors> openLlama2cTensors(const std::filesystem::path& path)
{
    const Result<Llama2cFile> file = Llama2cFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    ModelTensors result;
    result.files.push_back(file->file);
    for (const Llama2cTensor& tensor : file->tensors) {
        // The format names no tensors, so messages use Hugging Face's names as well.
        result.byName.emplace(tensor.name,
                              ModelTensor { .view = tensor.view,
                                            .file = path,
                                            .nameInFile = tensor.name,
                                            .interleavedRows = isQueryOrKey(tensor.name)
                                                ? file->sizes.headDim()
                                                : 0 });
    }
    return result;
}

} // namespace ropescope
