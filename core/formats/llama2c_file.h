// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/mapped_file.h"
#include "core/io/tensor_view.h"

namespace ropescope {

/// What the header of a llama2.c checkpoint says.
struct Llama2cSizes {
    int hidden = 0;
    int intermediate = 0;
    int layers = 0;
    int heads = 0;
    int keyHeads = 0;
    int vocabulary = 0;
    int positions = 0;
    bool tiedEmbeddings = true;

    [[nodiscard]] int headDim() const { return hidden / heads; }
};

/// A weight of a checkpoint, under the name that Hugging Face gives it.
struct Llama2cTensor {
    std::string name; ///< Hugging Face's
    TensorView view;
};

/// A checkpoint of llama2.c: the first format (seven numbers, then float32 arrays) and version 1
/// ("ak42", 256 bytes of header, the same arrays in another order).
/// Source: https://github.com/karpathy/llama2.c, export.py
struct Llama2cFile {
    std::shared_ptr<const MappedFile> file; ///< keeps the views alive
    Llama2cSizes sizes;
    std::vector<Llama2cTensor> tensors; ///< in the order of the file

    /// The file is untrusted: the sizes must be plausible and the file exactly as long as they say.
    /// Errors: NotFound, Unreadable, Malformed, Unsupported (another version); each names the file.
    [[nodiscard]] static Result<Llama2cFile> open(const std::filesystem::path& path);
};

/// Whether a file begins as such a checkpoint does, even if it then is too short, say. The first
/// format has no magic number: seven plausible sizes are taken for it.
[[nodiscard]] bool hasLlama2cHeader(const std::filesystem::path& path);

} // namespace ropescope
