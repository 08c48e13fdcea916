// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/matrix.h"
#include "core/io/safetensors_file.h"
#include "core/trace/trace.h"

namespace ropescope::test {

/// What transformers computed for one model; see tests/data/make_reference.py.
class Reference {
public:
    explicit Reference(const std::string& name);

    [[nodiscard]] bool has(const std::string& name) const;
    /// All but the last dimension become rows.
    [[nodiscard]] MatrixRM matrix(const std::string& name) const;
    [[nodiscard]] std::vector<std::int64_t> ids(const std::string& name) const;

private:
    SafetensorsFile m_file;
};

/// "q", "k" or "v" of one layer of a trace as the reference stores it: (heads * n, d).
[[nodiscard]] MatrixRM stacked(const Trace& trace, int layer, const std::string& which);

/// The softmax maps of all heads of one layer, (heads * n, n), 0 where a key is not visible.
[[nodiscard]] MatrixRM attentionMaps(const Trace& trace, int layer);

} // namespace ropescope::test
