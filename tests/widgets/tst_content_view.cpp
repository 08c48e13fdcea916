// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "widgets/content_grid.h"
#include "widgets/content_view.h"

using namespace ropescope;

namespace {

/// Two layers of two heads; the first keeps its pattern, the second loses it.
ContentComparison fourHeads()
{
    ContentComparison comparison;
    const Pattern text[]
        = { Pattern::ReAccess, Pattern::Sequential, Pattern::Unpredictable, Pattern::Periodic };
    const Pattern random[]
        = { Pattern::ReAccess, Pattern::Unpredictable, Pattern::Unpredictable, Pattern::Seasonal };
    for (int i = 0; i < 4; ++i)
        comparison.heads.push_back({ { { i / 2 }, { i % 2 } }, text[i], random[i], {}, {} });
    comparison.reAccess = 0.876;
    return comparison;
}

} // namespace

class TestContentView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<ContentView>();
        m_view->resize(700, 220);
        m_view->setReason({});
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void theReadingIsOneLine()
    {
        m_view->setComparison(fourHeads());
        QCOMPARE(m_view->reading(),
                 QString("1 of 3 heads with a pattern keep it on random tokens"));
        const QString ranks = m_view->findChild<QLabel*>("contentRanks")->text();
        QVERIFY2(ranks.contains("re-access 0.88") && ranks.contains("periodic –"),
                 qPrintable(ranks));
    }

    void aReasonDisablesTheButton()
    {
        m_view->setComparison(fourHeads());
        m_view->setReason("needs a model");
        QCOMPARE(m_view->reading(), QString("needs a model"));
        QVERIFY(!m_view->findChild<QPushButton*>("contentRun")->isEnabled());
    }

    void headsArePickedByMouseAndKeys()
    {
        m_view->setComparison(fourHeads());
        QSignalSpy picked(m_view.get(), &ContentView::headPicked);
        auto* const grid = m_view->findChild<ContentGrid*>();
        QTest::mouseClick(grid, Qt::LeftButton, {}, grid->cell(1).center().toPoint());
        QCOMPARE(picked.back()[0].value<HeadId>(), (HeadId { { 0 }, { 1 } }));
        QTest::keyClick(grid, Qt::Key_Down);
        QTest::keyClick(grid, Qt::Key_Return);
        QCOMPARE(picked.back()[0].value<HeadId>(), (HeadId { { 1 }, { 1 } }));
        QVERIFY(grid->accessibleDescription().contains("periodic on text, seasonal on random"));
    }

    void keptPatternsAreFilled()
    {
        const Theme theme = Theme::lightTheme();
        m_view->setTheme(theme);
        m_view->setComparison(fourHeads());
        auto* const grid = m_view->findChild<ContentGrid*>();
        const QImage image = grid->grab().toImage();
        const auto corner = [&](int index) {
            return image.pixelColor((grid->cell(index).topLeft() + QPointF(4, 4)).toPoint());
        };
        QCOMPARE(corner(0).rgb(), theme.measured.rgb());
        QVERIFY(corner(1).rgb() != theme.measured.rgb());
    }

    void workShowsProgressAndCanBeCancelled()
    {
        QSignalSpy asked(m_view.get(), &ContentView::runRequested);
        QTest::mouseClick(m_view->findChild<QPushButton*>("contentRun"), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        m_view->setBusy(0.25);
        QSignalSpy cancelled(m_view.get(), &ContentView::cancelRequested);
        QTest::mouseClick(m_view->findChild<QPushButton*>("busyCancel"), Qt::LeftButton);
        QCOMPARE(cancelled.size(), 1);
    }

private:
    std::unique_ptr<ContentView> m_view;
};

QTEST_MAIN(TestContentView)
#include "tst_content_view.moc"
