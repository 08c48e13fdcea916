// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/io/tensor_view.h"
#include "core/tokenizer/tokenizer.h"

namespace ropescope {

/// What a model says about itself, in Hugging Face's words whatever files it came in: one reader of
/// configurations and one of tokenizers then serve every format.
struct ModelDescription {
    std::string configName; ///< for messages: "DIR/config.json", "model.gguf"
    nlohmann::json config;  ///< as config.json says it
    std::string name;       ///< for people, where the config gives none
    std::string tokenizerName;
    Result<nlohmann::json> tokenizer; ///< as tokenizer.json says it, or why there is none
};

/// One stored tensor.
struct ModelTensor {
    TensorView view;
    std::filesystem::path file;
    std::string nameInFile;
    /// > 0: rows come in heads of that many, each stored interleaved: the two rows of pair m are
    /// rows 2m and 2m+1 of the head, where Hugging Face has m and m + size/2.
    int interleavedRows = 0;
    /// Stored (outputs, inputs), which is what `view` says, where Hugging Face has (inputs,
    /// outputs): the Conv1D matrices of GPT-2.
    bool transposed = false;
    /// A fused query, key and value matrix (or bias) of GPT-NeoX, stored as all queries, then all
    /// keys, then all values, where Hugging Face has the three of head 0, then those of head 1, ...
    bool gathered = false;
};

/// Every tensor of a model, under the names that Hugging Face gives them.
struct ModelTensors {
    std::map<std::string, ModelTensor, std::less<>> byName;
    std::vector<std::shared_ptr<const void>> files; ///< open files, which keep the views alive
};

/// Is that the name of one of the files of a model's directory?
[[nodiscard]] bool belongsToModel(const std::filesystem::path& path);

/// A Hugging Face directory, a GGUF file or a llama2.c checkpoint (.bin), told apart by content.
/// Errors: NotFound, Unreadable, Malformed, Unsupported; each names the file and the field.
[[nodiscard]] Result<ModelDescription> readModelDescription(const std::filesystem::path& path);

/// The model's tokenizer. Errors: the reason why there is none, and those of Tokenizer::read.
[[nodiscard]] Result<Tokenizer> openTokenizer(const ModelDescription& description);

/// Sizes and places are checked here; types that RoPEScope does not compute with come out as
/// TensorType::Other. Errors: as above.
[[nodiscard]] Result<ModelTensors> openModelTensors(const std::filesystem::path& path);

} // namespace ropescope
