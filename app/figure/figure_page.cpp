// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_page.h"

#include <cmath>

#include <QBuffer>
#include <QHashFunctions>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <fmt/core.h>

#include "app/figure/figure_text.h"
#include "app/figure/pdf_bytes.h"
#include "core/io/atomic_file.h"

namespace ropescope {
namespace {

constexpr double kMmPerInch = 25.4;
constexpr double kPointsPerInch = 72.0;
constexpr int kUnitsPerInch = static_cast<int>(kMmPerInch * kFigureUnitsPerMm);

QByteArray drawnBytes(const FigurePage& page, int dotsPerInch)
{
    QImage dots = blankPage(page.size, dotsPerInch);
    QPainter painter(&dots);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(dotsPerFigureUnit(dotsPerInch), dotsPerFigureUnit(dotsPerInch));
    page.paint(painter);
    painter.end();
    return pngBytes(std::move(dots), page);
}

} // namespace

QByteArray svgBytes(const FigurePage& page, const FigureStyle& style)
{
    QBuffer buffer;
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setResolution(kUnitsPerInch);
    svg.setSize(page.size.toSize());
    svg.setViewBox(QRectF({ 0, 0 }, page.size.toSize()));
    // Qt 6.4 writes both as they are: what a file calls itself could be markup, even a script.
    svg.setTitle(QString::fromStdString(page.title).toHtmlEscaped());
    svg.setDescription(QString::fromStdString(page.provenance).toHtmlEscaped());
    QPainter painter(&svg);
    page.paint(painter);
    painter.end();
    // Qt names the first family only; readers without that font should get a kindred one.
    const QString families = familyList(style);
    const QString first = families.section(u',', 0, 0);
    return QByteArray(buffer.data())
        .replace(QStringLiteral("font-family=\"%1\"").arg(first).toUtf8(),
                 QStringLiteral("font-family=\"%1\"").arg(families).toUtf8());
}

QByteArray pdfBytes(const FigurePage& page)
{
    // Qt writes the fonts in the order of a hash table: the same figure is to be the same bytes.
    QHashSeed::setDeterministicGlobalSeed();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setResolution(kUnitsPerInch);
    pdf.setPageSize(
        QPageSize(page.size / kFigureUnitsPerMm, QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF(0, 0, 0, 0));
    pdf.setTitle(QString::fromStdString(page.title));
    pdf.setCreator(QString::fromStdString("RoPEScope: " + page.provenance));
    QPainter painter(&pdf);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    page.paint(painter);
    painter.end();
    QByteArray bytes = buffer.data();
    setPdfPageSize(bytes, page.size / kUnitsPerInch * kPointsPerInch);
    removePdfDate(bytes);
    return bytes;
}

QByteArray pngBytes(QImage dots, const FigurePage& page)
{
    dots.setText(QStringLiteral("Title"), QString::fromStdString(page.title));
    dots.setText(QStringLiteral("Software"), QStringLiteral("RoPEScope"));
    dots.setText(QStringLiteral("Description"), QString::fromStdString(page.provenance));
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    dots.save(&buffer, "PNG");
    return buffer.data();
}

QImage blankPage(QSizeF size, int dotsPerInch)
{
    QImage page((size * dotsPerFigureUnit(dotsPerInch)).toSize(), QImage::Format_RGB32);
    page.setDotsPerMeterX(static_cast<int>(std::lround(dotsPerInch / kMmPerInch * 1000.0)));
    page.setDotsPerMeterY(page.dotsPerMeterX());
    page.fill(Qt::white);
    return page;
}

double dotsPerFigureUnit(int dotsPerInch)
{
    return static_cast<double>(dotsPerInch) / kUnitsPerInch;
}

Result<void> writePage(const FigurePage& page, const FigureStyle& style,
                       const std::filesystem::path& path)
{
    const std::string suffix = suffixOf(path);
    const auto write = [&](const QByteArray& bytes) {
        return writeFile(path, { bytes.data(), static_cast<std::size_t>(bytes.size()) });
    };
    if (suffix == ".png")
        return write(drawnBytes(page, style.dotsPerInch));
    if (suffix == ".svg")
        return write(svgBytes(page, style));
    if (suffix == ".pdf")
        return write(pdfBytes(page));
    return fail(ErrorCode::InvalidArgument,
                fmt::format("Cannot write {}: a figure is .png, .svg or .pdf.", path.string()));
}

std::string suffixOf(const std::filesystem::path& path)
{
    return QString::fromStdString(path.extension().string()).toLower().toStdString();
}

} // namespace ropescope
