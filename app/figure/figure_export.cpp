// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_export.h"

#include <algorithm>
#include <cmath>

#include <QBuffer>
#include <QHashFunctions>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <fmt/core.h>

#include "app/figure/figure_painter.h"
#include "app/figure/figure_text.h"
#include "app/figure/pdf_bytes.h"
#include "core/io/atomic_file.h"
#include "widgets/image_conversion.h"

namespace ropescope {
namespace {

constexpr double kMmPerInch = 25.4;
constexpr double kPointsPerInch = 72.0;
constexpr int kUnitsPerInch = static_cast<int>(kMmPerInch * kFigureUnitsPerMm);

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

QByteArray pngBytes(const Figure& figure, const FigureStyle& style, const std::string& provenance)
{
    QImage page = figureImage(figure, style, style.dotsPerInch);
    page.setText(QStringLiteral("Title"), QString::fromStdString(figure.title));
    page.setText(QStringLiteral("Software"), QStringLiteral("RoPEScope"));
    page.setText(QStringLiteral("Description"), QString::fromStdString(provenance));
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    page.save(&buffer, "PNG");
    return buffer.data();
}

QByteArray svgBytes(const Figure& figure, const FigureStyle& style, const std::string& provenance)
{
    const FigureLayout layout = layOutFigure(figure, style);
    QBuffer buffer;
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setResolution(kUnitsPerInch);
    svg.setSize(layout.page.toSize());
    svg.setViewBox(QRectF({ 0, 0 }, layout.page.toSize()));
    svg.setTitle(QString::fromStdString(figure.title));
    svg.setDescription(QString::fromStdString(provenance));
    QPainter painter(&svg);
    paintFigure(painter, figure, style, layout, vectorRasters(figure, style, layout));
    painter.end();
    // Qt names the first family only; readers without that font should get a kindred one.
    const QString families = familyList(style);
    const QString first = families.section(u',', 0, 0);
    return QByteArray(buffer.data())
        .replace(QStringLiteral("font-family=\"%1\"").arg(first).toUtf8(),
                 QStringLiteral("font-family=\"%1\"").arg(families).toUtf8());
}

QByteArray pdfBytes(const Figure& figure, const FigureStyle& style, const std::string& provenance)
{
    // Qt writes the fonts in the order of a hash table: the same figure is to be the same bytes.
    QHashSeed::setDeterministicGlobalSeed();
    const FigureLayout layout = layOutFigure(figure, style);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setResolution(kUnitsPerInch);
    pdf.setPageSize(QPageSize(layout.page / kFigureUnitsPerMm, QPageSize::Millimeter, {},
                              QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF(0, 0, 0, 0));
    pdf.setTitle(QString::fromStdString(figure.title));
    pdf.setCreator(QString::fromStdString("RoPEScope: " + provenance));
    QPainter painter(&pdf);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    paintFigure(painter, figure, style, layout, vectorRasters(figure, style, layout));
    painter.end();
    QByteArray bytes = buffer.data();
    setPdfPageSize(bytes, layout.page / kUnitsPerInch * kPointsPerInch);
    removePdfDate(bytes);
    return bytes;
}

Result<void> write(const std::filesystem::path& path, const QByteArray& bytes)
{
    return writeFile(path, { bytes.data(), static_cast<std::size_t>(bytes.size()) });
}

} // namespace

FigureLayout onDots(FigureLayout layout, int dotsPerInch)
{
    const double dotsPerUnit = static_cast<double>(dotsPerInch) / kUnitsPerInch;
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
    return (panel.map.size() * dotsPerInch / kUnitsPerInch).toSize().expandedTo({ 1, 1 });
}

QImage figureImage(const Figure& figure, const FigureStyle& style, int dotsPerInch)
{
    const FigureLayout layout = onDots(layOutFigure(figure, style), dotsPerInch);
    const double dotsPerUnit = static_cast<double>(dotsPerInch) / kUnitsPerInch;
    QImage page((layout.page * dotsPerUnit).toSize(), QImage::Format_RGB32);
    page.setDotsPerMeterX(static_cast<int>(std::lround(dotsPerInch / kMmPerInch * 1000.0)));
    page.setDotsPerMeterY(page.dotsPerMeterX());
    page.fill(Qt::white);
    std::vector<QImage> rasters;
    for (std::size_t index = 0; index < figure.panels.size(); ++index) {
        rasters.push_back(resampled(toQImage(figure.panels[index].raster),
                                    dotsOf(layout.panels[index], dotsPerInch)));
    }
    QPainter painter(&page);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(dotsPerUnit, dotsPerUnit);
    paintFigure(painter, figure, style, layout, rasters);
    return page;
}

Result<void> exportFigure(const Figure& figure, const FigureStyle& style,
                          const std::filesystem::path& path, const std::string& provenance)
{
    const std::string suffix = suffixOf(path);
    if (suffix == ".png")
        return write(path, pngBytes(figure, style, provenance));
    if (suffix == ".svg")
        return write(path, svgBytes(figure, style, provenance));
    if (suffix == ".pdf")
        return write(path, pdfBytes(figure, style, provenance));
    return fail(ErrorCode::InvalidArgument,
                fmt::format("Cannot write {}: a figure is .png, .svg or .pdf.", path.string()));
}

std::string suffixOf(const std::filesystem::path& path)
{
    return QString::fromStdString(path.extension().string()).toLower().toStdString();
}

} // namespace ropescope
