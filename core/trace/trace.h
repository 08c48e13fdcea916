// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/rope/rope_config.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// What one layer of a trace holds and where it differs from the model as a whole.
struct LayerInfo {
    bool hasQueryKey = false; ///< raw q and k are there
    bool hasMaps = false;     ///< finished maps are there: shown where q and k are not
    bool hasValues = false;
    RopeConfig rope; ///< the layer's own (Gemma 3 has two bases), else a copy of the model's
    int slidingWindow = 0;
    std::optional<double> blockInfluence; ///< 1 - mean cos(h_in, h_out), arXiv:2403.03853
};

/// The root attributes of a trace. Every count is at least 1.
struct TraceInfo {
    std::string model;
    std::string creator;
    int numLayers = 0;
    int numHeads = 0;
    int numKvHeads
        = 0; ///< divides numHeads; query head h uses key head h / (numHeads / numKvHeads)
    int headDim = 0;
    int tokenCount = 0;
    double attentionScale = 0.0;
    RopeConfig rope;
    std::vector<LayerInfo> layers; ///< [numLayers]

    [[nodiscard]] int keyHeadOf(HeadIndex head) const
    {
        return head.value / (numHeads / numKvHeads);
    }
};

/// Raw queries, keys and values of one prompt through one model. Immutable and safe to read from
/// any thread; heads are fetched on demand, since a trace may be far larger than memory.
class Trace {
public:
    virtual ~Trace() = default;

    [[nodiscard]] const TraceInfo& info() const { return m_info; }
    /// Vocabulary ids, [tokenCount] or empty.
    [[nodiscard]] const std::vector<std::int64_t>& tokenIds() const { return m_tokenIds; }
    /// One piece of text per token (UTF-8), [tokenCount] or empty.
    [[nodiscard]] const std::vector<std::string>& tokenTexts() const { return m_tokenTexts; }

    /// Errors: NotFound for a layer or head that the trace lacks, Unreadable, Malformed (NaN, inf).
    [[nodiscard]] virtual Result<HeadTrace> head(HeadId id) const = 0;
    /// Values of one key head, (n, d). Errors: as head().
    [[nodiscard]] virtual Result<MatrixRM> values(LayerIndex layer, int keyHead) const = 0;

protected:
    TraceInfo m_info;
    std::vector<std::int64_t> m_tokenIds;
    std::vector<std::string> m_tokenTexts;
};

using TracePtr = std::shared_ptr<const Trace>;

/// That the trace has such a head and something to draw for it.
[[nodiscard]] bool hasHead(const TraceInfo& info, HeadId id);
/// NotFound, in a sentence, when the trace has no such layer or head or nothing to draw for it.
[[nodiscard]] Result<void> checkHead(const TraceInfo& info, HeadId id);
/// NotFound, in a sentence, when the trace has no such layer or key head or no values for it.
[[nodiscard]] Result<void> checkValues(const TraceInfo& info, LayerIndex layer, int keyHead);

} // namespace ropescope
