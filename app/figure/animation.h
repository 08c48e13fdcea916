// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/figure/draw_figure.h"
#include "app/figure/sweep.h"
#include "core/base/progress.h"

namespace ropescope {

/// A film of one figure whose edit sweeps.
struct AnimationRequest {
    FigureRequest figure; ///< output names the film; its edit is common to all frames
    Sweep sweep;
    int frames = 48;
    double framesPerSecond = 12.0;

    bool operator==(const AnimationRequest&) const = default;
};

inline constexpr int kMaxFrames = 2000;
/// Of a film, where a figure has 300: a screen shows no more.
inline constexpr int kFilmDotsPerInch = 200;

/// The arguments of `ropescope animate` that ask for this film.
[[nodiscard]] QStringList animateArguments(const AnimationRequest& request);

/// Draws and encodes. All frames have one range of colours, fitted to all of them. For worker
/// threads. Errors: those of drawFigure() and AnimationEncoder, Cancelled.
[[nodiscard]] Result<void> writeAnimation(const AnimationRequest& request,
                                          const FigureSource& source, Renderer& renderer,
                                          ThreadPool& pool, const Progress& progress,
                                          const std::stop_token& stop);

} // namespace ropescope
