// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/io/gguf_file.h"

namespace ropescope {

/// The file, or all files of a model that was split, in order, when it is one of them: they lie in
/// one folder and are named NAME-00001-of-00003.gguf. The first has the metadata. No tensor is in
/// two of them. Errors: as GgufFile::open, and when a part is missing, misnamed or of another
/// model.
[[nodiscard]] Result<std::vector<std::shared_ptr<const GgufFile>>> openGgufSplits(
    const std::filesystem::path& path);

} // namespace ropescope
