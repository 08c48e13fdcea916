// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QBuffer>
#include <QRegularExpression>
#include <QSvgGenerator>
#include <QtTest>

#include "widgets/image_plottable.h"
#include "widgets/qcp.h"

using namespace ropescope;

namespace {

constexpr int kLeft = 40;
constexpr int kTop = 20;
constexpr int kSide = 200;

/// Every pixel another colour.
QImage numbered(int width, int height)
{
    QImage image(width, height, QImage::Format_ARGB32);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            image.setPixel(x, y, qRgb(20 + x * 25, 20 + y * 25, 128));
    }
    return image;
}

/// A plot whose axes span 8 x 8 cells on 200 x 200 pixels, value 0 on top.
struct Plot {
    QCustomPlot plot;
    ImagePlottable* picture = new ImagePlottable(plot.xAxis, plot.yAxis);

    Plot()
    {
        plot.setGeometry(0, 0, kLeft + kSide + 10, kTop + kSide + 30);
        plot.setViewport(plot.rect());
        plot.plotLayout()->setAutoMargins(QCP::msNone);
        plot.axisRect()->setAutoMargins(QCP::msNone);
        // A vertical axis ends a pixel above its rectangle's edge.
        plot.axisRect()->setMargins({ kLeft, kTop + 1, 10, 29 });
        plot.yAxis->setRangeReversed(true);
        for (QCPAxis* axis : { plot.xAxis, plot.yAxis }) {
            axis->setRange(0, 8);
            axis->grid()->setVisible(false);
            axis->setBasePen(Qt::NoPen);
            axis->setTicks(false);
        }
    }
    QImage grab() { return plot.toPixmap(plot.width(), plot.height()).toImage(); }
    static QPoint centre(double key, double value)
    {
        return { static_cast<int>(kLeft + (key + 0.5) * kSide / 8),
                 static_cast<int>(kTop + (value + 0.5) * kSide / 8) };
    }
};

} // namespace

class TestImagePlottable : public QObject {
    Q_OBJECT

private slots:
    void everyCellHasItsColour();
    void edgesAreExact();
    void aRegionStaysAtItsPlace();
    void reversedAxesMirror();
    void farZoomDrawsTheRightCell();
    void transparentPixelsShowTheBackground();
    void nullImageDrawsNothing();
    void rangesAreThoseOfTheImage();
    void svgEmbedsOnlyWhatIsSeen();
    void pdfIsWritten();
};

void TestImagePlottable::everyCellHasItsColour()
{
    Plot plot;
    const QImage image = numbered(8, 8);
    plot.picture->setImage(image, { 0, 8 }, { 0, 8 });
    const QImage seen = plot.grab();
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 8; ++x)
            QCOMPARE(seen.pixelColor(Plot::centre(x, y)), image.pixelColor(x, y));
    }
}

void TestImagePlottable::edgesAreExact()
{
    Plot plot;
    QImage image(8, 8, QImage::Format_RGB32);
    image.fill(Qt::red);
    plot.picture->setImage(image, { 0, 8 }, { 0, 8 });
    const QImage seen = plot.grab();
    const int end = kSide - 1;
    QCOMPARE(seen.pixelColor(kLeft, kTop), QColor(Qt::red));
    QCOMPARE(seen.pixelColor(kLeft + end, kTop + end), QColor(Qt::red));
    QCOMPARE(seen.pixelColor(kLeft - 1, kTop), QColor(Qt::white));
    QCOMPARE(seen.pixelColor(kLeft, kTop - 1), QColor(Qt::white));
    QCOMPARE(seen.pixelColor(kLeft + end + 1, kTop + end), QColor(Qt::white));
    QCOMPARE(seen.pixelColor(kLeft + end, kTop + end + 1), QColor(Qt::white));
}

void TestImagePlottable::aRegionStaysAtItsPlace()
{
    Plot plot;
    const QImage image = numbered(2, 2);
    plot.picture->setImage(image, { 3, 5 }, { 6, 8 });
    const QImage seen = plot.grab();
    QCOMPARE(seen.pixelColor(Plot::centre(3, 6)), image.pixelColor(0, 0));
    QCOMPARE(seen.pixelColor(Plot::centre(4, 7)), image.pixelColor(1, 1));
    QCOMPARE(seen.pixelColor(Plot::centre(2, 6)), QColor(Qt::white));
    QCOMPARE(seen.pixelColor(Plot::centre(3, 5)), QColor(Qt::white));
}

void TestImagePlottable::reversedAxesMirror()
{
    Plot plot;
    plot.plot.xAxis->setRangeReversed(true);
    plot.plot.yAxis->setRangeReversed(false);
    const QImage image = numbered(8, 8);
    plot.picture->setImage(image, { 0, 8 }, { 0, 8 });
    const QImage seen = plot.grab();
    QCOMPARE(seen.pixelColor(Plot::centre(0, 0)), image.pixelColor(7, 7));
    QCOMPARE(seen.pixelColor(Plot::centre(7, 2)), image.pixelColor(0, 5));
}

void TestImagePlottable::farZoomDrawsTheRightCell()
{
    Plot plot;
    const int n = 4096;
    QImage image(n, n, QImage::Format_RGB32);
    image.fill(Qt::blue);
    image.setPixelColor(3000, 2000, Qt::red);
    plot.picture->setImage(image, { 0, n }, { 0, n });
    plot.plot.xAxis->setRange(2996, 3004);
    plot.plot.yAxis->setRange(1996, 2004);
    const QImage seen = plot.grab();
    QCOMPARE(seen.pixelColor(Plot::centre(4, 4)), QColor(Qt::red));
    QCOMPARE(seen.pixelColor(Plot::centre(3, 4)), QColor(Qt::blue));
    QCOMPARE(seen.pixelColor(Plot::centre(4, 5)), QColor(Qt::blue));
}

void TestImagePlottable::transparentPixelsShowTheBackground()
{
    Plot plot;
    plot.plot.setBackground(QBrush(Qt::green));
    QImage image(8, 8, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    image.setPixelColor(2, 2, Qt::red);
    plot.picture->setImage(image, { 0, 8 }, { 0, 8 });
    const QImage seen = plot.grab();
    QCOMPARE(seen.pixelColor(Plot::centre(2, 2)), QColor(Qt::red));
    QCOMPARE(seen.pixelColor(Plot::centre(3, 2)), QColor(Qt::green));
}

void TestImagePlottable::nullImageDrawsNothing()
{
    Plot plot;
    plot.picture->setImage(numbered(8, 8), { 0, 8 }, { 0, 8 });
    plot.picture->setImage({}, {}, {});
    QCOMPARE(plot.grab().pixelColor(Plot::centre(4, 4)), QColor(Qt::white));
}

void TestImagePlottable::rangesAreThoseOfTheImage()
{
    Plot plot;
    bool found = true;
    (void)plot.picture->getKeyRange(found);
    QVERIFY(!found);
    plot.picture->setImage(numbered(2, 2), { 3, 5 }, { 6, 9 });
    QCOMPARE(plot.picture->getKeyRange(found), QCPRange(3, 5));
    QVERIFY(found);
    QCOMPARE(plot.picture->getValueRange(found), QCPRange(6, 9));
    QVERIFY(found);
}

void TestImagePlottable::svgEmbedsOnlyWhatIsSeen()
{
    Plot plot;
    QImage image = numbered(8, 8);
    plot.picture->setImage(image, { 0, 8 }, { 0, 8 });
    plot.plot.xAxis->setRange(2, 4);
    plot.plot.yAxis->setRange(5, 7);

    QBuffer svg;
    QSvgGenerator generator;
    generator.setOutputDevice(&svg);
    generator.setSize(plot.plot.size());
    QCPPainter painter;
    QVERIFY(painter.begin(&generator));
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot.plot.toPainter(&painter, plot.plot.width(), plot.plot.height());
    painter.end();

    static const QRegularExpression embedded("data:image/png;base64,([^\"]+)\"");
    const auto match = embedded.match(QString::fromLatin1(svg.data()));
    QVERIFY2(match.hasMatch(), "the SVG has no raster");
    const QImage raster = QImage::fromData(QByteArray::fromBase64(match.captured(1).toLatin1()));
    QCOMPARE(raster.width(), raster.height());
    QVERIFY2(raster.width() >= 512, "a viewer would blur so small a raster");
    const int quarter = raster.width() / 4;
    for (int y = 0; y < 2; ++y) {
        for (int x = 0; x < 2; ++x)
            QCOMPARE(raster.pixelColor(quarter * (1 + 2 * x), quarter * (1 + 2 * y)),
                     image.pixelColor(2 + x, 5 + y));
    }
}

void TestImagePlottable::pdfIsWritten()
{
    Plot plot;
    plot.picture->setImage(numbered(8, 8), { 0, 8 }, { 0, 8 });
    QTemporaryDir folder;
    const QString path = folder.filePath("map.pdf");
    QVERIFY(plot.plot.savePdf(path, plot.plot.width(), plot.plot.height()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("/Subtype /Image"));
}

QTEST_MAIN(TestImagePlottable)
#include "tst_image_plottable.moc"
