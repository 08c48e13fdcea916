// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/image_plottable.h"

#include <algorithm>
#include <cmath>

namespace ropescope {

namespace {

/// Vector formats: pixels along the longer side, at least. Viewers smooth an enlarged raster; then
/// the blur is a small part of a cell.
constexpr double kVectorPixels = 1024.0;

/// The part of the image inside `source`, nearest neighbour.
QImage resampled(const QImage& image, const QRectF& source, QSize size)
{
    QImage result(size, image.format());
    std::vector<int> columns(static_cast<std::size_t>(size.width()));
    for (std::size_t x = 0; x < columns.size(); ++x) {
        const double at
            = source.x() + (static_cast<double>(x) + 0.5) * source.width() / size.width();
        columns[x] = std::clamp(static_cast<int>(at), 0, image.width() - 1);
    }
    for (int y = 0; y < size.height(); ++y) {
        const double at = source.y() + (y + 0.5) * source.height() / size.height();
        const int row = std::clamp(static_cast<int>(at), 0, image.height() - 1);
        const auto* const from = reinterpret_cast<const QRgb*>(image.constScanLine(row));
        auto* const to = reinterpret_cast<QRgb*>(result.scanLine(y));
        std::transform(columns.begin(), columns.end(), to, [from](int x) { return from[x]; });
    }
    return result;
}

/// Maps between the same axis in two units, from [a0, a1] to [b0, b1].
double between(double a, double a0, double a1, double b0, double b1)
{
    return b0 + (a - a0) / (a1 - a0) * (b1 - b0);
}

} // namespace

ImagePlottable::ImagePlottable(QCPAxis* keyAxis, QCPAxis* valueAxis)
    : QCPAbstractPlottable(keyAxis, valueAxis)
{
    setSelectable(QCP::stNone);
}

void ImagePlottable::setImage(const QImage& image, QCPRange keys, QCPRange values)
{
    // Opaque pixels are copied, others blended: both formats are the painter's own.
    m_image = image.convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied
                                                            : QImage::Format_RGB32);
    m_keys = keys;
    m_values = values;
}

void ImagePlottable::draw(QCPPainter* painter)
{
    if (m_image.isNull() || !mKeyAxis || !mValueAxis || m_keys.size() <= 0 || m_values.size() <= 0)
        return;

    const QPointF first = coordsToPixels(m_keys.lower, m_values.lower);
    const QPointF last = coordsToPixels(m_keys.upper, m_values.upper);
    QImage image = m_image;
    const bool flippedX = last.x() < first.x();
    const bool flippedY = last.y() < first.y();
    if (flippedX || flippedY)
        image = image.mirrored(flippedX, flippedY);
    const QRectF whole = QRectF(first, last).normalized();
    // Only what is seen: far zoomed in, the whole target would be millions of pixels wide.
    const QCPRange keys = mKeyAxis->range();
    const QCPRange values = mValueAxis->range();
    const QRectF seen = whole.intersected(
        QRectF(coordsToPixels(keys.lower, values.lower), coordsToPixels(keys.upper, values.upper))
            .normalized());
    if (seen.isEmpty())
        return;

    const auto toSource = [&](QPointF p) {
        return QPointF(between(p.x(), whole.left(), whole.right(), 0, image.width()),
                       between(p.y(), whole.top(), whole.bottom(), 0, image.height()));
    };
    const QRectF source(toSource(seen.topLeft()), toSource(seen.bottomRight()));

    painter->setAntialiasing(false);
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    if (painter->modes().testFlag(QCPPainter::pmVectorized)) {
        // SVG ignores both a source rectangle and the clip, so the raster is cut to what is seen.
        const double enlarge
            = std::max(1.0, std::ceil(kVectorPixels / std::max(source.width(), source.height())));
        const QSize size(std::max(1, qRound(source.width() * enlarge)),
                         std::max(1, qRound(source.height() * enlarge)));
        painter->drawImage(seen, resampled(image, source, size));
    } else {
        painter->drawImage(seen, image, source);
    }
}

double ImagePlottable::selectTest(const QPointF& /*position*/, bool /*onlySelectable*/,
                                  QVariant* /*details*/) const
{
    return -1.0;
}

QCPRange ImagePlottable::getKeyRange(bool& found, QCP::SignDomain domain) const
{
    found = !m_image.isNull() && domain == QCP::sdBoth;
    return m_keys;
}

QCPRange ImagePlottable::getValueRange(bool& found, QCP::SignDomain domain,
                                       const QCPRange& /*keyRange*/) const
{
    found = !m_image.isNull() && domain == QCP::sdBoth;
    return m_values;
}

void ImagePlottable::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->drawImage(rect, m_image);
}

} // namespace ropescope
