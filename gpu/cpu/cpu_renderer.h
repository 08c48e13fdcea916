// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

#include "core/base/thread_pool.h"
#include "gpu/renderer.h"

namespace ropescope {

/// Maps and pictures by the processor's vector units; no library or device is needed.
/// It remembers the prepared operands and the row sums of recent heads, so that a pan or zoom costs
/// only the cells it shows. Values do not depend on the number of threads.
class CpuRenderer final : public Renderer {
public:
    explicit CpuRenderer(std::shared_ptr<ThreadPool> pool);
    ~CpuRenderer() override;

    [[nodiscard]] Result<ValueMap> map(const MapRequest& request, std::stop_token stop) override;
    [[nodiscard]] Result<Image> paint(const ValueMap& values, const ColourScale& scale) override;
    [[nodiscard]] std::string name() const override;

private:
    struct State;
    std::shared_ptr<ThreadPool> m_pool;
    std::unique_ptr<State> m_state;
};

} // namespace ropescope
