// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

#include "widgets/bound_bar.h"
#include "widgets/evidence_bar.h"
#include "widgets/side_scroll.h"
#include "widgets/theory_card.h"
#include "widgets/theory_panel.h"

using namespace ropescope;

namespace {

BoundComparison ceiling(double measured, double bound)
{
    return { .measured = measured,
             .bound = bound,
             .tightness = measured / bound,
             .sentence
             = QStringLiteral("shift (1, 1): change %1 ≤ bound %2").arg(measured).arg(bound) };
}

TheoryPanelContent twoCards()
{
    TheoryPanelContent content { .label = "Sequential" };
    content.evidence = { { .pattern = Pattern::ReAccess,
                           .name = "Re-access",
                           .meaning = "stripes",
                           .evidence = 0.1,
                           .threshold = 0.2,
                           .standard = 0.2 },
                         { .pattern = Pattern::Sequential,
                           .name = "Sequential",
                           .meaning = "diagonals",
                           .evidence = 0.6,
                           .threshold = 0.3,
                           .standard = 0.2,
                           .isLabel = true } };
    content.cards = { { .name = "Sequential",
                        .formula = "Theorem 5.2",
                        .isLabel = true,
                        .conditions = { { "q-similarity 0.48", true, "alike" },
                                        { "k-similarity 0.18", false, "alike" } },
                        .comparisons = { ceiling(0.5, 2.0) },
                        .coverage = "256 of 331 queries" },
                      { .name = "Seasonal",
                        .formula = "Theorem 5.4",
                        .conditions = { { "no season", false, "none" } },
                        .remark = "Queries and keys do not repeat." } };
    return content;
}

/// Pixels of that colour in a column of a widget.
int pixels(const QImage& image, int x, const QColor& colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        count += image.pixel(x, y) == colour.rgb() ? 1 : 0;
    return count;
}

} // namespace

class TestTheoryPanel : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        qApp->setStyleSheet(styleSheet(Theme::darkTheme()));
        m_panel = std::make_unique<TheoryPanel>();
        m_panel->setTheme(Theme::darkTheme());
        m_panel->setContent(twoCards());
        m_panel->resize(342, 600);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }
    void cleanup() { m_panel.reset(); }

    void aThresholdIsDraggedLiveAndCommittedOnce()
    {
        QSignalSpy edited(m_panel.get(), &TheoryPanel::thresholdEdited);
        QSignalSpy committed(m_panel.get(), &TheoryPanel::thresholdCommitted);
        EvidenceBar* const bar = bars().at(1);
        QTest::mousePress(bar, Qt::LeftButton, {}, at(*bar, 0.3));
        QTest::mouseMove(bar, at(*bar, 0.5));
        QTest::mouseMove(bar, at(*bar, 0.7));
        QCOMPARE(committed.count(), 0);
        QTest::mouseRelease(bar, Qt::LeftButton, {}, at(*bar, 0.7));
        QVERIFY(edited.count() >= 2);
        QCOMPARE(committed.count(), 1);
        QCOMPARE(committed[0][0].value<Pattern>(), Pattern::Sequential);
        QVERIFY2(std::abs(committed[0][1].toDouble() - 0.7) < 0.02,
                 qPrintable(committed[0][1].toString()));
        QCOMPARE(edited.last()[1], committed[0][1]);
    }

    void aDragGoesOnWhileTheOwnerAnswers()
    {
        connect(m_panel.get(), &TheoryPanel::thresholdEdited, this,
                [this](Pattern, double threshold) {
                    TheoryPanelContent answer = twoCards();
                    answer.evidence[1].threshold = threshold;
                    answer.evidence[1].isLabel = threshold <= 0.6;
                    m_panel->setContent(answer);
                });
        QSignalSpy committed(m_panel.get(), &TheoryPanel::thresholdCommitted);
        EvidenceBar* const bar = bars().at(1);
        QTest::mousePress(bar, Qt::LeftButton, {}, at(*bar, 0.3));
        QTest::mouseMove(bar, at(*bar, 0.5));
        QTest::mouseMove(bar, at(*bar, 0.9));
        QTest::mouseRelease(bar, Qt::LeftButton, {}, at(*bar, 0.9));
        QCOMPARE(committed.count(), 1);
        QVERIFY(std::abs(bar->threshold() - 0.9) < 0.02);
        QVERIFY(!bar->content().isLabel);
    }

    void escapeAbandonsADrag()
    {
        EvidenceBar* const bar = bars().at(1);
        QSignalSpy committed(m_panel.get(), &TheoryPanel::thresholdCommitted);
        QTest::mousePress(bar, Qt::LeftButton, {}, at(*bar, 0.3));
        QTest::mouseMove(bar, at(*bar, 0.9));
        QTest::keyClick(bar, Qt::Key_Escape);
        QCOMPARE(bar->threshold(), 0.3);
        QTest::mouseMove(bar, at(*bar, 0.5));
        QTest::mouseRelease(bar, Qt::LeftButton, {}, at(*bar, 0.5));
        QCOMPARE(committed.count(), 1);
        QCOMPARE(committed[0][1].toDouble(), 0.3);
    }

    void aThresholdIsMovedByKeys_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<double>("threshold");
        QTest::newRow("right") << int(Qt::Key_Right) << 0.31;
        QTest::newRow("left") << int(Qt::Key_Left) << 0.29;
        QTest::newRow("page up") << int(Qt::Key_PageUp) << 0.4;
        QTest::newRow("page down") << int(Qt::Key_PageDown) << 0.2;
        QTest::newRow("home") << int(Qt::Key_Home) << 0.2;
    }
    void aThresholdIsMovedByKeys()
    {
        QFETCH(int, key);
        QFETCH(double, threshold);
        QSignalSpy committed(m_panel.get(), &TheoryPanel::thresholdCommitted);
        QTest::keyClick(bars().at(1), static_cast<Qt::Key>(key));
        QCOMPARE(committed.count(), 1);
        QCOMPARE(committed[0][1].toDouble(), threshold);
        QVERIFY(bars().at(1)->accessibleDescription().contains(QString::number(threshold, 'f', 2)));
    }

    void thresholdsStayWithinTheirRange()
    {
        EvidenceBar* const bar = bars().at(1);
        for (int press = 0; press < 20; ++press)
            QTest::keyClick(bar, Qt::Key_PageUp);
        QCOMPARE(bar->threshold(), 1.0);
        for (int press = 0; press < 20; ++press)
            QTest::keyClick(bar, Qt::Key_PageDown);
        QVERIFY(bar->threshold() > 0.0);
        QVERIFY(bar->threshold() < 0.02);
    }

    void resetIsOfferedOnlyWhenSomethingWasMoved()
    {
        auto* const reset = m_panel->findChild<QPushButton*>("resetThresholds");
        QSignalSpy spy(m_panel.get(), &TheoryPanel::resetRequested);
        QVERIFY(reset->isEnabled());
        QTest::mouseClick(reset, Qt::LeftButton);
        QCOMPARE(spy.count(), 1);
        TheoryPanelContent content = twoCards();
        content.evidence[1].threshold = 0.2;
        m_panel->setContent(content);
        QVERIFY(!reset->isEnabled());
    }

    void conditionsAreToldByMoreThanColour()
    {
        const auto chips = cards().at(0)->findChildren<QLabel*>("theoryCondition");
        QCOMPARE(chips.size(), 2);
        QVERIFY(chips[0]->property("good").toBool());
        QVERIFY(!chips[1]->property("good").toBool());
        QCOMPARE(chips[0]->accessibleName(), QStringLiteral("q-similarity 0.48: holds"));
        QCOMPARE(chips[1]->accessibleName(), QStringLiteral("k-similarity 0.18: does not hold"));
    }

    void theBarEndsWhereTheMeasuredNumberIsAndTheTickIsAtTheBound()
    {
        auto* const bar = m_panel->findChild<BoundBar*>("theoryBar");
        const QImage image = bar->grab().toImage();
        const Theme theme = Theme::darkTheme();
        const int measured = static_cast<int>(bar->xOf(0.5));
        const int bound = static_cast<int>(std::round(bar->xOf(2.0)));
        QVERIFY(pixels(image, measured - 2, theme.measured) > 2);
        QCOMPARE(pixels(image, measured + 2, theme.measured), 0);
        QVERIFY(pixels(image, bound, theme.predicted) + pixels(image, bound - 1, theme.predicted)
                > 8);
        QCOMPARE(pixels(image, bound - 4, theme.predicted), 0);
        QVERIFY(std::abs(bar->xOf(2.0) - 4.0 * bar->xOf(0.5)) < 1e-9);
    }

    void comparisonsOfACardShareTheirScale()
    {
        TheoryPanelContent content = twoCards();
        content.cards[0].comparisons = { ceiling(0.5, 2.0), ceiling(1.0, 4.0) };
        m_panel->setContent(content);
        const auto shown = cards().at(0)->findChildren<BoundBar*>("theoryBar");
        QCOMPARE(shown.size(), 2);
        QCOMPARE(shown[0]->xOf(2.0), shown[1]->xOf(2.0));
    }

    void noViolationIsToldCalmly()
    {
        auto* const verdict = cards().at(0)->findChild<QLabel*>("theoryVerdict");
        QVERIFY2(verdict->text().contains("0 violations"), qPrintable(verdict->text()));
        QVERIFY(verdict->text().contains("tightness 0.25"));
        QVERIFY(verdict->text().contains("256 of 331 queries"));
        QVERIFY(!verdict->property("predicted").toBool());
    }

    void violationsAreNeverHidden()
    {
        TheoryPanelContent content = twoCards();
        content.cards[0].comparisons = { ceiling(0.5, 2.0), ceiling(1.0, 4.0) };
        content.cards[0].comparisons[1].violations = 3;
        m_panel->setContent(content);
        auto* const verdict = cards().at(0)->findChild<QLabel*>("theoryVerdict");
        QVERIFY2(verdict->text().contains("3 violation"), qPrintable(verdict->text()));
        QVERIFY(verdict->isVisible());
        QVERIFY(verdict->property("predicted").toBool());
        m_panel->setContent(twoCards());
        QVERIFY(!verdict->property("predicted").toBool());
    }

    void aCardWithoutNumbersSaysWhy()
    {
        TheoryCard* const card = cards().at(1);
        QVERIFY(card->findChild<QLabel*>("theoryRemark")->isVisible());
        QVERIFY(!card->findChild<QLabel*>("theoryVerdict")->isVisible());
        QVERIFY(card->findChildren<BoundBar*>().isEmpty());
    }

    void nothingIsCutAtTheWidthOfTheSidePane()
    {
        TheoryPanelContent content = twoCards();
        content.cards[0].name = "Unpredictable";
        content.cards[0].conditions
            = { { "season L = 1024, strength 0.90", true, "" }, { "resonance −0.80", true, "" } };
        content.cards[0].comparisons = { ceiling(1234.5, 23456.7) };
        m_panel->setContent(content);
        m_panel->resize(342, m_panel->heightForWidth(342));
        QVERIFY(m_panel->minimumSizeHint().width() <= 342);
        QTRY_COMPARE(m_panel->width(), 342);
        for (const QLabel* const label : m_panel->findChildren<QLabel*>()) {
            if (!label->isVisible() || label->wordWrap())
                continue;
            QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
            const QRect place(label->mapTo(m_panel.get(), QPoint()), label->size());
            QVERIFY2(m_panel->rect().contains(place), qPrintable(label->text()));
        }
    }

    void cardsGrowWithWhatTheyHoldInsideAScrollArea()
    {
        auto* const panel = new TheoryPanel;
        SideScroll scroll(panel);
        scroll.resize(366, 300);
        scroll.show();
        QVERIFY(QTest::qWaitForWindowExposed(&scroll));
        TheoryPanelContent content = twoCards();
        const auto isWhole = [&] {
            int below = 0;
            for (const TheoryCard* const card : panel->findChildren<TheoryCard*>()) {
                if (card->y() < below || card->height() < card->heightForWidth(card->width()))
                    return false;
                below = card->geometry().bottom() + 1;
                for (const QLabel* const label : card->findChildren<QLabel*>()) {
                    if (!label->isVisible())
                        continue;
                    const QRect place(label->mapTo(card, QPoint()), label->size());
                    const int needed = label->wordWrap() ? label->heightForWidth(label->width())
                                                         : label->sizeHint().height();
                    if (!card->rect().contains(place) || label->height() < needed)
                        return false;
                }
            }
            return true;
        };
        for (const int chips : { 1, 5, 2, 4 }) {
            content.cards[0].conditions.assign(static_cast<std::size_t>(chips),
                                               { "energy in slow pairs 100 %", true, "" });
            panel->setContent(content);
            QTRY_VERIFY(isWhole());
        }
    }

    void everythingHasNameAndToolTip()
    {
        for (const EvidenceBar* const bar : bars()) {
            QVERIFY(!bar->objectName().isEmpty());
            QVERIFY(!bar->accessibleName().isEmpty());
            QVERIFY(!bar->toolTip().isEmpty());
            QCOMPARE(bar->focusPolicy(), Qt::StrongFocus);
        }
        for (const TheoryCard* const card : cards()) {
            QVERIFY(!card->accessibleName().isEmpty());
            QVERIFY(card->toolTip().contains("Theorem"));
        }
    }

    void aCardIsNotMadeAnewByOtherNumbers()
    {
        const QList<TheoryCard*> before = cards();
        TheoryPanelContent content = twoCards();
        content.cards[0].comparisons[0].measured = 1.0;
        m_panel->setContent(content);
        QCOMPARE(cards(), before);
        m_panel->setContent({});
        QVERIFY(!cards().at(0)->isVisible());
    }

private:
    [[nodiscard]] QList<EvidenceBar*> bars() const { return m_panel->findChildren<EvidenceBar*>(); }
    [[nodiscard]] QList<TheoryCard*> cards() const { return m_panel->findChildren<TheoryCard*>(); }
    [[nodiscard]] static QPoint at(const EvidenceBar& bar, double value)
    {
        return { static_cast<int>(std::lround(bar.xOf(value))), bar.height() / 2 };
    }

    std::unique_ptr<TheoryPanel> m_panel;
};

QTEST_MAIN(TestTheoryPanel)
#include "tst_theory_panel.moc"
