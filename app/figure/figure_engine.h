// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <mutex>

#include "app/figure/animation.h"
#include "gpu/renderer_factory.h"

namespace ropescope {

/// Draws figures for the dialogs beside the window's own renderer, which is never kept waiting. One
/// figure at a time, from any thread.
class FigureEngine {
public:
    explicit FigureEngine(Backend backend);

    /// Errors: those of makeRenderer() and drawFigure().
    [[nodiscard]] Result<DrawnFigure> draw(const FigureRequest& request, const FigureSource& source,
                                           const std::stop_token& stop);
    /// Draws and writes the figure, its token ids first where the request names a file for them.
    /// Errors: those of draw(), writeTokenIds() and writeFigure().
    [[nodiscard]] Result<void> write(FigureRequest request, const FigureSource& source,
                                     const std::stop_token& stop);
    /// Errors: those of makeRenderer() and writeAnimation().
    [[nodiscard]] Result<void> animate(const AnimationRequest& request, const FigureSource& source,
                                       const Progress& progress, const std::stop_token& stop);

private:
    [[nodiscard]] Result<void> start();

    Backend m_backend;
    std::mutex m_mutex;
    std::shared_ptr<ThreadPool> m_pool;
    std::unique_ptr<Renderer> m_renderer; ///< null before the first figure
};

} // namespace ropescope
