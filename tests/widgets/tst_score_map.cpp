// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <memory>

#include <QTest>

#include "widgets/score_map.h"

using namespace ropescope;

class TestScoreMap : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_map = std::make_unique<ScoreMap>();
        m_map->setColourMap(findColourMap("viridis"));
        m_picked.clear();
        connect(m_map.get(), &ScoreMap::headPicked, this,
                [this](HeadId id) { m_picked.push_back(id); });
        m_map->setScores(2, 3, { 0.0, 0.25, 0.5, 0.75, 1.0, std::nan("") }, "q-similarity");
        m_map->resize(90, 40);
        m_map->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_map.get()));
    }
    void cleanup() { m_map.reset(); }

    void cellsHaveTheColoursOfTheirScores()
    {
        const QImage picture = m_map->grab().toImage();
        const ColourMap* const colours = findColourMap("viridis");
        const auto colourOf = [&](int layer, int head) {
            return picture.pixelColor(m_map->cellRect({ { layer }, { head } }).center());
        };
        QCOMPARE(colourOf(0, 1), rampColour(colours, {}, 0.25));
        QCOMPARE(colourOf(1, 1), rampColour(colours, {}, 1.0));
        QVERIFY(colourOf(1, 2) != rampColour(colours, {}, 0.0)); // unknown is no low score
        QCOMPARE(m_map->range()->high, 1.0);
    }

    void everyPixelBelongsToTheCellThatCoversIt()
    {
        for (const QSize size : { QSize(90, 40), QSize(91, 43), QSize(7, 3), QSize(2, 1) }) {
            m_map->resize(size);
            for (int y = 0; y < m_map->height(); ++y) {
                for (int x = 0; x < m_map->width(); ++x) {
                    const auto id = m_map->headAt({ x, y });
                    QVERIFY(id);
                    // The gap at a cell's right and lower edge is its own.
                    QVERIFY(m_map->cellRect(*id).adjusted(0, 0, 1, 1).contains(x, y));
                }
            }
            QVERIFY(!m_map->headAt({ m_map->width(), 0 }));
        }
    }

    void clickAndArrowsPick()
    {
        QTest::mouseClick(m_map.get(), Qt::LeftButton, {},
                          m_map->cellRect({ { 1 }, { 0 } }).center());
        m_map->setSelected({ { 1 }, { 0 } });
        QTest::keyClick(m_map.get(), Qt::Key_Right);
        QTest::keyClick(m_map.get(), Qt::Key_Up);
        QTest::keyClick(m_map.get(), Qt::Key_Left); // nothing is there
        QTest::keyClick(m_map.get(), Qt::Key_Down);
        const std::vector<HeadId> expected { { { 1 }, { 0 } }, { { 1 }, { 1 } }, { { 0 }, { 0 } } };
        QCOMPARE(m_picked, expected);
    }

    void theSelectionIsTold()
    {
        m_map->setSelected({ { 0 }, { 2 } });
        QCOMPARE(m_map->accessibleDescription(), "Layer 0 · Head 2, q-similarity 0.5");
        m_map->setSelected({ { 1 }, { 2 } });
        QCOMPARE(m_map->accessibleDescription(), "Layer 1 · Head 2, q-similarity none");
    }

    void withoutScoresItSaysWhy()
    {
        m_map->setScores(0, 0, {}, "q-similarity");
        m_map->setPlaceholder("Not known yet");
        QVERIFY(!m_map->range());
        QVERIFY(!m_map->headAt({ 3, 3 }));
        QTest::mouseClick(m_map.get(), Qt::LeftButton, {}, { 3, 3 });
        QVERIFY(m_picked.empty());
        m_map->setSelected({});
        QCOMPARE(m_map->accessibleDescription(), "Not known yet");
    }

private:
    std::unique_ptr<ScoreMap> m_map;
    std::vector<HeadId> m_picked;
};

QTEST_MAIN(TestScoreMap)
#include "tst_score_map.moc"
