// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QSignalSpy>
#include <QtTest>

#include "widgets/heatmap_view.h"

using namespace ropescope;

namespace {

constexpr int kTokens = 64;

QStringList pieces(int count)
{
    QStringList result;
    for (int i = 0; i < count; ++i)
        result.append(QStringLiteral(" word%1").arg(i));
    return result;
}

/// One colour a pixel: red grows with keys, green with queries.
HeatmapPicture pictureOf(const MapRegion& region, int tokens)
{
    QImage image(region.width, region.height, QImage::Format_ARGB32);
    for (int y = 0; y < region.height; ++y) {
        for (int x = 0; x < region.width; ++x)
            image.setPixel(
                x, y, qRgb(region.columnCells(x).begin * 3, region.rowCells(y).begin * 3, 200));
    }
    return { image, region, tokens };
}

QColor colourOf(Cell cell) { return QColor(cell.key * 3, cell.query * 3, 200); }

/// A shown view that knows its tokens.
struct Shown {
    HeatmapView view;
    QSignalSpy regions { &view, &HeatmapView::regionRequested };
    QSignalSpy hovered { &view, &HeatmapView::cellHovered };
    QSignalSpy left { &view, &HeatmapView::cellLeft };

    explicit Shown(int tokens = kTokens)
    {
        view.resize(620, 600);
        view.setTokens(pieces(tokens));
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
    }
    [[nodiscard]] QPoint at(Cell cell) const { return view.mapping().centreOf(cell).toPoint(); }
    [[nodiscard]] MapRegion lastRegion() const { return regions.last().at(0).value<MapRegion>(); }
    [[nodiscard]] QColor pixel(Cell cell)
    {
        QCoreApplication::processEvents();
        return view.grab().toImage().pixelColor(at(cell));
    }
    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                         Qt::NoModifier);
        QCoreApplication::sendEvent(&view, &move);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
    }
    /// Sent directly: the offscreen platform swallows a move to where it believes the pointer is.
    void hover(QPoint at)
    {
        QMouseEvent move(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                         Qt::NoModifier);
        QCoreApplication::sendEvent(&view, &move);
    }
    void leave()
    {
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&view, &leave);
    }
    void wheel(QPoint at, int delta)
    {
        QWheelEvent event(at, view.mapToGlobal(at), {}, { 0, delta }, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&view, &event);
    }
};

} // namespace

class TestHeatmapView : public QObject {
    Q_OBJECT

private slots:
    void asksForTheWholeMapFirst();
    void asksForNothingWithoutTokens();
    void squareMapsHaveSquareCells();
    void cellsHaveTheirColours();
    void oldPictureStaysInItsPlaceWhilePanning();
    void otherTokenCountForgetsThePicture();
    void hoverNamesEachCellOnce();
    void leavingEndsTheHover();
    void dragPans();
    void wheelZoomsAtTheCursor();
    void doubleClickFits();
    void arrowsMoveTheCrosshairAndStayInside();
    void arrowsScrollTheCellIntoView();
    void keysZoomAndFit();
    void escapeLetsGo();
    void otherKeysAreLeftToTheWindow();
    void resizeAsksAgain();
    void sameRegionIsAskedOnce();
    void pooledPixelsAreSaid();
    void axisTitlesStayWhenZoomedIn();
    void newPictureNamesTheCellAgain();
    void placeholderHidesThePicture();
    void sideWidgetIsAsTallAsTheMap();
    void cardOfAnotherCellIsIgnored();
    void busyHintComesLate();
    void oneTokenIsShown();
};

void TestHeatmapView::asksForTheWholeMapFirst()
{
    Shown shown;
    QVERIFY(!shown.regions.isEmpty());
    QCOMPARE(shown.lastRegion(), (MapRegion { { 0, kTokens }, { 0, kTokens }, kTokens, kTokens }));
    QCOMPARE(shown.view.region(), shown.lastRegion());
}

void TestHeatmapView::asksForNothingWithoutTokens()
{
    Shown shown(0);
    QTest::keyClick(&shown.view, Qt::Key_Plus);
    QTest::keyClick(&shown.view, Qt::Key_Down);
    shown.hover(shown.view.rect().center());
    shown.view.resize(400, 500);
    QVERIFY(shown.regions.isEmpty());
    QVERIFY(shown.hovered.isEmpty());
}

void TestHeatmapView::squareMapsHaveSquareCells()
{
    Shown shown;
    shown.view.resize(900, 420);
    QCOMPARE(shown.view.mapping().cellWidth(), shown.view.mapping().cellHeight());
}

void TestHeatmapView::cellsHaveTheirColours()
{
    Shown shown;
    shown.view.setPicture(pictureOf(shown.lastRegion(), kTokens));
    for (const Cell cell : { Cell { 0, 0 }, Cell { 63, 0 }, Cell { 63, 63 }, Cell { 40, 17 } })
        QCOMPARE(shown.pixel(cell), colourOf(cell));
}

void TestHeatmapView::oldPictureStaysInItsPlaceWhilePanning()
{
    Shown shown;
    shown.view.zoom(3.2);
    QCOMPARE(shown.lastRegion().rows, (TokenRange { 22, 42 }));
    shown.view.setPicture(pictureOf(shown.lastRegion(), kTokens));
    shown.drag(shown.at({ 35, 35 }), shown.at({ 30, 30 })); // nobody answers
    shown.leave();
    QVERIFY(shown.lastRegion().rows.end >= 46);
    QCOMPARE(shown.pixel({ 30, 32 }), colourOf({ 30, 32 }));
    QCOMPARE(shown.pixel({ 44, 32 }), Theme::darkTheme().window); // not yet known
}

void TestHeatmapView::otherTokenCountForgetsThePicture()
{
    Shown shown;
    shown.view.setPicture(pictureOf(shown.lastRegion(), kTokens));
    shown.view.setTokens(pieces(16));
    QCOMPARE(shown.lastRegion(), (MapRegion { { 0, 16 }, { 0, 16 }, 16, 16 }));
    QCOMPARE(shown.pixel({ 8, 8 }), Theme::darkTheme().window);
}

void TestHeatmapView::hoverNamesEachCellOnce()
{
    Shown shown;
    shown.hover(shown.at({ 30, 12 }));
    QTRY_COMPARE(shown.hovered.size(), 1);
    QCOMPARE(shown.hovered.last(), (QList<QVariant> { 30, 12 }));
    shown.hover(shown.at({ 30, 12 }) + QPoint(1, 1));
    shown.hover(shown.at({ 31, 12 }));
    QTRY_COMPARE(shown.hovered.size(), 2);
    QCOMPARE(shown.hovered.last(), (QList<QVariant> { 31, 12 }));
}

void TestHeatmapView::leavingEndsTheHover()
{
    Shown shown;
    shown.hover(shown.at({ 30, 12 }));
    QTRY_VERIFY(shown.view.crosshair());
    shown.leave();
    QVERIFY(!shown.view.crosshair());
    QCOMPARE(shown.left.size(), 1);
}

void TestHeatmapView::dragPans()
{
    Shown shown;
    shown.view.zoom(3.2);
    const QPoint to = shown.at({ 33, 26 });
    shown.drag(shown.at({ 30, 30 }), to);
    // What was under the hand still is.
    QCOMPARE(shown.view.mapping().cellAt(to), (Cell { 30, 30 }));
    QVERIFY(shown.lastRegion().rows.begin < 22);
    QVERIFY(shown.lastRegion().columns.begin > 22);
}

void TestHeatmapView::wheelZoomsAtTheCursor()
{
    Shown shown;
    const QPoint at = shown.at({ 50, 9 });
    shown.wheel(at, 240);
    QVERIFY(shown.view.mapping().rows().size() < kTokens);
    QCOMPARE(shown.view.mapping().cellAt(at), (Cell { 50, 9 }));
    shown.wheel(at, -1200);
    QCOMPARE(shown.view.mapping().rows(), (CellSpan { 0.0, kTokens }));
}

void TestHeatmapView::doubleClickFits()
{
    Shown shown;
    shown.view.zoom(3.2);
    QTest::mouseDClick(&shown.view, Qt::LeftButton, {}, shown.at({ 30, 30 }));
    QCOMPARE(shown.lastRegion().rows, (TokenRange { 0, kTokens }));
    QCOMPARE(shown.lastRegion().columns, (TokenRange { 0, kTokens }));
}

void TestHeatmapView::arrowsMoveTheCrosshairAndStayInside()
{
    Shown shown;
    shown.hover(shown.at({ 1, 2 }));
    QTRY_COMPARE(shown.hovered.size(), 1);
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QCOMPARE(shown.hovered.last(), (QList<QVariant> { 1, 3 }));
    QTest::keyClick(&shown.view, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(shown.hovered.last(), (QList<QVariant> { 11, 3 }));
    QTest::keyClick(&shown.view, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(shown.hovered.last(), (QList<QVariant> { 11, 0 }));
    QTest::keyClick(&shown.view, Qt::Key_Up);
    QCOMPARE(shown.hovered.last(), (QList<QVariant> { 10, 0 }));
}

void TestHeatmapView::arrowsScrollTheCellIntoView()
{
    Shown shown;
    shown.view.zoom(6.4);
    QCOMPARE(shown.lastRegion().rows, (TokenRange { 27, 37 }));
    QTest::keyClick(&shown.view, Qt::Key_Down); // appears in the middle
    QTest::keyClick(&shown.view, Qt::Key_Down, Qt::ShiftModifier);
    const int query = shown.view.crosshair().value().query;
    QVERIFY(query == 41 || query == 42);
    QCOMPARE(shown.lastRegion().rows, (TokenRange { query - 9, query + 1 }));
    QCOMPARE(shown.lastRegion().columns, (TokenRange { 27, 37 }));
}

void TestHeatmapView::keysZoomAndFit()
{
    Shown shown;
    QTest::keyClick(&shown.view, Qt::Key_Plus);
    const double closer = shown.view.mapping().rows().size();
    QVERIFY(closer < kTokens);
    QTest::keyClick(&shown.view, Qt::Key_Minus);
    QVERIFY(shown.view.mapping().rows().size() > closer);
    QTest::keyClick(&shown.view, Qt::Key_Plus);
    QTest::keyClick(&shown.view, Qt::Key_F);
    QCOMPARE(shown.view.mapping().rows(), (CellSpan { 0.0, kTokens }));
}

void TestHeatmapView::escapeLetsGo()
{
    Shown shown;
    QTest::keyClick(&shown.view, Qt::Key_Down);
    QVERIFY(shown.view.crosshair());
    QTest::keyClick(&shown.view, Qt::Key_Escape);
    QVERIFY(!shown.view.crosshair());
    QCOMPARE(shown.left.size(), 1);
}

void TestHeatmapView::otherKeysAreLeftToTheWindow()
{
    Shown shown;
    QKeyEvent key(QEvent::KeyPress, Qt::Key_N, Qt::NoModifier);
    QCoreApplication::sendEvent(&shown.view, &key);
    QVERIFY(!key.isAccepted());
}

void TestHeatmapView::resizeAsksAgain()
{
    Shown shown(2048);
    const MapRegion before = shown.lastRegion();
    shown.view.resize(500, 480);
    QTRY_VERIFY(shown.lastRegion().width < before.width);
    QCOMPARE(shown.lastRegion().width,
             qRound(shown.view.mapping().area().width() * shown.view.devicePixelRatioF()));
}

void TestHeatmapView::sameRegionIsAskedOnce()
{
    Shown shown;
    const auto asked = shown.regions.size();
    shown.view.fit();
    shown.view.setTokens(pieces(kTokens));
    shown.view.setPicture(pictureOf(shown.lastRegion(), kTokens));
    QCOMPARE(shown.regions.size(), asked);
}

void TestHeatmapView::pooledPixelsAreSaid()
{
    Shown shown;
    const auto belowTheMap = [&] {
        QCoreApplication::processEvents();
        const QImage all = shown.view.grab().toImage();
        return all.copy(0, qRound(shown.view.mapping().area().bottom()) + 1, all.width(),
                        MapOverlay::kBottomMargin);
    };
    const QImage bare = belowTheMap();
    const MapRegion whole { { 0, kTokens }, { 0, kTokens }, kTokens, kTokens };
    shown.view.setPicture(pictureOf(whole, kTokens));
    QCOMPARE(belowTheMap(), bare);
    MapRegion pooled = whole;
    pooled.width = pooled.height = kTokens / 2;
    shown.view.setPicture(pictureOf(pooled, kTokens));
    QVERIFY(belowTheMap() != bare);
    shown.view.setPicture(pictureOf(whole, kTokens));
    QCOMPARE(belowTheMap(), bare);
}

void TestHeatmapView::axisTitlesStayWhenZoomedIn()
{
    Shown shown;
    const auto queryTitle = [&] {
        QCoreApplication::processEvents();
        const QRect area = shown.view.mapping().area().toRect();
        return shown.view.grab().toImage().copy(area.left() - MapOverlay::kLeftMargin, area.top(),
                                                MapOverlay::kTitleRoom, area.height());
    };
    const QImage before = queryTitle();
    shown.view.zoom(10.0); // the labels are words now
    QCOMPARE(queryTitle(), before);
    QImage empty = before;
    empty.fill(Theme::darkTheme().window);
    QVERIFY(before != empty);
}

void TestHeatmapView::newPictureNamesTheCellAgain()
{
    Shown shown;
    const HeatmapPicture picture = pictureOf(shown.lastRegion(), kTokens);
    shown.view.setPicture(picture);
    QVERIFY(shown.hovered.isEmpty());
    shown.hover(shown.at({ 30, 12 }));
    QTRY_COMPARE(shown.hovered.size(), 1);
    shown.view.setPicture(picture);
    QCOMPARE(shown.hovered.size(), 2);
    QCOMPARE(shown.hovered.last(), (QList<QVariant> { 30, 12 }));
}

void TestHeatmapView::placeholderHidesThePicture()
{
    Shown shown;
    shown.view.setPicture(pictureOf(shown.lastRegion(), kTokens));
    shown.view.setPlaceholder("Nothing is open.");
    QCOMPARE(shown.pixel({ 5, 5 }), Theme::darkTheme().window);
    shown.view.setPlaceholder({});
    QCOMPARE(shown.pixel({ 5, 5 }), colourOf({ 5, 5 }));
}

void TestHeatmapView::sideWidgetIsAsTallAsTheMap()
{
    Shown shown;
    auto* const side = new QWidget;
    side->setMinimumSize(80, 40);
    side->setContentsMargins(0, 6, 0, 20);
    shown.view.setSideWidget(side);
    QCOMPARE(side->parentWidget(), &shown.view);
    const QRect inside = side->contentsRect().translated(side->pos());
    QCOMPARE(inside.top(), shown.view.mapping().area().toRect().top());
    QCOMPARE(inside.height(), shown.view.mapping().area().toRect().height());
    QVERIFY(inside.left() > shown.view.mapping().area().right());
    QVERIFY(side->geometry().right() < shown.view.width());
}

void TestHeatmapView::cardOfAnotherCellIsIgnored()
{
    Shown shown;
    QTest::keyClick(&shown.view, Qt::Key_Down);
    const Cell cell = shown.view.crosshair().value();
    const QImage before = shown.view.grab().toImage();
    shown.view.setCellCard({ cell.query + 1, cell.key, { "p 0.5" } });
    QCOMPARE(shown.view.grab().toImage(), before);
    shown.view.setCellCard({ cell.query, cell.key, { "p 0.5" } });
    QVERIFY(shown.view.grab().toImage() != before);
}

void TestHeatmapView::busyHintComesLate()
{
    Shown shown;
    const QImage before = shown.view.grab().toImage();
    shown.view.setBusy(true);
    QCOMPARE(shown.view.grab().toImage(), before);
    QTRY_VERIFY(shown.view.grab().toImage() != before);
    shown.view.setBusy(false);
    QCOMPARE(shown.view.grab().toImage(), before);
}

void TestHeatmapView::oneTokenIsShown()
{
    Shown shown(1);
    QCOMPARE(shown.lastRegion(), (MapRegion { { 0, 1 }, { 0, 1 }, 1, 1 }));
    shown.view.setPicture(pictureOf(shown.lastRegion(), 1));
    QCOMPARE(shown.pixel({ 0, 0 }), colourOf({ 0, 0 }));
}

QTEST_MAIN(TestHeatmapView)
#include "tst_heatmap_view.moc"
