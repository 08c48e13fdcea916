// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

#include "core/base/thread_pool.h"
#include "gpu/renderer.h"

namespace ropescope {

/// How a map that takes long is shown on the way; for requests with `partial`.
struct CpuRendererOptions {
    double quickSeconds = 0.033;  ///< maps that take no longer come at once
    double coarseSeconds = 0.020; ///< what the coarse map may take
    double batchSeconds = 0.100;  ///< of exact rows between two deliveries
    /// What the machine does (MapCost), a second and thread; it is measured while maps are drawn
    /// unless `measures` is false.
    double costPerSecond = 3e10;
    bool measures = true;
};

/// Maps and pictures by the processor's vector units; no library or device is needed.
/// It remembers the prepared operands and the row sums of recent heads, so that a pan or zoom costs
/// only the cells it shows. Values do not depend on the number of threads, nor on whether a request
/// asks for maps on the way. A stop request is obeyed within milliseconds at any length.
class CpuRenderer final : public Renderer {
public:
    explicit CpuRenderer(std::shared_ptr<ThreadPool> pool, const CpuRendererOptions& options = {});
    ~CpuRenderer() override;

    [[nodiscard]] Result<ValueMap> map(const MapRequest& request, std::stop_token stop) override;
    [[nodiscard]] std::vector<Result<ValueMap>> maps(std::span<const MapRequest> requests,
                                                     std::stop_token stop) override;
    [[nodiscard]] Result<Image> paint(const ValueMap& values, const ColourScale& scale) override;
    [[nodiscard]] std::string name() const override;

private:
    struct State;
    std::shared_ptr<ThreadPool> m_pool;
    std::unique_ptr<State> m_state;
};

} // namespace ropescope
