// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QScrollBar>
#include <QSignalSpy>
#include <QToolTip>
#include <QtTest>

#include "widgets/head_grid.h"

using namespace ropescope;

namespace {

HeadId head(int layer, int index) { return { { layer }, { index } }; }

QImage filled(Qt::GlobalColor colour)
{
    QImage image(16, 16, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

struct Shown {
    HeadGrid grid;
    QSignalSpy picked { &grid, &HeadGrid::headPicked };

    explicit Shown(int layers = 8, int heads = 8, QSize size = { 260, 240 })
    {
        grid.resize(size);
        grid.setShape(layers, heads);
        grid.show();
        (void)QTest::qWaitForWindowExposed(&grid);
    }
    void click(HeadId id)
    {
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, {}, grid.cellRect(id).center());
    }
    void key(Qt::Key key) { QTest::keyClick(&grid, key); }
    [[nodiscard]] HeadId last() const { return picked.last().at(0).value<HeadId>(); }
    [[nodiscard]] QColor colour(HeadId id)
    {
        return grid.viewport()->grab().toImage().pixelColor(grid.cellRect(id).center());
    }
    [[nodiscard]] bool isInView(HeadId id) const
    {
        return grid.viewport()->rect().contains(grid.cellRect(id));
    }
};

} // namespace

class TestHeadGrid : public QObject {
    Q_OBJECT

private slots:
    void clickPicksTheHeadUnderIt();
    void clickBesideTheGridPicksNothing();
    void thumbnailsStandAtTheirHeads();
    void scoresRunFromLowToHigh();
    void scoresUseTheColourMap();
    void missingScoresAreNotColoured();
    void scoresAreToldInNumbers();
    void selectingEmitsNothing();
    void arrowsWalkAndPick();
    void arrowsStopAtTheEdges();
    void homeAndEndAndPages();
    void missingHeadsAreSteppedOver();
    void missingHeadsCannotBePicked();
    void orderPutsHeadsWhereItSays();
    void orderIgnoresHeadsThatDoNotExist();
    void emptyOrderHidesAll();
    void cellsStayWithinTheirLimits_data();
    void cellsStayWithinTheirLimits();
    void largeModelsScrollToTheSelection();
    void scrollingTellsWhatIsVisible();
    void selectionIsTold();
    void maskedAndScaledHeadsAreMarked();
    void maskAndMenuAreAskedFor();
    void newShapeForgets();
    void emptyGridTakesInput();
    void outsideHeadsAreIgnored();
};

void TestHeadGrid::clickPicksTheHeadUnderIt()
{
    Shown shown;
    for (const HeadId id : { head(0, 0), head(7, 6), head(3, 7) }) {
        shown.click(id);
        QCOMPARE(shown.last(), id);
        QCOMPARE(shown.grid.selected(), id);
    }
    QCOMPARE(shown.picked.size(), 3);
}

void TestHeadGrid::clickBesideTheGridPicksNothing()
{
    Shown shown;
    QTest::mouseClick(shown.grid.viewport(), Qt::LeftButton, {}, QPoint(2, 40)); // a row's label
    const QRect last = shown.grid.cellRect(head(7, 7));
    QTest::mouseClick(shown.grid.viewport(), Qt::LeftButton, {}, last.bottomRight() + QPoint(6, 0));
    QVERIFY(shown.picked.isEmpty());
}

void TestHeadGrid::thumbnailsStandAtTheirHeads()
{
    Shown shown;
    shown.grid.setThumbnail(head(2, 5), filled(Qt::red));
    shown.grid.setThumbnail(head(5, 2), filled(Qt::green));
    QCOMPARE(shown.colour(head(2, 5)), QColor(Qt::red));
    QCOMPARE(shown.colour(head(5, 2)), QColor(Qt::green));
    QCOMPARE(shown.colour(head(1, 1)), Theme::darkTheme().field);
    shown.grid.clearThumbnails();
    QCOMPARE(shown.colour(head(2, 5)), Theme::darkTheme().field);
}

void TestHeadGrid::scoresRunFromLowToHigh()
{
    Shown shown(1, 4, { 260, 60 });
    shown.grid.setScores({ -2.0, 0.0, 2.0, 1.0 }, "score");
    shown.grid.setMode(HeadGrid::Mode::Scores);
    QCOMPARE(shown.colour(head(0, 0)), Theme::darkTheme().field);
    QCOMPARE(shown.colour(head(0, 2)), Theme::darkTheme().measured);
}

void TestHeadGrid::scoresUseTheColourMap()
{
    ColourMap map { .name = "test", .colours = {}, .diverging = false };
    map.colours.front() = 0xFF0000FFU; // red is the lowest byte
    map.colours.back() = 0xFFFF0000U;
    Shown shown(1, 2, { 200, 80 });
    shown.grid.setScores({ 0.0, 1.0 }, "score");
    shown.grid.setMode(HeadGrid::Mode::Scores);
    shown.grid.setColourMap(&map);
    QCOMPARE(shown.colour(head(0, 0)), QColor(255, 0, 0));
    QCOMPARE(shown.colour(head(0, 1)), QColor(0, 0, 255));
}

void TestHeadGrid::missingScoresAreNotColoured()
{
    Shown shown(1, 3, { 200, 80 });
    shown.grid.setScores({ 5.0, std::nan("") }, "score"); // also one too few
    shown.grid.setMode(HeadGrid::Mode::Scores);
    QCOMPARE(shown.colour(head(0, 1)), Theme::darkTheme().field);
    QCOMPARE(shown.colour(head(0, 2)), Theme::darkTheme().field);
    QVERIFY(shown.colour(head(0, 0)) != Theme::darkTheme().field); // alone it is in the middle
}

void TestHeadGrid::scoresAreToldInNumbers()
{
    Shown shown(1, 3, { 200, 80 });
    QVERIFY(!shown.grid.scoreRange());
    shown.grid.setScores({ 0.5, std::nan(""), -0.25 }, "Sink mass");
    QCOMPARE(shown.grid.accessibleName(), "Heads by Sink mass");
    QCOMPARE(shown.grid.accessibleDescription(), "Layer 0 · Head 0, Sink mass 0.5");
    QCOMPARE(shown.grid.scoreRange()->low, -0.25);
    QCOMPARE(shown.grid.scoreRange()->high, 0.5);
    shown.grid.setScores({}, {});
    QCOMPARE(shown.grid.accessibleName(), "Heads");
    QCOMPARE(shown.grid.accessibleDescription(), "Layer 0 · Head 0");
    QVERIFY(!shown.grid.scoreRange());
}

void TestHeadGrid::selectingEmitsNothing()
{
    Shown shown;
    shown.grid.setSelected(head(4, 4));
    QVERIFY(shown.picked.isEmpty());
    QCOMPARE(shown.grid.selected(), head(4, 4));
}

void TestHeadGrid::arrowsWalkAndPick()
{
    Shown shown;
    shown.grid.setSelected(head(3, 3));
    shown.key(Qt::Key_Right);
    QCOMPARE(shown.last(), head(3, 4));
    shown.key(Qt::Key_Down);
    QCOMPARE(shown.last(), head(4, 4));
    shown.key(Qt::Key_Left);
    QCOMPARE(shown.last(), head(4, 3));
    shown.key(Qt::Key_Up);
    QCOMPARE(shown.last(), head(3, 3));
    shown.grid.setSelected(head(3, 7));
    shown.key(Qt::Key_Right); // reading order
    QCOMPARE(shown.last(), head(4, 0));
}

void TestHeadGrid::arrowsStopAtTheEdges()
{
    Shown shown;
    shown.key(Qt::Key_Left);
    shown.key(Qt::Key_Up);
    QVERIFY(shown.picked.isEmpty());
    shown.grid.setSelected(head(7, 7));
    shown.key(Qt::Key_Right);
    shown.key(Qt::Key_Down);
    QVERIFY(shown.picked.isEmpty());
}

void TestHeadGrid::homeAndEndAndPages()
{
    Shown shown(60, 4, { 120, 200 });
    shown.key(Qt::Key_End);
    QCOMPARE(shown.last(), head(59, 3));
    shown.key(Qt::Key_Home);
    QCOMPARE(shown.last(), head(0, 0));
    shown.grid.setSelected(head(0, 2));
    shown.key(Qt::Key_PageDown);
    QCOMPARE(shown.last().head, HeadIndex { 2 });
    QVERIFY(shown.last().layer.value > 1);
    shown.key(Qt::Key_PageUp);
    QCOMPARE(shown.last(), head(0, 2));
    shown.grid.setSelected(head(58, 1));
    shown.key(Qt::Key_PageDown);
    QCOMPARE(shown.last(), head(59, 1));
}

void TestHeadGrid::missingHeadsAreSteppedOver()
{
    Shown shown(3, 2, { 120, 160 });
    shown.grid.setEnabledHeads({ true, true, false, false, true, true });
    shown.key(Qt::Key_Down);
    QCOMPARE(shown.last(), head(2, 0));
    shown.key(Qt::Key_Left);
    QCOMPARE(shown.last(), head(0, 1));
}

void TestHeadGrid::missingHeadsCannotBePicked()
{
    Shown shown(2, 2, { 120, 120 });
    shown.grid.setEnabledHeads({ true, true, false, true });
    shown.click(head(1, 0));
    QVERIFY(shown.picked.isEmpty());
    const auto visible = shown.grid.visibleHeads();
    QCOMPARE(visible, (std::vector<HeadId> { head(0, 0), head(0, 1), head(1, 1) }));
}

void TestHeadGrid::orderPutsHeadsWhereItSays()
{
    Shown shown(4, 2, { 120, 200 });
    const QRect first = shown.grid.cellRect(head(0, 0));
    const QRect second = shown.grid.cellRect(head(0, 1));
    shown.grid.setOrder(std::vector<HeadId> { head(3, 1), head(1, 0), head(2, 0) });
    QCOMPARE(shown.grid.cellRect(head(3, 1)), first);
    QCOMPARE(shown.grid.cellRect(head(1, 0)), second);
    QVERIFY(shown.grid.cellRect(head(0, 0)).isEmpty());
    shown.click(head(2, 0));
    QCOMPARE(shown.last(), head(2, 0));
    shown.key(Qt::Key_Left);
    QCOMPARE(shown.last(), head(1, 0));
    shown.grid.setOrder(std::nullopt);
    QCOMPARE(shown.grid.cellRect(head(0, 0)), first);
}

void TestHeadGrid::orderIgnoresHeadsThatDoNotExist()
{
    Shown shown(2, 2, { 120, 120 });
    shown.grid.setOrder(std::vector<HeadId> { head(9, 0), head(1, 1), head(0, -1) });
    QCOMPARE(shown.grid.visibleHeads(), std::vector<HeadId> { head(1, 1) });
}

void TestHeadGrid::emptyOrderHidesAll()
{
    Shown shown(2, 2, { 120, 120 });
    shown.grid.setOrder(std::vector<HeadId> {});
    QVERIFY(shown.grid.visibleHeads().empty());
    shown.key(Qt::Key_Home);
    shown.key(Qt::Key_PageDown);
    shown.key(Qt::Key_Right);
    QVERIFY(shown.picked.isEmpty());
}

void TestHeadGrid::cellsStayWithinTheirLimits_data()
{
    QTest::addColumn<int>("heads");
    QTest::newRow("one") << 1;
    QTest::newRow("eight") << 8;
    QTest::newRow("sixty-four") << 64;
    QTest::newRow("a thousand") << 1000;
}

void TestHeadGrid::cellsStayWithinTheirLimits()
{
    QFETCH(int, heads);
    Shown shown(2, heads, { 400, 200 });
    const int pitch = heads > 1
        ? shown.grid.cellRect(head(0, 1)).left() - shown.grid.cellRect(head(0, 0)).left()
        : shown.grid.cellRect(head(1, 0)).top() - shown.grid.cellRect(head(0, 0)).top();
    QVERIFY(pitch >= HeadGrid::kSmallestCell);
    QVERIFY(pitch <= HeadGrid::kLargestCell);
}

void TestHeadGrid::largeModelsScrollToTheSelection()
{
    Shown shown(64, 28, { 250, 200 });
    QVERIFY(!shown.isInView(head(63, 27)));
    shown.key(Qt::Key_End);
    QCOMPARE(shown.last(), head(63, 27));
    QVERIFY(shown.isInView(head(63, 27)));
    shown.grid.setSelected(head(0, 0));
    QVERIFY(shown.isInView(head(0, 0)));
    shown.click(head(0, 0));
    QCOMPARE(shown.last(), head(0, 0));
}

void TestHeadGrid::scrollingTellsWhatIsVisible()
{
    Shown shown(64, 28, { 250, 200 });
    const auto before = shown.grid.visibleHeads();
    QCOMPARE(before.front(), head(0, 0));
    QVERIFY(before.size() < 64U * 28U);
    QSignalSpy changed(&shown.grid, &HeadGrid::visibleHeadsChanged);
    shown.grid.verticalScrollBar()->setValue(shown.grid.verticalScrollBar()->maximum());
    QVERIFY(!changed.isEmpty());
    QVERIFY(shown.grid.visibleHeads().front() > head(30, 0));
}

void TestHeadGrid::selectionIsTold()
{
    Shown shown;
    std::vector<double> scores(64, 0.0);
    scores[7 * 8 + 6] = 0.48;
    shown.grid.setScores(scores, "q-similarity");
    shown.grid.setSelected(head(7, 6));
    QCOMPARE(shown.grid.accessibleDescription(), "Layer 7 · Head 6, q-similarity 0.48");
    QVERIFY(!shown.grid.accessibleName().isEmpty());
}

void TestHeadGrid::maskedAndScaledHeadsAreMarked()
{
    Shown shown;
    for (const HeadId id : { head(2, 3), head(4, 5) })
        shown.grid.setThumbnail(id, filled(Qt::blue));
    const QImage plain = shown.grid.viewport()->grab().toImage();
    shown.grid.setGains({ { head(2, 3), 0.0 }, { head(4, 5), 0.5 }, { head(9, 9), 0.0 } }, true);
    QCOMPARE(shown.grid.gainOf(head(2, 3)), 0.0);
    QCOMPARE(shown.grid.gainOf(head(0, 0)), 1.0);
    const QImage marked = shown.grid.viewport()->grab().toImage();
    QVERIFY(plain.copy(shown.grid.cellRect(head(2, 3)))
            != marked.copy(shown.grid.cellRect(head(2, 3))));
    QVERIFY(plain.copy(shown.grid.cellRect(head(4, 5)))
            != marked.copy(shown.grid.cellRect(head(4, 5))));
    QCOMPARE(plain.copy(shown.grid.cellRect(head(0, 0))),
             marked.copy(shown.grid.cellRect(head(0, 0))));
    shown.grid.setSelected(head(2, 3));
    QCOMPARE(shown.grid.accessibleDescription(), "Layer 2 · Head 3, masked");
    shown.grid.setSelected(head(4, 5));
    QCOMPARE(shown.grid.accessibleDescription(), "Layer 4 · Head 5, gain 0.5");
    shown.grid.setSelected(head(0, 0));
    shown.grid.setGains({ { head(2, 3), 0.0 } }, false);
    const QImage faint = shown.grid.viewport()->grab().toImage();
    QVERIFY(faint != marked && faint != plain);
}

void TestHeadGrid::maskAndMenuAreAskedFor()
{
    Shown shown;
    QSignalSpy masked(&shown.grid, &HeadGrid::maskToggled);
    QSignalSpy menu(&shown.grid, &HeadGrid::menuRequested);
    shown.grid.setSelected(head(1, 2));
    shown.key(Qt::Key_M);
    QCOMPARE(masked.count(), 1);
    QCOMPARE(masked[0][0].value<HeadId>(), head(1, 2));

    const QPoint spot = shown.grid.cellRect(head(3, 4)).center();
    QContextMenuEvent click(QContextMenuEvent::Mouse, spot,
                            shown.grid.viewport()->mapToGlobal(spot));
    QCoreApplication::sendEvent(shown.grid.viewport(), &click);
    QContextMenuEvent key(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QCoreApplication::sendEvent(&shown.grid, &key);
    QCOMPARE(menu.count(), 2);
    QCOMPARE(menu[0][0].value<HeadId>(), head(3, 4));
    QCOMPARE(menu[1][0].value<HeadId>(), head(1, 2));
    QVERIFY(shown.picked.isEmpty());

    shown.grid.setEnabledHeads(std::vector<bool>(64, false));
    shown.key(Qt::Key_M);
    QCOMPARE(masked.count(), 1);
}

void TestHeadGrid::newShapeForgets()
{
    Shown shown;
    shown.grid.setThumbnail(head(0, 0), filled(Qt::red));
    shown.grid.setOrder(std::vector<HeadId> { head(1, 1) });
    shown.grid.setSelected(head(7, 7));
    shown.grid.setShape(2, 2);
    QCOMPARE(shown.grid.selected(), head(0, 0));
    QCOMPARE(shown.grid.visibleHeads().size(), std::size_t { 4 });
    QCOMPARE(shown.colour(head(0, 0)), Theme::darkTheme().field);
}

void TestHeadGrid::emptyGridTakesInput()
{
    Shown shown(0, 0);
    shown.key(Qt::Key_Down);
    shown.key(Qt::Key_End);
    shown.key(Qt::Key_PageUp);
    QTest::mouseClick(shown.grid.viewport(), Qt::LeftButton, {}, QPoint(50, 50));
    QVERIFY(shown.picked.isEmpty());
    QVERIFY(shown.grid.visibleHeads().empty());
}

void TestHeadGrid::outsideHeadsAreIgnored()
{
    Shown shown(2, 2);
    shown.grid.setThumbnail(head(5, 0), filled(Qt::red));
    shown.grid.setThumbnail(head(0, -1), filled(Qt::red));
    shown.grid.setSelected(head(9, 9));
    shown.key(Qt::Key_Right);
    QCOMPARE(shown.last(), head(0, 0));
}

QTEST_MAIN(TestHeadGrid)
#include "tst_head_grid.moc"
