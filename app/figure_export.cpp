// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure_export.h"

#include <cmath>

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <fmt/core.h>

#include "app/pdf_bytes.h"
#include "core/io/atomic_file.h"
#include "widgets/image_conversion.h"

namespace ropescope {
namespace {

constexpr double kMmPerInch = 25.4;
constexpr double kPointsPerInch = 72.0;
constexpr double kPngDotsPerInch = 300.0;
constexpr int kUnitsPerInch = static_cast<int>(kMmPerInch * kFigureUnitsPerMm);

/// What a device with few dots shows of the raster: an average where it has fewer dots than the
/// raster, sharp cells where it has more.
QImage resampled(const QImage& raster, QSize size)
{
    const bool shrinks = size.width() < raster.width() || size.height() < raster.height();
    return raster.scaled(size, Qt::IgnoreAspectRatio,
                         shrinks ? Qt::SmoothTransformation : Qt::FastTransformation);
}

QByteArray pngBytes(const Figure& figure, const FigureExportOptions& options)
{
    FigureLayout layout = layOutFigure(figure, options.widthMm);
    const double dotsPerUnit = kPngDotsPerInch / kUnitsPerInch;
    // The map begins and ends on a dot, so that cells of equal size stay equal.
    const auto onDot = [&](double units) { return std::round(units * dotsPerUnit) / dotsPerUnit; };
    const QRectF map = layout.map;
    layout.map = QRectF(QPointF(onDot(map.left()), onDot(map.top())),
                        QPointF(onDot(map.right()), onDot(map.bottom())));
    layout.bar.setTop(layout.map.top());
    layout.bar.setBottom(layout.map.bottom());
    QImage page((layout.page * dotsPerUnit).toSize(), QImage::Format_RGB32);
    page.setDotsPerMeterX(static_cast<int>(std::lround(kPngDotsPerInch / kMmPerInch * 1000.0)));
    page.setDotsPerMeterY(page.dotsPerMeterX());
    page.setText(QStringLiteral("Title"), QString::fromStdString(figure.title));
    page.setText(QStringLiteral("Software"), QStringLiteral("RoPEScope"));
    page.setText(QStringLiteral("Description"), QString::fromStdString(options.provenance));
    page.fill(Qt::white);
    QPainter painter(&page);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(dotsPerUnit, dotsPerUnit);
    paintFigure(painter, figure, layout,
                resampled(toQImage(figure.raster), (layout.map.size() * dotsPerUnit).toSize()));
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    page.save(&buffer, "PNG");
    return buffer.data();
}

QByteArray svgBytes(const Figure& figure, const FigureExportOptions& options)
{
    const FigureLayout layout = layOutFigure(figure, options.widthMm);
    QBuffer buffer;
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setResolution(kUnitsPerInch);
    svg.setSize(layout.page.toSize());
    svg.setViewBox(QRectF({ 0, 0 }, layout.page.toSize()));
    svg.setTitle(QString::fromStdString(figure.title));
    svg.setDescription(QString::fromStdString(options.provenance));
    QPainter painter(&svg);
    paintFigure(painter, figure, layout, toQImage(figure.raster));
    painter.end();
    // Qt names the first family only; readers without that font should get a kindred one.
    return QByteArray(buffer.data())
        .replace("font-family=\"Inter\"", "font-family=\"Inter, Helvetica, Arial, sans-serif\"");
}

QByteArray pdfBytes(const Figure& figure, const FigureExportOptions& options)
{
    const FigureLayout layout = layOutFigure(figure, options.widthMm);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setResolution(kUnitsPerInch);
    pdf.setPageSize(QPageSize(layout.page / kFigureUnitsPerMm, QPageSize::Millimeter, {},
                              QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF(0, 0, 0, 0));
    pdf.setTitle(QString::fromStdString(figure.title));
    pdf.setCreator(QString::fromStdString("RoPEScope: " + options.provenance));
    QPainter painter(&pdf);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    paintFigure(painter, figure, layout, toQImage(figure.raster));
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

Result<void> exportFigure(const Figure& figure, const std::filesystem::path& path,
                          const FigureExportOptions& options)
{
    const QString suffix = QString::fromStdString(path.extension().string()).toLower();
    if (suffix == QLatin1String(".png"))
        return write(path, pngBytes(figure, options));
    if (suffix == QLatin1String(".svg"))
        return write(path, svgBytes(figure, options));
    if (suffix == QLatin1String(".pdf"))
        return write(path, pdfBytes(figure, options));
    return fail(ErrorCode::InvalidArgument,
                fmt::format("Cannot write {}: a figure is .png, .svg or .pdf.", path.string()));
}

} // namespace ropescope
