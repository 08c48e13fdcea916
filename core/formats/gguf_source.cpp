// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/gguf_source.h"

#include <fmt/core.h>

#include "core/formats/gguf_fields.h"
#include "core/io/gguf_splits.h"

namespace ropescope {

Result<GgufSource> GgufSource::open(const std::filesystem::path& path)
{
    GgufSource source;
    auto files = openGgufSplits(path);
    if (!files)
        return tl::unexpected(files.error());
    source.m_files = std::move(*files);
    GgufFields fields(source.metadata());
    const std::string type = fields.text("general.type", "model");
    if (type != "model") {
        fields.reject(ErrorCode::Unsupported,
                      fmt::format("{}: 'general.type' is '{}'; only a 'model' can be opened.",
                                  fields.where(), type));
    }
    source.m_architecture = fields.text("general.architecture");
    if (fields.error())
        return tl::unexpected(*fields.error());
    return source;
}

const TensorView* GgufSource::tensor(std::string_view name) const
{
    for (const auto& file : m_files) {
        if (const auto found = file->tensors().find(name); found != file->tensors().end())
            return &found->second;
    }
    return nullptr;
}

} // namespace ropescope
