// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "app/head_scores.h"
#include "app/panes/curves_pane.h"
#include "app/panes/heads_pane.h"
#include "app/pattern_gallery.h"
#include "core/theory/head_likeness.h"
#include "tests/app/window.h"
#include "widgets/head_grid.h"
#include "widgets/head_tiles.h"
#include "widgets/layer_curve_view.h"
#include "widgets/pattern_look.h"
#include "widgets/score_map.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

const std::string kModel = ROPESCOPE_SOURCE_DIR "/resources/model";
const QString kPrompt = QStringLiteral(
    "Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in "
    "my purse, and nothing particular to interest me on shore, I thought I would sail about.");

} // namespace

/// How heads are found in the window, on the built-in model.
class TestHeadsPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = makeWindow();
        m_window->setTheme(Theme::darkTheme());
        m_window->resize(1400, 1000);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        session().open(kModel, kPrompt, HeadId { { 5 }, { 4 } });
        waitUntilIdle();
        QVERIFY(session().allHeads());
    }
    void cleanup() { m_window.reset(); }

    void aFilterDimsHeadsAndNextHeadSkipsThem()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(filter()->hasFocus());
        filter()->setText("sink > 0.2 and layer >= 3");
        QTest::keyClick(filter(), Qt::Key_Return);
        std::vector<HeadId> found;
        for (const HeadTheory& head : session().allHeads()->heads) {
            const bool matches = *head.scores.sinkMass() > 0.2 && head.id.layer.value >= 3;
            QCOMPARE(grid()->isDimmed(head.id), !matches);
            if (matches)
                found.push_back(head.id);
        }
        QVERIFY(found.size() > 1 && found.size() < 40);
        QVERIFY(message().startsWith(QString::number(found.size())));

        session().showHead(found.front());
        for (std::size_t i = 1; i <= found.size(); ++i) {
            m_window->heads().stepHead(1);
            QCOMPARE(session().view().head, found[i % found.size()]); // around the end
        }
        m_window->heads().stepHead(-1);
        QCOMPARE(session().view().head, found.back());

        QTest::keyClick(filter(), Qt::Key_Escape);
        QVERIFY(!grid()->isDimmed({ { 0 }, { 0 } }));
        m_window->heads().stepHead(1);
        QVERIFY(session().view().head > found.back()
                || session().view().head == (HeadId { { 0 }, { 0 } }));
    }

    void aRunOfNextHeadsIsOneStepToUndo()
    {
        const HeadId first { { 5 }, { 4 } };
        const HeadId chosen { { 2 }, { 1 } };
        session().showHead(chosen);
        for (int step = 0; step < 5; ++step)
            m_window->heads().stepHead(1);
        QCOMPARE(session().view().head, (HeadId { { 2 }, { 6 } }));
        session().undo();
        QCOMPARE(session().view().head, chosen);
        session().redo();
        QCOMPARE(session().view().head, (HeadId { { 2 }, { 6 } }));
        session().undo();
        session().undo();
        QCOMPARE(session().view().head, first);
        m_window->heads().stepHead(1); // a new run
        m_window->heads().stepHead(-1);
        QCOMPARE(session().view().head, first);
        m_window->heads().stepHead(1);
        session().undo();
        QCOMPARE(session().view().head, first);
    }

    void anErrorIsSaidAndDimsNothing()
    {
        m_window->heads().setFilter("layer = 0");
        QVERIFY(grid()->isDimmed({ { 1 }, { 0 } }));
        m_window->heads().setFilter("sinc > 0.4");
        QCOMPARE(message(), "At 'sinc': no number of that name; did you mean sink?");
        QVERIFY(!grid()->isDimmed({ { 1 }, { 0 } }));
        m_window->heads().setFilter("layer > 99");
        QCOMPARE(message(), "No head matches.");
        const HeadId before = session().view().head;
        m_window->heads().stepHead(1);
        QCOMPARE(session().view().head, before);
    }

    void headsAreLaidOutByANumber()
    {
        auto* const order = m_window->findChild<QComboBox*>("headOrder");
        order->setCurrentText("by Sink mass");
        const std::vector<HeadId> expected
            = orderedBy(*session().allHeads(), *findHeadNumber("sink"));
        QCOMPARE(grid()->neighbour(expected[0], 1), std::optional(expected[1]));
        QVERIFY(grid()->cellRect(expected[0]).x() < grid()->cellRect(expected[1]).x());
        session().showHead(expected[3]);
        m_window->heads().stepHead(1);
        QCOMPARE(session().view().head, expected[4]);
        m_window->findChild<QToolButton*>("headOrderAscending")->click();
        QCOMPARE(grid()->neighbour(expected[4], 1), std::optional(expected[3]));
        order->setCurrentIndex(0);
        QCOMPARE(grid()->neighbour({ { 0 }, { 0 } }, 1), std::optional(HeadId { { 0 }, { 1 } }));
    }

    void patternsFollowTheThresholdsOfTheView()
    {
        m_window->heads().setColouring("pattern");
        const auto colourOf = [&](HeadId id) {
            return grid()->viewport()->grab().toImage().pixelColor(grid()->cellRect(id).bottomLeft()
                                                                   + QPoint(3, -3));
        };
        const auto& heads = session().allHeads()->heads;
        const HeadTheory& head = *std::find_if(heads.begin(), heads.end(), [](const auto& one) {
            return patternOf(one.evidence) != Pattern::Unpredictable;
        });
        QCOMPARE(colourOf(head.id).rgb(),
                 patternColour(patternOf(head.evidence), Theme::darkTheme()).rgb());
        ViewState view = session().view();
        view.thresholds = { 2.0, 2.0, 2.0, 2.0 }; // nobody reaches that
        session().commitView(view);
        QCOMPARE(colourOf(head.id).rgb(),
                 patternColour(Pattern::Unpredictable, Theme::darkTheme()).rgb());
        m_window->heads().setFilter("pattern != unpredictable");
        QCOMPARE(message(), "No head matches.");
        session().undo();
        QVERIFY(message() != "No head matches.");
        m_window->heads().setFilter({});
        QCOMPARE(colourOf(head.id).rgb(),
                 patternColour(patternOf(head.evidence), Theme::darkTheme()).rgb());
    }

    void similarHeadsFollowTheHeadOnShow()
    {
        auto* const tiles = m_window->findChild<HeadTiles*>("similarTiles");
        const HeadLikeness likeness(session().allHeads()->heads);
        for (const HeadId id : { HeadId { { 5 }, { 4 } }, HeadId { { 2 }, { 1 } } }) {
            session().showHead(id);
            const auto nearest = likeness.nearest(id, 5);
            QCOMPARE(tiles->tiles().size(), nearest.size());
            for (std::size_t i = 0; i < nearest.size(); ++i)
                QCOMPARE(tiles->tiles()[i].id, nearest[i].id);
        }
        waitUntilIdle();
        auto* const first = tiles->findChild<QToolButton*>("tile0");
        QVERIFY(!first->icon().isNull());
        const HeadId twin = tiles->tiles().front().id;
        first->click();
        QCOMPARE(session().view().head, twin);
    }

    void theHeatMapAndTheLayerCurvePickHeads()
    {
        auto* const map = m_window->findChild<ScoreMap*>();
        QVERIFY(map->range());
        QTest::mouseClick(map, Qt::LeftButton, {}, map->cellRect({ { 3 }, { 2 } }).center());
        QCOMPARE(session().view().head, (HeadId { { 3 }, { 2 } }));
        QVERIFY(m_window->curves().showPage("layers"));
        auto* const curve = m_window->findChild<LayerCurveView*>();
        curve->setFocus();
        QTest::keyClick(curve, Qt::Key_Right);
        QCOMPARE(session().view().head, (HeadId { { 4 }, { 2 } }));
        QVERIFY(map->accessibleDescription().startsWith("Layer 4 · Head 2"));
    }

    void theGalleryShowsTheBestOfEachPattern()
    {
        m_window->heads().showGallery();
        auto* const gallery = m_window->findChild<PatternGallery*>();
        QVERIFY(gallery);
        waitUntilIdle();
        int shown = 0;
        for (const Pattern pattern : kPatterns) {
            const auto expected = patternExamples(session().allHeads()->heads, pattern, {}, 5);
            const QString name = QString::fromUtf8(patternName(pattern).data());
            auto* const tiles = gallery->findChild<HeadTiles*>(name + "Tiles");
            QCOMPARE(tiles->tiles().size(), expected.size());
            for (std::size_t i = 0; i < expected.size(); ++i) {
                QCOMPARE(tiles->tiles()[i].id, expected[i].id);
                auto* const tile = tiles->findChild<QToolButton*>(QStringLiteral("tile%1").arg(i));
                QTRY_VERIFY(!tile->icon().isNull());
                ++shown;
            }
            auto* const message = gallery->findChild<QLabel*>(name + "Message");
            QCOMPARE(message->text().isEmpty() || message->isHidden(), !expected.empty());
        }
        QVERIFY(shown >= 5);
        const auto tiles = gallery->findChild<HeadTiles*>("re-accessTiles");
        const HeadId best = tiles->tiles().front().id;
        tiles->findChild<QToolButton*>("tile0")->click();
        QCOMPARE(session().view().head, best);
        gallery->close();
    }

    void aLowWindowKeepsTheGridAndFoldsTheRest()
    {
        m_window->resize(1280, 760);
        QTRY_VERIFY(m_window->height() <= 800);
        QTRY_VERIFY(grid()->height() >= 8 * HeadGrid::kSmallestCell);
        const QRect last = grid()->cellRect({ { 7 }, { 7 } });
        QVERIFY2(grid()->viewport()->rect().contains(last), "all heads are in view");
    }

private:
    Session& session() { return m_window->session(); }
    HeadGrid* grid() { return m_window->findChild<HeadGrid*>(); }
    QLineEdit* filter() { return m_window->findChild<QLineEdit*>("headFilter"); }
    QString message() { return m_window->findChild<QLabel*>("filterMessage")->text(); }
    void waitUntilIdle() { QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 60000); }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestHeadsPane)
#include "tst_heads_pane.moc"
