// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "widgets/qcp.h"
#include "widgets/row_profile_view.h"

using namespace ropescope;

namespace {

/// p falls with the distance to `peak`.
RowValues row(int query, int peak)
{
    RowValues values {
        .query = query, .keys = { 0, query + 1 }, .logits = {}, .probabilities = {}
    };
    double sum = 0.0;
    for (int key = 0; key <= query; ++key) {
        values.logits.push_back(-std::abs(key - peak));
        sum += std::exp(values.logits.back());
    }
    for (const double logit : values.logits)
        values.probabilities.push_back(std::exp(logit) / sum);
    return values;
}

} // namespace

class TstRowProfileView : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_view = std::make_unique<RowProfileView>();
        m_view->resize(700, 190);
        m_view->show();
    }
    void cleanup() { m_view.reset(); }

    void withoutACellItSaysWhatToDo()
    {
        QCOMPARE(m_view->placeholder(), "Point at a cell of the map.");
        m_view->setRow({ row(99, 40), std::nullopt });
        QVERIFY(m_view->placeholder().isEmpty());
    }

    void theCurveStandsOverTheMiddleOfItsKeys()
    {
        const RowValues values = row(99, 40);
        m_view->setRow({ values, std::nullopt });
        const QCPGraph* const graph = plot()->graph(0);
        QCOMPARE(graph->dataCount(), 100);
        QCOMPARE(graph->dataMainKey(40), 40.5);
        QCOMPARE(graph->dataMainValue(40), values.probabilities[40]);
        QVERIFY(!plot()->graph(1)->visible());
    }

    void theLogitIsThereOnDemand()
    {
        m_view->setRow({ row(99, 40), std::nullopt });
        QTest::mouseClick(m_view->findChild<QToolButton*>("rowUnit1"), Qt::LeftButton);
        QCOMPARE(plot()->graph(0)->dataMainValue(43), -3.0);
        QTest::mouseClick(m_view->findChild<QToolButton*>("rowUnit0"), Qt::LeftButton);
        QVERIFY(plot()->graph(0)->dataMainValue(43) > 0.0);
    }

    void anEditStandsOverTheOriginal()
    {
        m_view->setRow({ row(99, 40), row(99, 70) });
        QVERIFY(plot()->graph(1)->visible());
        QVERIFY(plot()->graph(1)->dataMainValue(70) > plot()->graph(1)->dataMainValue(40));
        QVERIFY(m_view->legendText().contains("original"));
        QVERIFY(m_view->legendText().contains("edited"));
        QCOMPARE(plot()->graph(0)->pen().color(), Theme::darkTheme().predicted);
    }

    void theSinkMaskLeavesTheFirstKeyOutOfTheRange()
    {
        const RowValues values = row(99, 0);
        m_view->setRow({ values, std::nullopt, {}, false });
        QVERIFY(plot()->yAxis->range().contains(values.probabilities[0]));
        m_view->setRow({ values, std::nullopt, {}, true });
        QVERIFY(!plot()->yAxis->range().contains(values.probabilities[0]));
        QVERIFY(plot()->yAxis->range().contains(values.probabilities[1]));
    }

    void hoveringNamesAKeyAndPointsAtIt()
    {
        QStringList pieces;
        for (int i = 0; i < 100; ++i)
            pieces << QStringLiteral("w%1").arg(i);
        m_view->setTokens(pieces);
        m_view->setRow({ row(99, 40), std::nullopt });
        plot()->replot();
        QSignalSpy pointed(m_view.get(), &RowProfileView::keyPointed);
        QTest::mouseMove(plot(), at(30.5));
        QCOMPARE(pointed.size(), 1);
        QCOMPARE(pointed[0][0].toInt(), 99);
        QCOMPARE(pointed[0][1].toInt(), 30);
        QVERIFY2(m_view->readout().startsWith("key 30 “w30” · p ")
                     && m_view->readout().endsWith("lag 69"),
                 qPrintable(m_view->readout()));
    }

    void keysMoveTheMarkAndStayInTheRow()
    {
        m_view->setRow({ row(99, 40), std::nullopt });
        m_view->markKey(98);
        QSignalSpy pointed(m_view.get(), &RowProfileView::keyPointed);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QCOMPARE(pointed.size(), 1);
        QCOMPARE(pointed[0][1].toInt(), 99);
        QTest::keyClick(m_view.get(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(pointed[1][1].toInt(), 89);
    }

    void markingEmitsNothing()
    {
        m_view->setRow({ row(99, 40), std::nullopt });
        QSignalSpy pointed(m_view.get(), &RowProfileView::keyPointed);
        m_view->markKey(12);
        QVERIFY(m_view->readout().startsWith("key 12 "));
        m_view->markKey(-1);
        QVERIFY(m_view->readout().isEmpty());
        QCOMPARE(pointed.size(), 0);
    }

    void closeEnoughKeysAreNamedByTheirPieces()
    {
        QStringList pieces;
        for (int i = 0; i < 100; ++i)
            pieces << QStringLiteral("w%1").arg(i);
        m_view->setTokens(pieces);
        m_view->setRow({ row(99, 40), std::nullopt });
        plot()->replot();
        QVERIFY(!plot()->xAxis->tickVectorLabels().contains(QStringLiteral("w40")));
        m_view->markKey(40);
        for (int i = 0; i < 20; ++i)
            QTest::keyClick(m_view.get(), Qt::Key_Plus);
        plot()->replot();
        QVERIFY(plot()->xAxis->tickVectorLabels().contains(QStringLiteral("w40")));
    }

    void zoomStaysInsideTheRowAndSurvivesAnEdit()
    {
        m_view->setRow({ row(99, 40), std::nullopt });
        m_view->markKey(40);
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(m_view.get(), Qt::Key_Plus);
        const QCPRange zoomed = plot()->xAxis->range();
        QVERIFY(zoomed.size() < 60.0);
        QVERIFY(zoomed.contains(40.5));
        m_view->setRow({ row(99, 50), row(99, 40) });
        QCOMPARE(plot()->xAxis->range(), zoomed);
        for (int i = 0; i < 40; ++i)
            QTest::keyClick(m_view.get(), Qt::Key_Minus);
        QCOMPARE(plot()->xAxis->range(), QCPRange(0.0, 100.0));
        m_view->setRow({ row(49, 10), std::nullopt });
        QCOMPARE(plot()->xAxis->range(), QCPRange(0.0, 50.0));
    }

private:
    [[nodiscard]] QCustomPlot* plot() const { return m_view->plot(); }
    [[nodiscard]] QPoint at(double key) const
    {
        return { static_cast<int>(std::lround(plot()->xAxis->coordToPixel(key))),
                 plot()->axisRect()->center().y() };
    }

    std::unique_ptr<RowProfileView> m_view;
};

QTEST_MAIN(TstRowProfileView)
#include "tst_row_profile_view.moc"
