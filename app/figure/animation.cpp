// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/animation.h"

#include <algorithm>
#include <optional>

#include <QPainter>

#include "app/figure/animation_encoder.h"
#include "app/figure/figure_export.h"
#include "app/figure/figure_range.h"

namespace ropescope {
namespace {

constexpr int kRangePixels = 256;   ///< of the small maps that the range is fitted to
constexpr double kRangeShare = 0.2; ///< of the work, for the progress

/// The figure of one frame.
FigureRequest frameRequest(const AnimationRequest& request, const RopeEdit& edit)
{
    FigureRequest frame = request.figure;
    frame.edits = { edit };
    return frame;
}

/// Encoders want even sizes, and every frame the size of the first.
QImage onCanvas(const QImage& frame, QSize size)
{
    if (frame.size() == size)
        return frame;
    QImage canvas(size, QImage::Format_RGB32);
    canvas.fill(Qt::white);
    QPainter(&canvas).drawImage(0, 0, frame);
    return canvas;
}

Result<ValueRange> rangeOfFrames(const AnimationRequest& request,
                                 const std::vector<RopeEdit>& edits, const FigureSource& source,
                                 Renderer& renderer, ThreadPool& pool, const Progress& progress,
                                 const std::stop_token& stop)
{
    std::vector<ValueRange> ranges;
    for (const RopeEdit& edit : edits) {
        FigureRequest frame = frameRequest(request, edit);
        frame.size = { kRangePixels, kRangePixels };
        const auto drawn = drawFigure(frame, source, renderer, pool, stop);
        if (!drawn)
            return tl::unexpected(drawn.error());
        const ColourScale& scale = drawn->figure.panels.front().scale;
        ranges.push_back({ scale.low, scale.high });
        if (progress)
            progress(kRangeShare * static_cast<double>(ranges.size())
                     / static_cast<double>(edits.size()));
    }
    return rangeOfAll(ranges);
}

} // namespace

QStringList animateArguments(const AnimationRequest& request)
{
    QStringList words = renderArguments(request.figure);
    const qsizetype output = words.size() - 2; // "--output FILE" stays last
    const QStringList film {
        QStringLiteral("--sweep"),  QString::fromStdString(sweepText(request.sweep)),
        QStringLiteral("--frames"), QString::number(request.frames),
        QStringLiteral("--fps"),    QString::number(request.framesPerSecond, 'g', 6)
    };
    return words.mid(0, output) + film + words.mid(output);
}

Result<void> writeAnimation(const AnimationRequest& request, const FigureSource& source,
                            Renderer& renderer, ThreadPool& pool, const Progress& progress,
                            const std::stop_token& stop)
{
    const std::vector<RopeEdit> edits
        = sweepEdits(request.sweep, request.figure.edits.front(), request.frames);
    AnimationRequest film = request;
    if (!film.figure.view.range) {
        const auto range = rangeOfFrames(request, edits, source, renderer, pool, progress, stop);
        if (!range)
            return tl::unexpected(range.error());
        film.figure.view.range = *range;
    }
    const std::string provenance
        = shellLine(QStringList { QStringLiteral("ropescope"), QStringLiteral("animate") }
                    + animateArguments(request));
    std::optional<AnimationEncoder> encoder;
    QSize size;
    for (std::size_t index = 0; index < edits.size(); ++index) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "The animation was cancelled.");
        const auto drawn
            = drawFigure(frameRequest(film, edits[index]), source, renderer, pool, stop);
        if (!drawn)
            return tl::unexpected(drawn.error());
        const FigureStyle& style = film.figure.style;
        const QImage frame = figureImage(drawn->figure, style, style.dotsPerInch);
        if (!encoder) {
            size = { (frame.width() + 1) / 2 * 2, (frame.height() + 1) / 2 * 2 };
            auto started = AnimationEncoder::start(film.figure.output,
                                                   { .size = size,
                                                     .framesPerSecond = request.framesPerSecond,
                                                     .provenance = provenance });
            if (!started)
                return tl::unexpected(started.error());
            encoder.emplace(std::move(*started));
        }
        if (auto added = encoder->add(onCanvas(frame, size)); !added)
            return added;
        if (progress)
            progress(kRangeShare
                     + (1.0 - kRangeShare) * static_cast<double>(index + 1)
                         / static_cast<double>(edits.size()));
    }
    return encoder->finish();
}

} // namespace ropescope
