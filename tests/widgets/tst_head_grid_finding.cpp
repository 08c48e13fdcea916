// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>
#include <set>

#include <QPainter>
#include <QTest>

#include "widgets/head_grid.h"
#include "widgets/pattern_legend.h"
#include "widgets/pattern_look.h"

using namespace ropescope;

namespace {

HeadId head(int layer, int index) { return { { layer }, { index } }; }

QColor corner(HeadGrid& grid, HeadId id) ///< left below: no mark and no name is drawn there
{
    return grid.viewport()->grab().toImage().pixelColor(grid.cellRect(id).bottomLeft()
                                                        + QPoint(2, -2));
}

} // namespace

class TestHeadGridFinding : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_grid = std::make_unique<HeadGrid>();
        m_grid->setShape(2, 3);
        m_grid->resize(160, 120);
        m_grid->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_grid.get()));
    }
    void cleanup() { m_grid.reset(); }

    void neighboursGoAroundTheEnd()
    {
        QCOMPARE(m_grid->neighbour(head(0, 2), 1), std::optional(head(1, 0)));
        QCOMPARE(m_grid->neighbour(head(1, 2), 1), std::optional(head(0, 0)));
        QCOMPARE(m_grid->neighbour(head(0, 0), -1), std::optional(head(1, 2)));
    }

    void neighboursPassOverDimmedAndAbsentHeads()
    {
        m_grid->setDimmed({ false, true, true, true, false, true });
        QCOMPARE(m_grid->neighbour(head(0, 0), 1), std::optional(head(1, 1)));
        QCOMPARE(m_grid->neighbour(head(1, 1), 1), std::optional(head(0, 0)));
        QCOMPARE(m_grid->neighbour(head(0, 2), 1), std::optional(head(1, 1))); // from a dimmed one
        m_grid->setEnabledHeads({ true, true, true, true, false, true });
        QCOMPARE(m_grid->neighbour(head(0, 0), 1), std::nullopt); // alone
        m_grid->setDimmed({});
        QCOMPARE(m_grid->neighbour(head(1, 0), 1), std::optional(head(1, 2)));
    }

    void neighboursFollowTheOrder()
    {
        m_grid->setOrder(std::vector<HeadId> { head(1, 2), head(0, 1), head(1, 0) });
        QCOMPARE(m_grid->neighbour(head(1, 2), 1), std::optional(head(0, 1)));
        QCOMPARE(m_grid->neighbour(head(1, 2), -1), std::optional(head(1, 0)));
        QCOMPARE(m_grid->neighbour(head(0, 0), 1), std::optional(head(1, 2))); // not among them
        m_grid->setOrder(std::vector<HeadId> {});
        QCOMPARE(m_grid->neighbour(head(0, 0), 1), std::nullopt);
    }

    void dimmedHeadsAreVeiledAndSaySo()
    {
        QImage white(8, 8, QImage::Format_RGB32);
        white.fill(Qt::white);
        m_grid->setThumbnail(head(0, 0), white);
        m_grid->setThumbnail(head(0, 1), white);
        m_grid->setDimmed({ true, false, false, false, false, false });
        QVERIFY(corner(*m_grid, head(0, 0)).lightness() < 100);
        QVERIFY(corner(*m_grid, head(0, 1)).lightness() > 240);
        QVERIFY(m_grid->accessibleDescription().contains("filtered out"));
        m_grid->setSelected(head(0, 1));
        QVERIFY(!m_grid->accessibleDescription().contains("filtered out"));
    }

    void patternsHaveTheirColoursAndAreNamed()
    {
        std::vector<std::optional<Pattern>> patterns(kPatterns.begin(), kPatterns.end());
        patterns.push_back(std::nullopt);
        m_grid->setPatterns(patterns);
        m_grid->setMode(HeadGrid::Mode::Patterns);
        const Theme theme = Theme::darkTheme();
        for (int index = 0; index < 5; ++index)
            QCOMPARE(corner(*m_grid, head(index / 3, index % 3)).rgb(),
                     patternColour(kPatterns[static_cast<std::size_t>(index)], theme).rgb());
        QCOMPARE(corner(*m_grid, head(1, 2)).rgb(), theme.field.rgb());
        m_grid->setSelected(head(0, 2));
        QVERIFY(m_grid->accessibleDescription().contains("Periodic"));
    }

    void coloursOfPatternsAreToldApart()
    {
        // By lightness as well as by hue, since some eyes see no hue.
        for (const Theme& theme : { Theme::darkTheme(), Theme::lightTheme() }) {
            std::set<QRgb> colours;
            for (const Pattern pattern : kPatterns)
                colours.insert(patternColour(pattern, theme).rgb());
            QCOMPARE(colours.size(), kPatterns.size());
        }
        QImage marks(100, 20, QImage::Format_RGB32);
        QPainter painter(&marks);
        for (int i = 0; i < 5; ++i)
            paintPatternMark(painter, QRectF(20 * i, 0, 20, 20),
                             kPatterns[static_cast<std::size_t>(i)], Theme::darkTheme());
        painter.end();
        std::set<std::vector<bool>> shapes; // which pixels are drawn over
        for (int i = 0; i < 5; ++i) {
            std::vector<bool> shape;
            for (int y = 0; y < 20; ++y) {
                for (int x = 0; x < 20; ++x)
                    shape.push_back(marks.pixel(20 * i + x, y) != marks.pixel(20 * i, 0));
            }
            shapes.insert(shape);
        }
        QCOMPARE(shapes.size(), std::size_t(5));
    }

    void orderedHeadsBearTheirNames()
    {
        QImage black(8, 8, QImage::Format_RGB32);
        black.fill(Qt::black);
        m_grid->setThumbnail(head(1, 2), black);
        const auto lit = [&] {
            const QImage picture = m_grid->viewport()->grab().toImage();
            const QRect cell = m_grid->cellRect(head(1, 2));
            int pixels = 0;
            for (int y = cell.top(); y < cell.center().y(); ++y) {
                for (int x = cell.center().x(); x < cell.right() - 2; ++x)
                    pixels += picture.pixelColor(x, y).lightness() > 120 ? 1 : 0;
            }
            return pixels;
        };
        m_grid->setSelected(head(0, 0));
        QCOMPARE(lit(), 0);
        m_grid->setOrder(std::vector<HeadId> { head(0, 0), head(1, 2) });
        QVERIFY(lit() > 5);
    }

    void theLegendCounts()
    {
        PatternLegend legend;
        legend.setCounts({ 12, 0, 3, 1, 48 });
        QCOMPARE(legend.accessibleDescription(),
                 "Re-access 12, Sequential 0, Periodic 3, Seasonal 1, Unpredictable 48");
        QVERIFY(legend.sizeHint().height() > 30); // three lines
    }

private:
    std::unique_ptr<HeadGrid> m_grid;
};

QTEST_MAIN(TestHeadGridFinding)
#include "tst_head_grid_finding.moc"
