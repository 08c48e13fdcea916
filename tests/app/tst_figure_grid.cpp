// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Figures of several panels, tokens at the axes, and what an export looks like to other programs.
#include <cmath>

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/figure/figure_export.h"
#include "app/figure/figure_text.h"

using namespace ropescope;

namespace {

constexpr int kTokens = 40;

/// One colour all over, so that it can be found again in the picture of a grid.
FigurePanel plainPanel(QColor colour, int index)
{
    Image image { kTokens, kTokens, {} };
    for (int pixel = 0; pixel < kTokens * kTokens; ++pixel) {
        for (const int part : { colour.red(), colour.green(), colour.blue(), 255 })
            image.rgba.push_back(static_cast<std::uint8_t>(part));
    }
    return { .title = "Layer " + std::to_string(index) + " · Head 1",
             .subtitle = "q-similarity 0.91",
             .colourLabel = "Attention probability",
             .raster = std::move(image),
             .rows = { 0, kTokens },
             .columns = { 0, kTokens },
             .scale = { colourMaps().data(), ScaleKind::Log, 1e-4F, 1.0F },
             .rowPieces = {},
             .columnPieces = {} };
}

const std::vector<QColor>& colours()
{
    static const std::vector<QColor> all { QColor(200, 30, 30), QColor(30, 160, 30),
                                           QColor(30, 30, 200), QColor(200, 160, 20),
                                           QColor(20, 160, 200) };
    return all;
}

Figure grid(int panels)
{
    Figure figure { .title = "Model", .panels = {} };
    for (int index = 0; index < panels; ++index)
        figure.panels.push_back(plainPanel(colours()[static_cast<std::size_t>(index)], index));
    return figure;
}

FigureStyle styleOf(double widthMm, int columns = 0)
{
    FigureStyle style;
    style.widthMm = widthMm;
    style.columns = columns;
    return style;
}

QByteArray exported(const Figure& figure, const FigureStyle& style, const QString& path)
{
    if (const auto done = exportFigure(figure, style, path.toStdString(), "ropescope render a.h5");
        !done)
        qWarning("%s", done.error().message.c_str());
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What a program of poppler-utils says about a file; empty when it failed.
QString said(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        return {};
    return QString::fromUtf8(process.readAllStandardOutput());
}

const std::vector<std::string>& hardPieces()
{
    static const std::vector<std::string> pieces { " the",  "\n",          "東京",    " שלום",
                                                   "مرحبا", "🔬",           "<|end|>", "&amp;",
                                                   "naïve", "\xEF\xBF\xBD" };
    return pieces;
}

Figure tokenFigure()
{
    Figure figure = grid(1);
    FigurePanel& panel = figure.panels.front();
    panel.rows = panel.columns = { 5, 5 + static_cast<int>(hardPieces().size()) };
    panel.rowPieces = panel.columnPieces = hardPieces();
    return figure;
}

} // namespace

class TestFigureGrid : public QObject {
    Q_OBJECT
private slots:
    void everyRasterIsWhereTheLayoutSays_data();
    void everyRasterIsWhereTheLayoutSays();
    void panelsKeepApartAndOnThePage_data();
    void panelsKeepApartAndOnThePage();
    void equalColoursShareOneBar();
    void otherColoursHaveBarsOfTheirOwn();
    void equalAxesAreLabelledOnce();
    void lettersStandInFrontOfTitles();
    void partsCanBeLeftOut();
    void tooManyColumnsBecomeFewer();
    void theFontIsTheChosenOne();
    void presetsAreNamedOnce();
    void tokensAreTextInSvg();
    void tokensOfManyAreThinnedOut();
    void smallMapsAreMagnifiedWithoutBlur();
    void pdfEmbedsItsFonts();
    void pdfTextCanBeSelected();
    void pdfPageIsExact_data();
    void pdfPageIsExact();
    void gridsAreTheSameBytesTwice_data();
    void gridsAreTheSameBytesTwice();

private:
    QTemporaryDir m_folder;
};

void TestFigureGrid::everyRasterIsWhereTheLayoutSays_data()
{
    QTest::addColumn<int>("panels");
    QTest::addColumn<int>("columns");
    QTest::newRow("one row") << 3 << 3;
    QTest::newRow("two rows") << 4 << 2;
    QTest::newRow("an unfilled row") << 5 << 3;
    QTest::newRow("one column") << 2 << 1;
}

void TestFigureGrid::everyRasterIsWhereTheLayoutSays()
{
    QFETCH(const int, panels);
    QFETCH(const int, columns);
    const Figure figure = grid(panels);
    const FigureStyle style = styleOf(140.0, columns);
    const QImage image = figureImage(figure, style, 300);
    const FigureLayout layout = layOutFigure(figure, style);
    const double dots = image.width() / layout.page.width();
    for (int index = 0; index < panels; ++index) {
        const QRectF map = layout.panels[static_cast<std::size_t>(index)].map;
        const QColor colour = colours()[static_cast<std::size_t>(index)];
        const double inside = 40.0; // units: beyond the frame's line
        for (const QPointF& point : { map.center(), map.topLeft() + QPointF(inside, inside),
                                      map.bottomRight() - QPointF(inside, inside) })
            QCOMPARE(image.pixelColor((point * dots).toPoint()), colour);
        for (const QPointF& point :
             { QPointF(map.left() - 30.0, map.center().y() + 7.0), // between two ticks
               QPointF(map.center().x(), map.top() - 25.0) })
            QVERIFY(image.pixelColor((point * dots).toPoint()) != colour);
    }
}

void TestFigureGrid::panelsKeepApartAndOnThePage_data()
{
    QTest::addColumn<int>("panels");
    QTest::addColumn<double>("widthMm");
    QTest::addColumn<bool>("ownBars");
    for (const int panels : { 1, 2, 3, 4, 5 }) {
        for (const double width : { 40.0, 77.0, 139.7, 180.0 }) {
            QTest::addRow("%d panels, %g mm", panels, width) << panels << width << false;
            QTest::addRow("%d panels, %g mm, own bars", panels, width) << panels << width << true;
        }
    }
}

void TestFigureGrid::panelsKeepApartAndOnThePage()
{
    QFETCH(const int, panels);
    QFETCH(const double, widthMm);
    QFETCH(const bool, ownBars);
    Figure figure = grid(panels);
    if (ownBars)
        figure.panels.back().scale.high = 0.5F;
    const FigureLayout layout = layOutFigure(figure, styleOf(widthMm));
    QCOMPARE(layout.page.width(), widthMm * kFigureUnitsPerMm);
    const QRectF page(QPointF(0, 0), layout.page);
    QVERIFY(layout.bar.bar.isEmpty() || page.contains(layout.bar.bar));
    for (std::size_t index = 0; index < layout.panels.size(); ++index) {
        const PanelLayout& panel = layout.panels[index];
        QVERIFY(page.contains(panel.cell));
        QVERIFY(panel.cell.contains(panel.map));
        QVERIFY(panel.bar.bar.isEmpty() || panel.cell.contains(panel.bar.bar));
        QCOMPARE(panel.map.width(), layout.panels.front().map.width());
        for (std::size_t other = 0; other < index; ++other)
            QVERIFY(!panel.cell.intersects(layout.panels[other].cell));
    }
}

void TestFigureGrid::equalColoursShareOneBar()
{
    const FigureLayout layout = layOutFigure(grid(3), styleOf(140.0));
    QVERIFY(!layout.bar.bar.isEmpty());
    for (const PanelLayout& panel : layout.panels)
        QVERIFY(panel.bar.bar.isEmpty());
    const QString svg
        = QString::fromUtf8(exported(grid(3), styleOf(140.0), m_folder.filePath("bar.svg")));
    QCOMPARE(svg.count(">Attention probability</text>"), 1);
}

void TestFigureGrid::otherColoursHaveBarsOfTheirOwn()
{
    Figure figure = grid(3);
    figure.panels[1].scale.high = 0.5F;
    const FigureLayout layout = layOutFigure(figure, styleOf(180.0));
    QVERIFY(layout.bar.bar.isEmpty());
    for (const PanelLayout& panel : layout.panels)
        QVERIFY(!panel.bar.bar.isEmpty());
}

void TestFigureGrid::equalAxesAreLabelledOnce()
{
    const QString alike
        = QString::fromUtf8(exported(grid(4), styleOf(140.0, 2), m_folder.filePath("alike.svg")));
    QCOMPARE(alike.count(">Query token</text>"), 2); // the left column
    QCOMPARE(alike.count(">Key token</text>"), 2);   // the lower row
    Figure figure = grid(4);
    figure.panels[3].rows = { 10, 10 + kTokens };
    const QString unlike
        = QString::fromUtf8(exported(figure, styleOf(140.0, 2), m_folder.filePath("unlike.svg")));
    QCOMPARE(unlike.count(">Query token</text>"), 4);
}

void TestFigureGrid::lettersStandInFrontOfTitles()
{
    FigureStyle style = styleOf(180.0);
    style.letters = true;
    QString svg = QString::fromUtf8(exported(grid(3), style, m_folder.filePath("letters.svg")));
    for (const QString title : { "(a) Layer 0 · Head 1", "(b) Layer 1 · Head 1", "(c) Layer 2" })
        QVERIFY2(svg.contains(">" + title), qPrintable(title));
    style.title = false;
    svg = QString::fromUtf8(exported(grid(3), style, m_folder.filePath("letters.svg")));
    QVERIFY(svg.contains(">(b)</text>"));
    QVERIFY(!svg.contains("Layer 1") && !svg.contains("q-similarity"));
}

void TestFigureGrid::partsCanBeLeftOut()
{
    FigureStyle style = styleOf(85.0);
    style.title = false;
    style.colourBar = false;
    const FigureLayout layout = layOutFigure(grid(1), style);
    QVERIFY(layout.panels.front().bar.bar.isEmpty() && layout.bar.bar.isEmpty());
    QVERIFY(layout.panels.front().map.width()
            > layOutFigure(grid(1), styleOf(85.0)).panels.front().map.width());
    const QString svg = QString::fromUtf8(exported(grid(1), style, m_folder.filePath("bare.svg")));
    QVERIFY(!svg.contains("· Head 1</text>") && !svg.contains("Attention probability"));
    QVERIFY(svg.contains(">Key token</text>"));
}

void TestFigureGrid::tooManyColumnsBecomeFewer()
{
    const FigureLayout layout = layOutFigure(grid(5), styleOf(40.0, 5));
    QVERIFY(layout.panels.front().map.width() >= 12.0 * kFigureUnitsPerMm);
    QVERIFY(layout.panels.back().map.top() > layout.panels.front().map.bottom());
}

void TestFigureGrid::theFontIsTheChosenOne()
{
    FigureStyle style = styleOf(85.0);
    style.family = "DejaVu Sans Mono";
    style.points = 10.0;
    const QString svg = QString::fromUtf8(exported(grid(1), style, m_folder.filePath("font.svg")));
    QVERIFY(svg.contains("font-family=\"DejaVu Sans Mono, Helvetica, Arial, sans-serif\""));
    QVERIFY(!svg.contains("Inter"));
    // 10 points are 352.8 units of a hundredth of a millimetre.
    QVERIFY(svg.contains("font-size=\"353\""));
    QVERIFY(!isInstalledFamily("No Such Font"));
}

void TestFigureGrid::presetsAreNamedOnce()
{
    for (const FigurePreset& preset : figurePresets()) {
        QCOMPARE(findFigurePreset(preset.name), &preset);
        QVERIFY(preset.widthMm >= kMinFigureMm && preset.widthMm <= kMaxFigureMm);
    }
    QCOMPARE(findFigurePreset("iclr")->widthMm, 139.7);
    QCOMPARE(findFigurePreset("acl-column")->widthMm, 77.0);
    QVERIFY(findFigurePreset("") == nullptr);
}

void TestFigureGrid::tokensAreTextInSvg()
{
    FigureStyle style = styleOf(85.0);
    style.ticks = TickKind::Tokens;
    const QString svg
        = QString::fromUtf8(exported(tokenFigure(), style, m_folder.filePath("tokens.svg")));
    for (const QString piece :
         { "the", "東京", "שלום", "مرحبا", "🔬", "&lt;|end|&gt;", "&amp;amp;", "naïve" })
        QVERIFY2(svg.count(">" + piece + "</text>") == 2, qPrintable(piece)); // at both axes
    QVERIFY(!exported(tokenFigure(), style, m_folder.filePath("tokens.pdf")).isEmpty());
    QVERIFY(!exported(tokenFigure(), style, m_folder.filePath("tokens.png")).isEmpty());
}

void TestFigureGrid::tokensOfManyAreThinnedOut()
{
    Figure figure = grid(1);
    FigurePanel& panel = figure.panels.front();
    panel.rows = panel.columns = { 0, 2000 };
    panel.rowPieces = panel.columnPieces = std::vector<std::string>(2000, " word");
    FigureStyle style = styleOf(85.0);
    style.ticks = TickKind::Tokens;
    const PanelLayout layout = layOutFigure(figure, style).panels.front();
    int shown = 0;
    double last = -1e9;
    for (const FigureTick& tick : layout.rows.ticks) {
        if (tick.label.isEmpty())
            continue;
        const double position = tick.position * layout.map.height();
        QVERIFY(position - last >= lineHeight(FigureFonts(style).tick) - 1e-6);
        last = position;
        ++shown;
    }
    QVERIFY(shown > 10 && shown < 40);
}

void TestFigureGrid::smallMapsAreMagnifiedWithoutBlur()
{
    const QByteArray svg = exported(grid(1), styleOf(85.0), m_folder.filePath("small.svg"));
    const auto match
        = QRegularExpression("data:image/png;base64,([^\"]+)\"").match(QString::fromUtf8(svg));
    QVERIFY(match.hasMatch());
    const QImage raster = QImage::fromData(QByteArray::fromBase64(match.captured(1).toLatin1()));
    QCOMPARE(raster.width() % kTokens, 0);
    const double inches = layOutFigure(grid(1), styleOf(85.0)).panels.front().map.width()
        / kFigureUnitsPerMm / 25.4;
    QVERIFY(raster.width() >= 300.0 * inches - 1.0);
    QCOMPARE(raster.pixelColor(raster.width() / 2, 5), colours().front());
}

void TestFigureGrid::pdfEmbedsItsFonts()
{
    const QString path = m_folder.filePath("fonts.pdf");
    exported(grid(3), styleOf(140.0), path);
    const QStringList lines = said("pdffonts", { path }).split(u'\n', Qt::SkipEmptyParts);
    QVERIFY(lines.size() > 2); // two lines of head
    for (const QString& line : lines.mid(2)) {
        // name, type, encoding, emb, sub, uni, object ID
        const auto columns
            = QRegularExpression("\\s(yes|no)\\s+(yes|no)\\s+(yes|no)\\s").match(line);
        QVERIFY2(columns.hasMatch() && columns.captured(1) == "yes" && columns.captured(3) == "yes",
                 qPrintable(line));
    }
}

void TestFigureGrid::pdfTextCanBeSelected()
{
    const QString path = m_folder.filePath("text.pdf");
    exported(grid(3), styleOf(180.0), path);
    const QString text = said("pdftotext", { "-layout", path, "-" });
    for (const QString part : { "Layer 2 · Head 1", "q-similarity 0.91", "Key token" })
        QVERIFY2(text.contains(part), qPrintable(text));
    // What is rotated comes in the order of the file.
    const QString raw = said("pdftotext", { "-raw", path, "-" }).simplified();
    for (const QString part : { "Query token", "Attention probability", "10⁻⁴" })
        QVERIFY2(raw.contains(part), qPrintable(raw));
    QVERIFY(QRegularExpression("\\b20\\b").match(text).hasMatch()); // a tick
}

void TestFigureGrid::pdfPageIsExact_data()
{
    QTest::addColumn<double>("widthMm");
    for (const double width : { 77.0, 139.7, 171.45 })
        QTest::addRow("%g mm", width) << width;
}

void TestFigureGrid::pdfPageIsExact()
{
    QFETCH(const double, widthMm);
    const QString path = m_folder.filePath("size.pdf");
    exported(grid(3), styleOf(widthMm), path);
    const auto size
        = QRegularExpression("Page size:\\s+(\\S+) x (\\S+) pts").match(said("pdfinfo", { path }));
    QVERIFY(size.hasMatch());
    const double mm = 25.4 / 72.0;
    const QSizeF page = layOutFigure(grid(3), styleOf(widthMm)).page / kFigureUnitsPerMm;
    QVERIFY(std::abs(size.captured(1).toDouble() * mm - widthMm) < 0.005);
    QVERIFY(std::abs(size.captured(2).toDouble() * mm - page.height()) < 0.005);
}

void TestFigureGrid::gridsAreTheSameBytesTwice_data()
{
    QTest::addColumn<QString>("suffix");
    for (const char* const suffix : { "pdf", "svg", "png" })
        QTest::newRow(suffix) << QString(suffix);
}

void TestFigureGrid::gridsAreTheSameBytesTwice()
{
    QFETCH(const QString, suffix);
    const QByteArray first = exported(grid(4), styleOf(140.0), m_folder.filePath("a." + suffix));
    QVERIFY(!first.isEmpty());
    QCOMPARE(exported(grid(4), styleOf(140.0), m_folder.filePath("b." + suffix)), first);
}

QTEST_MAIN(TestFigureGrid)
#include "tst_figure_grid.moc"
