// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/gguf_model.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "core/base/utf8.h"
#include "core/formats/gguf_config.h"
#include "core/formats/gguf_fields.h"
#include "core/formats/gguf_source.h"
#include "core/formats/gguf_tensor_names.h"
#include "core/formats/gguf_tokenizer.h"

namespace ropescope {

namespace {

/// What the config says already.
bool belongsToConfig(std::string_view name)
{
    constexpr std::array<std::string_view, 3> kNames { "rope_freqs.weight",
                                                       "rope_factors_long.weight",
                                                       "rope_factors_short.weight" };
    return std::ranges::find(kNames, name) != kNames.end();
}

/// Whether the converter puts the two channels of a pair next to each other.
bool interleavesPairs(std::string_view architecture)
{
    return architecture == "llama" || architecture == "smollm3";
}

bool isQueryOrKey(std::string_view name)
{
    return name.find(".attn_q.") != std::string_view::npos
        || name.find(".attn_k.") != std::string_view::npos;
}

bool isFused(std::string_view name) { return name.find(".attn_qkv.") != std::string_view::npos; }

} // namespace

Result<ModelDescription> readGgufDescription(const std::filesystem::path& path)
{
    const Result<GgufSource> source = GgufSource::open(path);
    if (!source)
        return tl::unexpected(source.error());
    Result<nlohmann::json> config = ggufConfig(*source);
    if (!config)
        return tl::unexpected(config.error());
    GgufFields fields(source->metadata());
    std::string name
        = fields.text("general.name", fields.text("general.basename", path.stem().string()));
    if (fields.error())
        return tl::unexpected(*fields.error());
    const std::string file = source->metadata().path().string();
    return ModelDescription { .configName = file,
                              .config = std::move(*config),
                              .name = std::move(name),
                              .tokenizerName = file,
                              .tokenizer = ggufTokenizer(source->metadata()) };
}

Result<ModelTensors> openGgufTensors(const std::filesystem::path& path)
{
    const Result<GgufSource> source = GgufSource::open(path);
    if (!source)
        return tl::unexpected(source.error());
    // Also tells an architecture that is not handled.
    if (const Result<nlohmann::json> config = ggufConfig(*source); !config)
        return tl::unexpected(config.error());
    const Result<int> headDim = ggufHeadDim(*source);
    if (!headDim)
        return tl::unexpected(headDim.error());

    const std::string& architecture = source->architecture();
    ModelTensors result;
    for (const auto& file : source->files()) {
        result.files.push_back(file);
        for (const auto& [name, view] : file->tensors()) {
            if (belongsToConfig(name))
                continue;
            const auto translated = huggingFaceTensorName(architecture, name);
            if (!translated) {
                return fail(ErrorCode::Unsupported,
                            fmt::format("{}: nothing in a model of the architecture '{}' uses "
                                        "tensor '{}'.",
                                        file->path().string(), architecture, spellIllFormed(name)));
            }
            ModelTensor tensor { .view = view, .file = file->path(), .nameInFile = name };
            if (interleavesPairs(architecture) && isQueryOrKey(name))
                tensor.interleavedRows = *headDim;
            tensor.transposed
                = architecture == "gpt2" && view.shape.size() == 2 && name.starts_with("blk.");
            tensor.gathered = architecture == "gptneox" && isFused(name);
            result.byName.emplace(*translated, std::move(tensor));
        }
    }
    return result;
}

} // namespace ropescope
