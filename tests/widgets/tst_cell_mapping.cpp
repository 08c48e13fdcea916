// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QtTest>

#include "widgets/cell_mapping.h"

using namespace ropescope;

namespace {

const QRectF kArea(60.0, 30.0, 500.0, 500.0);

void compareSpans(CellSpan actual, CellSpan expected)
{
    QVERIFY2(std::abs(actual.begin - expected.begin) < 1e-9
                 && std::abs(actual.end - expected.end) < 1e-9,
             qPrintable(QString("[%1, %2], expected [%3, %4]")
                            .arg(actual.begin)
                            .arg(actual.end)
                            .arg(expected.begin)
                            .arg(expected.end)));
}

} // namespace

class TestCellMapping : public QObject {
    Q_OBJECT

private slots:
    void cornersAreTheOutermostCells();
    void outsideIsNoCell();
    void everyCellIsUnderItsOwnCentre();
    void zoomKeepsTheCellUnderTheCursor();
    void zoomAtAnEdgeStaysInside();
    void zoomHasALimit();
    void zoomingOutEndsAtTheWholeMap();
    void panFollowsTheHand();
    void panStopsAtTheEdge();
    void showingMovesTheLeast();
    void regionNeverHasMorePixelsThanCells_data();
    void regionNeverHasMorePixelsThanCells();
    void regionCoversPartlyVisibleCells();
    void zoomThereAndBackAsksForTheSame();
    void visibleRangeOutsideTheMapIsMovedInside();
    void noTokensMapNothing();
    void oneTokenFillsTheArea();
};

void TestCellMapping::cornersAreTheOutermostCells()
{
    const CellMapping mapping(10, kArea);
    QCOMPARE(mapping.cellAt({ 60.0, 30.0 }), (Cell { 0, 0 }));
    QCOMPARE(mapping.cellAt({ 559.9, 30.0 }), (Cell { 0, 9 }));
    QCOMPARE(mapping.cellAt({ 60.0, 529.9 }), (Cell { 9, 0 }));
    QCOMPARE(mapping.pixelAt(10.0, 0.0), QPointF(60.0, 530.0));
}

void TestCellMapping::outsideIsNoCell()
{
    const CellMapping mapping(10, kArea);
    QVERIFY(!mapping.cellAt({ 59.9, 100.0 }));
    QVERIFY(!mapping.cellAt({ 560.0, 100.0 }));
    QVERIFY(!mapping.cellAt({ 100.0, 29.9 }));
    QVERIFY(!mapping.cellAt({ 100.0, 530.0 }));
}

void TestCellMapping::everyCellIsUnderItsOwnCentre()
{
    const CellMapping mapping = CellMapping(97, kArea).zoomed({ 200.0, 300.0 }, 1.7);
    for (int query = 0; query < 97; ++query) {
        for (int key = 0; key < 97; ++key) {
            const Cell cell { query, key };
            const QPointF centre = mapping.centreOf(cell);
            if (kArea.contains(centre))
                QCOMPARE(mapping.cellAt(centre), cell);
        }
    }
}

void TestCellMapping::zoomKeepsTheCellUnderTheCursor()
{
    const QPointF at(123.3, 456.4);
    CellMapping mapping(1000, kArea);
    const auto cell = mapping.cellAt(at);
    for (int i = 0; i < 5; ++i) {
        mapping = mapping.zoomed(at, 1.3);
        QCOMPARE(mapping.cellAt(at), cell);
    }
}

void TestCellMapping::zoomAtAnEdgeStaysInside()
{
    const CellMapping far = CellMapping(100, kArea).zoomed({ 559.0, 529.0 }, 8.0);
    const CellMapping out = far.zoomed({ 60.0, 30.0 }, 0.5);
    QVERIFY(out.rows().begin >= 0.0 && out.rows().end <= 100.0);
    QVERIFY(out.columns().begin >= 0.0 && out.columns().end <= 100.0);
    compareSpans({ 0.0, out.rows().size() }, { 0.0, 25.0 });
}

void TestCellMapping::zoomHasALimit()
{
    const CellMapping mapping = CellMapping(100, kArea).zoomed(kArea.center(), 1e9);
    compareSpans(mapping.rows(), { 48.0, 52.0 });
    compareSpans(mapping.columns(), { 48.0, 52.0 });
}

void TestCellMapping::zoomingOutEndsAtTheWholeMap()
{
    const CellMapping whole(100, kArea);
    QCOMPARE(whole.zoomed({ 80.0, 90.0 }, 0.2), whole);
}

void TestCellMapping::panFollowsTheHand()
{
    // 500 pixels show 50 cells: 10 pixels a cell.
    const CellMapping mapping = CellMapping(100, kArea).withVisible({ 20, 70 }, { 30, 80 });
    const CellMapping panned = mapping.panned({ -30.0, 15.0 });
    compareSpans(panned.columns(), { 33.0, 83.0 });
    compareSpans(panned.rows(), { 18.5, 68.5 });
}

void TestCellMapping::panStopsAtTheEdge()
{
    const CellMapping mapping = CellMapping(100, kArea).withVisible({ 20, 70 }, { 30, 80 });
    compareSpans(mapping.panned({ -1e6, 1e6 }).columns(), { 50.0, 100.0 });
    compareSpans(mapping.panned({ -1e6, 1e6 }).rows(), { 0.0, 50.0 });
}

void TestCellMapping::showingMovesTheLeast()
{
    const CellMapping mapping = CellMapping(100, kArea).withVisible({ 20, 70 }, { 30, 80 });
    QCOMPARE(mapping.showing({ 20, 79 }), mapping);
    compareSpans(mapping.showing({ 19, 80 }).rows(), { 19.0, 69.0 });
    compareSpans(mapping.showing({ 19, 80 }).columns(), { 31.0, 81.0 });
}

void TestCellMapping::regionNeverHasMorePixelsThanCells_data()
{
    QTest::addColumn<int>("tokens");
    QTest::addColumn<double>("ratio");
    QTest::addColumn<int>("pixels");
    QTest::newRow("fewer cells than pixels") << 64 << 1.0 << 64;
    QTest::newRow("as many") << 500 << 1.0 << 500;
    QTest::newRow("more cells") << 4096 << 1.0 << 500;
    QTest::newRow("more cells, two device pixels a pixel") << 4096 << 2.0 << 1000;
    QTest::newRow("cells between the two") << 700 << 2.0 << 700;
}

void TestCellMapping::regionNeverHasMorePixelsThanCells()
{
    QFETCH(int, tokens);
    QFETCH(double, ratio);
    QFETCH(int, pixels);
    const MapRegion expected { { 0, tokens }, { 0, tokens }, pixels, pixels };
    QCOMPARE(CellMapping(tokens, kArea).region(ratio), expected);
}

void TestCellMapping::regionCoversPartlyVisibleCells()
{
    const CellMapping mapping = CellMapping(100, kArea).withVisible({ 20.5, 70.5 }, { 30, 80 });
    const MapRegion region = mapping.region(1.0);
    QCOMPARE(region.rows, (TokenRange { 20, 71 }));
    QCOMPARE(region.columns, (TokenRange { 30, 80 }));
    QCOMPARE(region.height, 51);
    QCOMPARE(region.width, 50);
}

void TestCellMapping::zoomThereAndBackAsksForTheSame()
{
    const CellMapping start = CellMapping(100, kArea).withVisible({ 20, 70 }, { 30, 80 });
    CellMapping mapping = start;
    for (int i = 0; i < 3; ++i)
        mapping = mapping.zoomed({ 211.0, 333.0 }, 1.37);
    for (int i = 0; i < 3; ++i)
        mapping = mapping.zoomed({ 211.0, 333.0 }, 1.0 / 1.37);
    QCOMPARE(mapping.region(1.0), start.region(1.0));
}

void TestCellMapping::visibleRangeOutsideTheMapIsMovedInside()
{
    const CellMapping mapping = CellMapping(100, kArea).withVisible({ -10, 30 }, { 90, 500 });
    compareSpans(mapping.rows(), { 0.0, 40.0 });
    compareSpans(mapping.columns(), { 0.0, 100.0 });
}

void TestCellMapping::noTokensMapNothing()
{
    const CellMapping mapping(0, kArea);
    QVERIFY(mapping.isEmpty());
    QVERIFY(!mapping.cellAt(kArea.center()));
    QCOMPARE(mapping.zoomed(kArea.center(), 2.0), mapping);
    QCOMPARE(mapping.region(1.0), MapRegion {});
}

void TestCellMapping::oneTokenFillsTheArea()
{
    const CellMapping mapping = CellMapping(1, kArea).zoomed(kArea.center(), 5.0);
    QCOMPARE(mapping.rectOf({ 0, 0 }), kArea);
    QCOMPARE(mapping.region(1.0), (MapRegion { { 0, 1 }, { 0, 1 }, 1, 1 }));
}

QTEST_GUILESS_MAIN(TestCellMapping)
#include "tst_cell_mapping.moc"
