// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/model_files.h"

#include <fmt/core.h>

#include "core/formats/gguf_model.h"
#include "core/formats/llama2c_model.h"
#include "core/formats/text_part.h"
#include "core/io/gguf_file.h"
#include "core/io/json_file.h"
#include "core/io/readable_file.h"
#include "core/io/safetensors_directory.h"

namespace ropescope {

namespace {

std::string nameOfDirectory(const std::filesystem::path& directory)
{
    std::error_code ignored;
    const std::filesystem::path whole = std::filesystem::weakly_canonical(directory, ignored);
    return whole.has_filename() ? whole.filename().string() : directory.string();
}

Error noModel(const std::filesystem::path& path)
{
    std::error_code ignored;
    const char* said = "There is no model {}.";
    if (std::filesystem::is_directory(path, ignored)) {
        said = "{} is no model directory: config.json is missing.";
    } else if (const auto readable = checkReadable(path); readable) {
        said = "{} is no model: it is neither GGUF nor a llama2.c checkpoint, and a Hugging Face "
               "model is given by its directory.";
    } else if (readable.error().code != ErrorCode::NotFound) {
        return readable.error();
    }
    return { ErrorCode::NotFound, fmt::format(fmt::runtime(said), path.string()) };
}

Result<ModelDescription> readDirectory(const std::filesystem::path& directory)
{
    const std::filesystem::path configFile = directory / "config.json";
    const std::filesystem::path tokenizerFile = directory / "tokenizer.json";
    Result<nlohmann::json> config = readJsonFile(configFile);
    if (!config && config.error().code == ErrorCode::NotFound)
        return tl::unexpected(noModel(directory));
    if (!config)
        return tl::unexpected(config.error());
    return ModelDescription { .configName = configFile.string(),
                              .config = textConfig(std::move(*config)),
                              .name = nameOfDirectory(directory),
                              .tokenizerName = tokenizerFile.string(),
                              .tokenizer = readJsonFile(tokenizerFile, kMostTokenizerBytes) };
}

Result<ModelTensors> openDirectory(const std::filesystem::path& directory)
{
    Result<SafetensorsDirectory> opened = SafetensorsDirectory::open(directory);
    if (!opened)
        return tl::unexpected(opened.error());
    const auto files = std::make_shared<const SafetensorsDirectory>(std::move(*opened));
    ModelTensors tensors;
    tensors.files.push_back(files);
    for (const std::string_view name : files->names()) {
        const std::string own = textTensorName(name);
        if (own.empty())
            continue;
        tensors.byName.emplace(own,
                               ModelTensor { .view = files->view(name),
                                             .file = files->fileOf(name),
                                             .nameInFile = std::string(name) });
    }
    return tensors;
}

} // namespace

bool belongsToModel(const std::filesystem::path& path)
{
    const std::string name = path.filename().string();
    return path.extension() == ".safetensors" || name == "config.json" || name == "tokenizer.json"
        || name == "model.safetensors.index.json";
}

Result<ModelDescription> readModelDescription(const std::filesystem::path& path)
{
    if (looksLikeGguf(path))
        return readGgufDescription(path);
    if (looksLikeLlama2c(path))
        return readLlama2cDescription(path);
    return readDirectory(path);
}

Result<Tokenizer> openTokenizer(const ModelDescription& description)
{
    if (!description.tokenizer)
        return tl::unexpected(description.tokenizer.error());
    return Tokenizer::read(*description.tokenizer, description.tokenizerName);
}

Result<ModelTensors> openModelTensors(const std::filesystem::path& path)
{
    if (looksLikeGguf(path))
        return openGgufTensors(path);
    if (looksLikeLlama2c(path))
        return openLlama2cTensors(path);
    return openDirectory(path);
}

} // namespace ropescope
