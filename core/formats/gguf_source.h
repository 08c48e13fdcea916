// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/io/gguf_file.h"

namespace ropescope {

/// The open file or files of one model.
class GgufSource {
public:
    /// Errors: as openGgufSplits; Malformed without a general.architecture, Unsupported for what is
    /// no model (an adapter, a projector).
    [[nodiscard]] static Result<GgufSource> open(const std::filesystem::path& path);

    [[nodiscard]] const GgufFile& metadata() const { return *m_files.front(); }
    [[nodiscard]] const std::vector<std::shared_ptr<const GgufFile>>& files() const
    {
        return m_files;
    }
    /// nullptr when no file has it.
    [[nodiscard]] const TensorView* tensor(std::string_view name) const;
    /// general.architecture, the prefix of the keys that describe the model.
    [[nodiscard]] const std::string& architecture() const { return m_architecture; }

private:
    std::vector<std::shared_ptr<const GgufFile>> m_files;
    std::string m_architecture;
};

} // namespace ropescope
