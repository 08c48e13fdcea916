// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

#include "app/main_window.h"
#include "gpu/cpu/cpu_renderer.h"

namespace ropescope::test {

/// Not shown yet; it draws by the processor, on two threads.
inline std::unique_ptr<MainWindow> makeWindow()
{
    auto pool = std::make_shared<ThreadPool>(2);
    auto renderer = std::make_unique<CpuRenderer>(pool);
    return std::make_unique<MainWindow>(
        std::make_unique<Session>(std::move(renderer), std::move(pool)));
}

} // namespace ropescope::test
