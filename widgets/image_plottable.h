// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QImage>

#include "widgets/qcp.h" // the base class lives there: include this header in .cpp files only

namespace ropescope {

/// A finished picture on the axes of a plot, nearest neighbour. QCPColorMap would colour it again
/// on every replot (10 ms for 1000 x 1000); this only blits. Vector painters embed the visible part
/// as a raster that viewers cannot blur.
class ImagePlottable : public QCPAbstractPlottable {
    Q_OBJECT

public:
    /// The plot of the axes owns it.
    ImagePlottable(QCPAxis* keyAxis, QCPAxis* valueAxis);

    /// Pixel column 0 begins at keys.lower, pixel row 0 at values.lower: reverse the value axis to
    /// have row 0 on top. A null image draws nothing. Does not replot.
    void setImage(const QImage& image, QCPRange keys, QCPRange values);
    [[nodiscard]] const QImage& image() const { return m_image; }

    double selectTest(const QPointF& position, bool onlySelectable,
                      QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keyRange = QCPRange()) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    QImage m_image;
    QCPRange m_keys;
    QCPRange m_values;
};

} // namespace ropescope
