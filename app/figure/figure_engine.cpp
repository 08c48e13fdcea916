// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_engine.h"

#include "app/figure/session_figure.h"
#include "app/figure/write_figure.h"

namespace ropescope {

FigureEngine::FigureEngine(Backend backend)
    : m_backend(backend)
    , m_pool(std::make_shared<ThreadPool>(0))
{
}

Result<void> FigureEngine::start()
{
    if (m_renderer)
        return {};
    auto renderer = makeRenderer(m_backend, m_pool);
    if (!renderer)
        return tl::unexpected(renderer.error());
    m_renderer = std::move(*renderer);
    return {};
}

Result<DrawnFigure> FigureEngine::draw(const FigureRequest& request, const FigureSource& source,
                                       const std::stop_token& stop)
{
    const std::lock_guard lock(m_mutex);
    if (auto started = start(); !started)
        return tl::unexpected(started.error());
    return drawFigure(request, source, *m_renderer, *m_pool, stop);
}

Result<void> FigureEngine::write(FigureRequest request, const FigureSource& source,
                                 const std::stop_token& stop)
{
    if (auto written = writeTokenIds(request, *source.trace); !written)
        return written;
    const auto drawn = draw(request, source, stop);
    if (!drawn)
        return tl::unexpected(drawn.error());
    return writeFigure(request, *drawn, source.trace->info());
}

Result<void> FigureEngine::animate(const AnimationRequest& request, const FigureSource& source,
                                   const Progress& progress, const std::stop_token& stop)
{
    const std::lock_guard lock(m_mutex);
    if (auto started = start(); !started)
        return started;
    return writeAnimation(request, source, *m_renderer, *m_pool, progress, stop);
}

} // namespace ropescope
