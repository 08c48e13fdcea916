// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_export.h"

#include <QBuffer>
#include <QImage>
#include <QImageReader>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "app/figure/figure_text.h"
#include "app/figure/figure_ticks.h"

using namespace ropescope;

namespace {

constexpr int kTokens = 64;

const ColourMap& redRamp()
{
    static const ColourMap map = [] {
        ColourMap ramp { "red", {}, false };
        for (std::uint32_t i = 0; i < 256; ++i)
            ramp.colours[i] = 0xFF000000U | i;
        return ramp;
    }();
    return map;
}

/// Red below and on the diagonal, transparent above.
Figure sampleFigure()
{
    Image image { kTokens, kTokens, {} };
    for (int y = 0; y < kTokens; ++y) {
        for (int x = 0; x < kTokens; ++x) {
            const std::uint8_t ink = x <= y ? 255 : 0;
            image.rgba.insert(image.rgba.end(), { ink, 0, 0, ink });
        }
    }
    return { .title = "Model & co · Layer 3 · Head 5",
             .panels = { { .title = "Model & co · Layer 3 · Head 5",
                           .subtitle = "pair 14 ↔ slot 2",
                           .colourLabel = "Attention probability",
                           .raster = std::move(image),
                           .rows = { 0, kTokens },
                           .columns = { 0, kTokens },
                           .scale = { &redRamp(), ScaleKind::Log, 1e-4F, 1.0F },
                           .rowPieces = {},
                           .columnPieces = {} } } };
}

FigureStyle wide(double widthMm)
{
    FigureStyle style;
    style.widthMm = widthMm;
    return style;
}

QByteArray exported(const Figure& figure, const char* suffix, double widthMm = 85.0,
                    const std::string& provenance = "ropescope render a.h5")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QLatin1String("figure.") + QLatin1String(suffix));
    const auto done = exportFigure(figure, wide(widthMm), path.toStdString(), provenance);
    if (!done)
        qWarning("%s", done.error().message.c_str());
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList labels(const std::vector<FigureTick>& ticks)
{
    QStringList all;
    for (const FigureTick& tick : ticks) {
        if (!tick.label.isEmpty())
            all << tick.label;
    }
    return all;
}

} // namespace

class TestFigure : public QObject {
    Q_OBJECT
private slots:
    void pdfPageHasTheWidthInMillimetres_data();
    void pdfPageHasTheWidthInMillimetres();
    void pdfCrossReferencesPointAtObjects();
    void pdfIsTheSameEveryTime();
    void pdfSaysHowItWasMade();
    void svgHasTheWidthInMillimetres();
    void svgKeepsTextAsTextAndOneImage();
    void svgTakesNoMarkupFromNames();
    void pngHas300DotsPerInch();
    void pngShowsTheMapBelowTheDiagonalOnly();
    void cellsOfASquareMapAreSquare();
    void aLongTitleKeepsLayerAndHead();
    void longTextsBecomeLinesOfTheLayout();
    void labelsOfANarrowFigureKeepApart();
    void unknownSuffixIsRefused();
    void missingFolderIsRefused();
    void tokenTicksSitOnCellCentres();
    void tokenTicksOfAFewTokensAreWholeNumbers();
    void logTicksArePowersOfTen();
    void sqrtTicksFollowTheScale();
};

void TestFigure::pdfPageHasTheWidthInMillimetres_data()
{
    QTest::addColumn<double>("widthMm");
    for (const double width : { 40.0, 85.0, 123.4, 180.0 })
        QTest::addRow("%g mm", width) << width;
}

void TestFigure::pdfPageHasTheWidthInMillimetres()
{
    QFETCH(const double, widthMm);
    const QByteArray pdf = exported(sampleFigure(), "pdf", widthMm);
    const auto box = QRegularExpression("/MediaBox \\[0 (\\S+) (\\S+) (\\S+) *\\]")
                         .match(QString::fromLatin1(pdf));
    QVERIFY(box.hasMatch());
    const double mmPerPoint = 25.4 / 72.0;
    const FigureLayout layout = layOutFigure(sampleFigure(), wide(widthMm));
    QVERIFY(std::abs(box.captured(2).toDouble() * mmPerPoint - widthMm) < 0.001);
    const double height = box.captured(3).toDouble() - box.captured(1).toDouble();
    QVERIFY(std::abs(height * mmPerPoint - layout.page.height() / kFigureUnitsPerMm) < 0.001);
}

void TestFigure::pdfCrossReferencesPointAtObjects()
{
    const QByteArray pdf = exported(sampleFigure(), "pdf");
    const QByteArray table = pdf.mid(pdf.lastIndexOf("\nxref"));
    auto entries = QRegularExpression("(\\d{10}) 00000 n").globalMatch(QString::fromLatin1(table));
    int object = 0;
    while (entries.hasNext()) {
        const qsizetype offset = entries.next().captured(1).toLongLong();
        QVERIFY(pdf.mid(offset, 20).startsWith(QByteArray::number(++object) + " 0 obj"));
    }
    QVERIFY(object > 5);
}

void TestFigure::pdfIsTheSameEveryTime()
{
    const QByteArray pdf = exported(sampleFigure(), "pdf");
    QVERIFY(pdf.startsWith("%PDF"));
    QVERIFY(!pdf.contains("CreationDate"));
    QCOMPARE(exported(sampleFigure(), "pdf"), pdf);
}

void TestFigure::pdfSaysHowItWasMade()
{
    // Qt writes the strings of the information dictionary as UTF-16.
    const QByteArray pdf = exported(sampleFigure(), "pdf");
    QVERIFY(pdf.contains(QByteArray("r\0e\0n\0d\0e\0r", 11)));
}

void TestFigure::svgHasTheWidthInMillimetres()
{
    const QString svg = QString::fromUtf8(exported(sampleFigure(), "svg", 123.4));
    QVERIFY(svg.contains("width=\"123.4mm\""));
}

void TestFigure::svgTakesNoMarkupFromNames()
{
    const std::string name = "x</title><script>alert(1)</script>]]>&\"";
    Figure figure = sampleFigure();
    figure.title = name;
    QXmlStreamReader svg(exported(figure, "svg", 85.0, name));
    QStringList texts;
    while (!svg.atEnd()) {
        svg.readNext();
        QVERIFY(svg.name() != QLatin1String("script"));
        if (svg.isStartElement()
            && (svg.name() == QLatin1String("title") || svg.name() == QLatin1String("desc")))
            texts << svg.readElementText();
    }
    QVERIFY2(!svg.hasError(), qPrintable(svg.errorString()));
    QCOMPARE(texts, QStringList({ QString::fromStdString(name), QString::fromStdString(name) }));
}

void TestFigure::svgKeepsTextAsTextAndOneImage()
{
    const QString svg = QString::fromUtf8(exported(sampleFigure(), "svg"));
    QCOMPARE(svg.count("<image "), 1);
    for (const QString text : { "Model &amp; co · Layer 3 · Head 5", "pair 14 ↔ slot 2",
                                "Query token", "Key token", "Attention probability", "10⁻⁴" })
        QVERIFY2(svg.contains(">" + text + "</text>"), qPrintable(text));
    QVERIFY(svg.contains("<desc>ropescope render a.h5</desc>"));
}

void TestFigure::pngHas300DotsPerInch()
{
    QByteArray png = exported(sampleFigure(), "png", 85.0);
    const QImage image = QImage::fromData(png);
    QCOMPARE(image.width(), 1004); // 85 mm
    QCOMPARE(image.dotsPerMeterX(), 11811);
    QCOMPARE(image.text("Description"), QStringLiteral("ropescope render a.h5"));
}

void TestFigure::pngShowsTheMapBelowTheDiagonalOnly()
{
    const Figure figure = sampleFigure();
    const QImage image = QImage::fromData(exported(figure, "png"));
    const FigureLayout layout = layOutFigure(figure, wide(85.0));
    const QRectF map = layout.panels.front().map;
    const double dotsPerUnit = image.width() / layout.page.width();
    const auto colourAt = [&](double x, double y) {
        return image.pixelColor(
            (map.topLeft() * dotsPerUnit + QPointF(x * map.width(), y * map.height()) * dotsPerUnit)
                .toPoint());
    };
    QCOMPARE(colourAt(0.25, 0.75), QColor(Qt::red));
    QCOMPARE(colourAt(0.75, 0.25), QColor(Qt::white));
}

void TestFigure::cellsOfASquareMapAreSquare()
{
    const FigureLayout layout = layOutFigure(sampleFigure(), wide(85.0));
    const PanelLayout& panel = layout.panels.front();
    QCOMPARE(panel.map.width(), panel.map.height());
    QVERIFY(QRectF(QPointF(0, 0), layout.page).contains(panel.map));
    QVERIFY(QRectF(QPointF(0, 0), layout.page).contains(panel.bar.bar));
}

void TestFigure::aLongTitleKeepsLayerAndHead()
{
    Figure figure = sampleFigure();
    figure.panels.front().title = std::string(60, 'm') + " · Layer 31 · Head 17";
    const QString svg = QString::fromUtf8(exported(figure, "svg"));
    QVERIFY(svg.contains(QStringLiteral("… · Layer 31 · Head 17</text>"))
            || svg.contains(QStringLiteral("m · Layer 31 · Head 17</text>")));
}

void TestFigure::longTextsBecomeLinesOfTheLayout()
{
    Figure figure = sampleFigure();
    FigurePanel& panel = figure.panels.front();
    panel.subtitle = "pair 1 ↔ slot 2";
    for (int pair = 3; pair < 40; ++pair)
        panel.subtitle += ", gain of pair " + std::to_string(pair) + ": 0.5";
    panel.colourLabel = "Log attention probability, max of 12 × 12 cells";
    panel.rows = { 0, kTokens / 4 };
    const FigureLayout layout = layOutFigure(figure, wide(60.0));
    const PanelLayout& narrow = layout.panels.front();
    QCOMPARE(narrow.subtitle.size(), 2);
    QVERIFY(narrow.subtitle.back().endsWith(u'…'));
    QVERIFY(narrow.bar.label.size() > 1);
    QCOMPARE(layOutFigure(sampleFigure(), wide(85.0)).panels.front().bar.label.size(), 1);
}

void TestFigure::labelsOfANarrowFigureKeepApart()
{
    Figure figure = sampleFigure();
    figure.panels.front().columns = { 100000, 100000 + kTokens };
    const QString narrow = QString::fromUtf8(exported(figure, "svg", 40.0));
    const QString wide = QString::fromUtf8(exported(figure, "svg", 180.0));
    const QRegularExpression label(">1000\\d\\d</text>");
    QVERIFY(narrow.count(label) >= 1);
    QVERIFY(narrow.count(label) < wide.count(label));
}

void TestFigure::unknownSuffixIsRefused()
{
    const auto done = exportFigure(sampleFigure(), {}, "figure.gif", {});
    QVERIFY(!done);
    QVERIFY(done.error().message.find("figure.gif") != std::string::npos);
}

void TestFigure::missingFolderIsRefused()
{
    const auto done = exportFigure(sampleFigure(), {}, "/no/such/folder/figure.svg", {});
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Unwritable);
    QVERIFY(done.error().message.find("/no/such/folder") != std::string::npos);
}

void TestFigure::tokenTicksSitOnCellCentres()
{
    const auto ticks = tokenTicks({ 0, 100 });
    QCOMPARE(ticks.front().label, QStringLiteral("0"));
    QCOMPARE(ticks.front().position, 0.005);
}

void TestFigure::tokenTicksOfAFewTokensAreWholeNumbers()
{
    QCOMPARE(labels(tokenTicks({ 7, 10 })), QStringList({ "7", "8", "9" }));
    QCOMPARE(labels(tokenTicks({ 7, 8 })), QStringList({ "7" }));
}

void TestFigure::logTicksArePowersOfTen()
{
    const auto ticks = scaleTicks({ &redRamp(), ScaleKind::Log, 1e-3F, 1.0F });
    QCOMPARE(labels(ticks), QStringList({ "10⁻³", "10⁻²", "10⁻¹", "10⁰" }));
    QVERIFY(std::abs(ticks.front().position) < 1e-5);
    QVERIFY(ticks.size() > 20); // the steps between
}

void TestFigure::sqrtTicksFollowTheScale()
{
    for (const FigureTick& tick : scaleTicks({ &redRamp(), ScaleKind::Sqrt, 0.0F, 4.0F }))
        QVERIFY(std::abs(tick.position - std::sqrt(tick.label.toDouble() / 4.0)) < 1e-9);
}

QTEST_MAIN(TestFigure)
#include "tst_figure.moc"
