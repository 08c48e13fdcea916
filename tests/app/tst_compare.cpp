// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <memory>

#include <QSignalSpy>
#include <QTest>

#include "app/panes/map_pane.h"
#include "app/reference.h"
#include "tests/app/window.h"
#include "widgets/head_gain_menu.h"
#include "widgets/heatmap_view.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

constexpr float kHidden = -9.0F; ///< NaN equals nothing
constexpr HeadId kOne { { 5 }, { 4 } };
constexpr HeadId kOther { { 3 }, { 1 } };

QString words(int count)
{
    QString text;
    for (int i = 0; i < count; ++i)
        text += i % 3 == 0 ? QStringLiteral("one ") : QStringLiteral("fish ");
    return text;
}

} // namespace

/// Heads, edits and prompts against each other.
class TestCompare : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_window = makeWindow();
        m_window->resize(1400, 900);
        m_window->apply(Settings {});
        m_window->show();
        session().open(ROPESCOPE_SOURCE_DIR "/resources/model", words(60), kOne);
        settle();
    }

    void cleanup() { m_window.reset(); }

    void aHeadMinusItselfIsNothing()
    {
        session().pinReference();
        choose(&ViewState::comparison, Comparison::Difference);
        for (const float value : values())
            QVERIFY(value == kHidden || value == 0.0F);
    }

    void theDifferenceIsOfTheTwoHeads()
    {
        const std::vector<float> one = values();
        session().pinReference();
        QCOMPARE(session().reference()->name, QStringLiteral("Layer 5 · Head 4"));
        session().showHead(kOther);
        settle();
        const std::vector<float> other = values();
        choose(&ViewState::comparison, Comparison::Difference);
        const std::vector<float> difference = values();
        QCOMPARE(difference.size(), one.size());
        for (std::size_t i = 0; i < one.size(); ++i) {
            if (one[i] != kHidden)
                QVERIFY(std::abs(difference[i] - (other[i] - one[i])) < 1e-6F);
        }
        choose(&ViewState::comparison, Comparison::Original);
        QCOMPARE(values(), one);
        session().unpinReference();
        settle();
        QCOMPARE(values(), other); // unedited again
    }

    void aTilePinsItsHeadUnderThePresentEdit()
    {
        choose(&ViewState::edit, RopeEdit { .base = 1e4 });
        session().showHead(kOther);
        settle();
        const std::vector<float> other = values();
        session().showHead(kOne);
        settle();
        auto* const menu = m_window->findChild<HeadGainMenu*>();
        menu->setHead(kOther, 1.0, false, {});
        menu->findChild<QAction*>(QStringLiteral("pinHead"))->trigger();
        settle();
        QCOMPARE(session().reference()->name, QStringLiteral("Layer 3 · Head 1, base 10,000"));
        QCOMPARE(session().head()->id, kOne);
        choose(&ViewState::comparison, Comparison::Original);
        QCOMPARE(values(), other);
    }

    void aHeadThatIsNotThereIsNotPinned()
    {
        QSignalSpy failed(&session(), &Session::failed);
        session().pinHead({ { 99 }, { 0 } });
        settle();
        QCOMPARE(failed.count(), 1);
        QVERIFY(!session().reference());
    }

    void anEditIsComparedWithAnother()
    {
        ViewState view = session().view();
        view.edit.base = 1e4;
        session().commitView(view);
        settle();
        const std::vector<float> one = values();
        session().pinReference();
        view.edit.base = 1e5;
        session().commitView(view);
        settle();
        QVERIFY(values() != one);
        choose(&ViewState::comparison, Comparison::Original);
        QCOMPARE(values(), one);
    }

    void aShorterTextIsComparedAsFarAsItGoes()
    {
        const int before = session().trace()->info().tokenCount;
        const std::vector<float> one = values();
        const int width = session().picture()->values->map.width;
        session().pinReference();
        session().run(words(90));
        settle();
        const int now = session().trace()->info().tokenCount;
        QVERIFY(now > before);
        choose(&ViewState::comparison, Comparison::Original);
        const MapValues& shown = *session().picture()->values;
        QVERIFY(shown.reference.contains(QStringLiteral("earlier text")));
        QCOMPARE(shown.originalTokens, before);
        QCOMPARE(shown.map.width, now); // a pixel a token
        for (int query = 0; query < now; ++query) {
            for (int key = 0; key <= query; ++key) {
                const float value = shown.map.at(key, query);
                QCOMPARE(std::isnan(value), query >= before);
                if (query < before)
                    QVERIFY(std::abs(value - one[static_cast<std::size_t>(query * width + key)])
                            < 1e-5F);
            }
        }
        // Back to a shorter one than the reference: its first tokens.
        session().run(words(30));
        settle();
        const int least = session().trace()->info().tokenCount;
        QVERIFY(least < before);
        QCOMPARE(session().picture()->values->map.width, least);
        QVERIFY(std::abs(session().picture()->values->map.at(2, least - 1)
                         - one[static_cast<std::size_t>((least - 1) * width + 2)])
                < 1e-5F);
    }

    void pagesAndCellsFollowTheReference()
    {
        const auto logit = [&](int query, int key) {
            QSignalSpy read(&session(), &Session::cellRead);
            session().readCell(query, key);
            return read.front().front().value<CellReading>().logit;
        };
        const double one = logit(20, 10);
        session().pinReference();
        session().showHead(kOther);
        settle();
        QVERIFY(logit(20, 10) != one);
        QCOMPARE(session().otherLogit(20, 10).value(), one);
        choose(&ViewState::comparison, Comparison::Original);
        QCOMPARE(logit(20, 10), one);
    }

    void splitMapsMoveTogether()
    {
        session().pinReference();
        session().showHead(kOther);
        choose(&ViewState::layout, CompareLayout::Split);
        HeatmapView* const map = m_window->map().map();
        auto* const other = m_window->findChild<HeatmapView*>(QStringLiteral("otherHeatmapView"));
        QVERIFY(other->isVisible());
        QTRY_COMPARE(other->mapping().area().size(), map->mapping().area().size());
        settle();
        QVERIFY(session().otherPicture().has_value());
        QCOMPARE(session().otherPicture()->scale, session().picture()->scale);

        map->showCells({ 10, 30 }, { 5, 25 });
        QVERIFY((other->mapping().rows() == CellSpan { 10, 30 }));
        QVERIFY((other->mapping().columns() == CellSpan { 5, 25 }));
        other->zoom(0.5);
        QCOMPARE(map->mapping().rows().size(), other->mapping().rows().size());
        map->pointAt(25, 12);
        QVERIFY((other->crosshair() == Cell { 25, 12 }));
        other->letGo();
        QVERIFY(!map->crosshair());
        settle();
        const MapRegion& region = session().otherPicture()->values->region;
        QCOMPARE(region, other->region());

        m_window->map().toggleLayout(CompareLayout::Split);
        QVERIFY(!other->isVisible());
        session().undo();
        QVERIFY(other->isVisible());
    }

    void flickerAlternatesUntilEscape()
    {
        session().pinReference();
        session().showHead(kOther);
        settle();
        HeatmapView* const map = m_window->map().map();
        choose(&ViewState::layout, CompareLayout::Flicker);
        QTRY_COMPARE(map->accessibleDescription(), QStringLiteral("Layer 5 · Head 4"));
        QTRY_COMPARE(map->accessibleDescription(), QStringLiteral("Layer 3 · Head 1"));
        QTest::keyClick(map, Qt::Key_Escape);
        QVERIFY(session().view().layout == CompareLayout::Single);
        QCOMPARE(map->accessibleDescription(), QStringLiteral("Layer 3 · Head 1"));
    }

    void shiftShowsTheOriginalWhileItIsHeld()
    {
        session().pinReference();
        session().showHead(kOther);
        settle();
        HeatmapView* const map = m_window->map().map();
        QTest::keyPress(map, Qt::Key_Shift);
        QTRY_COMPARE(map->accessibleDescription(), QStringLiteral("Layer 5 · Head 4"));
        QTest::keyRelease(map, Qt::Key_Shift);
        QCOMPARE(map->accessibleDescription(), QStringLiteral("Layer 3 · Head 1"));
    }

    void shiftWithAnotherKeyShowsNoOriginal()
    {
        HeatmapView* const map = m_window->map().map();
        auto* const delay = m_window->map().findChild<QTimer*>(QStringLiteral("peekDelay"));
        QVERIFY(delay);
        QTest::keyPress(map, Qt::Key_Shift);
        QVERIFY(delay->isActive());
        QTest::keyPress(map, Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(!delay->isActive());
        QTest::keyRelease(map, Qt::Key_Shift);
        QTest::keyPress(map, Qt::Key_Shift, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!delay->isActive());
        QTest::keyRelease(map, Qt::Key_Shift);
    }

    void pixelsOfLaterTokensAreHidden()
    {
        ValueMap map { .width = 2, .height = 4, .values = std::vector<float>(8, 1.0F) };
        const MapRegion region { { 0, 8 }, { 0, 8 }, 2, 4 }; // 4 keys, 2 queries a pixel
        hideAfter(map, region, 5);
        const auto isThere = [&](int x, int y) { return !std::isnan(map.at(x, y)); };
        QVERIFY(isThere(0, 0) && isThere(0, 1));
        QVERIFY(!isThere(0, 2) && !isThere(0, 3)); // queries 4 and 5: the latter is not there
        QVERIFY(!isThere(1, 0));                   // keys 4 .. 7
    }

private:
    Session& session() { return m_window->session(); }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 60'000); }
    /// Of the picture; kHidden where a query does not look.
    std::vector<float> values()
    {
        std::vector<float> values = session().picture()->values->map.values;
        for (float& value : values)
            value = std::isnan(value) ? kHidden : value;
        return values;
    }

    template <class T> void choose(T ViewState::*field, T value)
    {
        ViewState view = session().view();
        view.*field = value;
        session().commitView(view);
        settle();
    }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestCompare)
#include "tst_compare.moc"
