// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_export.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "app/figure/figure_page.h"
#include "app/figure/figure_painter.h"
#include "core/io/atomic_file.h"
#include "widgets/image_conversion.h"

namespace ropescope {
namespace {

/// What a device with few dots shows of the raster: an average where it has fewer dots than the
/// raster, sharp cells where it has more.
QImage resampled(const QImage& raster, QSize size)
{
    const bool shrinks = size.width() < raster.width() || size.height() < raster.height();
    return raster.scaled(size, Qt::IgnoreAspectRatio,
                         shrinks ? Qt::SmoothTransformation : Qt::FastTransformation);
}

/// Every cell as a square of dots when there are fewer cells than dots: some viewers blur a small
/// raster that they magnify.
QImage magnified(const QImage& raster, QSize dots)
{
    const int factor = std::max((dots.width() + raster.width() - 1) / raster.width(),
                                (dots.height() + raster.height() - 1) / raster.height());
    return factor <= 1 ? raster : raster.scaled(raster.size() * factor);
}

std::vector<QImage> vectorRasters(const Figure& figure, const FigureStyle& style,
                                  const FigureLayout& layout)
{
    std::vector<QImage> rasters;
    for (std::size_t index = 0; index < figure.panels.size(); ++index) {
        rasters.push_back(magnified(toQImage(figure.panels[index].raster),
                                    dotsOf(layout.panels[index], style.dotsPerInch)));
    }
    return rasters;
}

/// The page as vectors, with its maps as rasters.
FigurePage pageOf(const Figure& figure, const FigureStyle& style, const std::string& provenance)
{
    const FigureLayout layout = layOutFigure(figure, style);
    return { .size = layout.page,
             .title = figure.title,
             .provenance = provenance,
             .paint = [&figure, &style, layout](QPainter& painter) {
                 paintFigure(painter, figure, style, layout, vectorRasters(figure, style, layout));
             } };
}

} // namespace

FigureLayout onDots(FigureLayout layout, int dotsPerInch)
{
    const double dotsPerUnit = dotsPerFigureUnit(dotsPerInch);
    const auto onDot = [&](double units) { return std::round(units * dotsPerUnit) / dotsPerUnit; };
    for (PanelLayout& panel : layout.panels) {
        panel.map = QRectF(QPointF(onDot(panel.map.left()), onDot(panel.map.top())),
                           QPointF(onDot(panel.map.right()), onDot(panel.map.bottom())));
        if (!panel.bar.bar.isEmpty()) {
            panel.bar.bar.setTop(panel.map.top());
            panel.bar.bar.setBottom(panel.map.bottom());
        }
    }
    return layout;
}

QSize dotsOf(const PanelLayout& panel, int dotsPerInch)
{
    return (panel.map.size() * dotsPerFigureUnit(dotsPerInch)).toSize().expandedTo({ 1, 1 });
}

QImage figureImage(const Figure& figure, const FigureStyle& style, int dotsPerInch)
{
    const FigureLayout layout = onDots(layOutFigure(figure, style), dotsPerInch);
    QImage page = blankPage(layout.page, dotsPerInch);
    std::vector<QImage> rasters;
    for (std::size_t index = 0; index < figure.panels.size(); ++index) {
        rasters.push_back(resampled(toQImage(figure.panels[index].raster),
                                    dotsOf(layout.panels[index], dotsPerInch)));
    }
    QPainter painter(&page);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(dotsPerFigureUnit(dotsPerInch), dotsPerFigureUnit(dotsPerInch));
    paintFigure(painter, figure, style, layout, rasters);
    return page;
}

Result<void> exportFigure(const Figure& figure, const FigureStyle& style,
                          const std::filesystem::path& path, const std::string& provenance)
{
    const FigurePage page = pageOf(figure, style, provenance);
    if (suffixOf(path) != ".png")
        return writePage(page, style, path);
    const QByteArray bytes = pngBytes(figureImage(figure, style, style.dotsPerInch), page);
    return writeFile(path, { bytes.data(), static_cast<std::size_t>(bytes.size()) });
}

} // namespace ropescope
