// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/trace/trace.h"

namespace ropescope {

/// One layer's tensors while they are in memory. Head h occupies rows h*n .. (h+1)*n - 1, the very
/// bytes of /layers/L/q in a trace file.
struct LayerTensors {
    MatrixRM q; ///< (numHeads * n, d); empty when the layer was not captured
    MatrixRM k; ///< (numKvHeads * n, d)
    MatrixRM v; ///< (numKvHeads * n, d) or empty
};

/// All that a trace in memory holds.
struct MemoryTraceContent {
    TraceInfo info; ///< hasQueryKey and hasValues are filled in from the tensors
    std::vector<std::int64_t> tokenIds;
    std::vector<std::string> tokenTexts;
    std::vector<LayerTensors> layers; ///< [numLayers]
};

/// A trace that a model run or `synthesize` has just made. Asserts that the shapes agree.
class MemoryTrace final : public Trace {
public:
    explicit MemoryTrace(MemoryTraceContent content);

    [[nodiscard]] Result<HeadTrace> head(HeadId id) const override;
    [[nodiscard]] Result<MatrixRM> values(LayerIndex layer, int keyHead) const override;

private:
    std::vector<LayerTensors> m_layers;
};

} // namespace ropescope
