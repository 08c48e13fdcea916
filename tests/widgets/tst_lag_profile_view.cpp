// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <numbers>

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include "widgets/lag_profile_view.h"
#include "widgets/qcp.h"

using namespace ropescope;

namespace {

LagProfileContent periodic(int lags, double period)
{
    LagProfileContent content;
    for (int lag = 0; lag < lags; ++lag) {
        content.predicted.push_back(std::cos(2.0 * std::numbers::pi * lag / period));
        content.measured.push_back(content.predicted.back() + 0.01);
    }
    content.measuredPeriod = Period { .tokens = period, .strength = 0.9 };
    content.predictedPeriod = period;
    content.dominantPair = 14;
    content.dominantShare = 0.4;
    return content;
}

} // namespace

class TstLagProfileView : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_view.reset(); }

    void curvesHoldTheProfiles();
    void legendNamesBothPeriods();
    void legendIsHonestWithoutPeriod();
    void emptyProfileSaysSo();
    void firstViewShowsNinePeriods();
    void shortProfileIsShownWhole();
    void crowdedMarkersAreLeftOut();
    void markersVanishWithoutPrediction();
    void wheelZoomsAtTheCursor();
    void doubleClickShowsAllLags();
    void zoomSurvivesAnEditButNotAnotherLength();
    void keysMoveTheView();
    void rangeStaysInsideTheProfile();
    void hoverTellsTheLag();
    void valuesThatAreNotFiniteDoNotSpoilTheAxis();

private:
    [[nodiscard]] QCPRange range() const { return m_view->plot()->xAxis->range(); }
    [[nodiscard]] QPoint at(double lag) const
    {
        QCustomPlot* const plot = m_view->plot();
        return { static_cast<int>(std::lround(plot->xAxis->coordToPixel(lag))),
                 plot->axisRect()->center().y() };
    }
    void turnWheel(const QPoint& where, int delta) const
    {
        QWheelEvent wheel(where, m_view->plot()->mapToGlobal(QPointF(where)), {}, { 0, delta },
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_view->plot(), &wheel);
    }

    std::unique_ptr<LagProfileView> m_view;
};

void TstLagProfileView::init()
{
    m_view = std::make_unique<LagProfileView>();
    m_view->resize(700, 190);
    m_view->show();
    m_view->setProfile(periodic(256, 15.0));
    m_view->plot()->replot();
}

void TstLagProfileView::curvesHoldTheProfiles()
{
    QCustomPlot* const plot = m_view->plot();
    QCOMPARE(plot->graphCount(), 2);
    QCOMPARE(plot->graph(0)->dataCount(), 256);
    QCOMPARE(plot->graph(0)->dataMainKey(15), 15.0);
    QVERIFY(std::abs(plot->graph(0)->dataMainValue(15) - 1.01) < 1e-9);
    QVERIFY(std::abs(plot->graph(1)->dataMainValue(15) - 1.0) < 1e-9);
    QCOMPARE(plot->graph(0)->pen().style(), Qt::SolidLine);
    QVERIFY(plot->graph(1)->pen().style() != Qt::SolidLine);
}

void TstLagProfileView::legendNamesBothPeriods()
{
    QCOMPARE(m_view->legendText(), "measured 15.00   predicted 2π/θ = 15.00 tokens");
    const QString shown = m_view->findChild<QLabel*>("lagLegend")->text();
    QVERIFY(shown.contains("measured 15.00"));
    QVERIFY(shown.contains(Theme::darkTheme().predicted.name()));
}

void TstLagProfileView::legendIsHonestWithoutPeriod()
{
    LagProfileContent content = periodic(256, 15.0);
    content.measuredPeriod.reset();
    m_view->setProfile(content);
    QCOMPARE(m_view->legendText(), "measured: no period   predicted 2π/θ = 15.00 tokens");
    content.predictedPeriod = 0.0;
    m_view->setProfile(content);
    QCOMPARE(m_view->legendText(), "measured: no period");
}

void TstLagProfileView::emptyProfileSaysSo()
{
    m_view->clear();
    QCOMPARE(m_view->legendText(), "no lag profile yet");
    QCOMPARE(m_view->plot()->graph(0)->dataCount(), 0);
    QVERIFY(m_view->markedMultiples().empty());
    m_view->plot()->replot();
}

void TstLagProfileView::firstViewShowsNinePeriods()
{
    QCOMPARE(range().lower, 0.0);
    QCOMPARE(range().upper, 135.0);
    QCOMPARE(m_view->markedMultiples(), (std::vector<int> { 1, 2, 3, 4, 5, 6, 7, 8, 9 }));
}

void TstLagProfileView::shortProfileIsShownWhole()
{
    m_view->setProfile(periodic(40, 15.0));
    QCOMPARE(range().upper, 39.0);
}

void TstLagProfileView::crowdedMarkersAreLeftOut()
{
    m_view->setProfile(periodic(4096, 15.0));
    m_view->showAllLags();
    const std::vector<int> multiples = m_view->markedMultiples();
    QVERIFY(multiples.size() >= 2);
    for (std::size_t i = 1; i < multiples.size(); ++i)
        QVERIFY(at(15.0 * multiples[i]).x() - at(15.0 * multiples[i - 1]).x() >= 28);
}

void TstLagProfileView::markersVanishWithoutPrediction()
{
    LagProfileContent content = periodic(256, 15.0);
    content.predictedPeriod = 0.0;
    m_view->setProfile(content);
    QVERIFY(m_view->markedMultiples().empty());
}

void TstLagProfileView::wheelZoomsAtTheCursor()
{
    const double before = range().size();
    const QPoint where = at(60.0);
    turnWheel(where, 120);
    QVERIFY(range().size() < before);
    QVERIFY(std::abs(m_view->plot()->xAxis->pixelToCoord(where.x()) - 60.0) < 0.5);
    turnWheel(where, -120);
    QVERIFY(std::abs(range().size() - before) < 1e-6);
}

void TstLagProfileView::doubleClickShowsAllLags()
{
    QTest::mouseDClick(m_view->plot(), Qt::LeftButton, {}, at(60.0));
    QCOMPARE(range().lower, 0.0);
    QCOMPARE(range().upper, 255.0);
}

void TstLagProfileView::zoomSurvivesAnEditButNotAnotherLength()
{
    turnWheel(at(60.0), 240);
    const QCPRange zoomed = range();
    m_view->setProfile(periodic(256, 22.0));
    QCOMPARE(range(), zoomed);
    m_view->setProfile(periodic(512, 22.0));
    QCOMPARE(range().upper, 198.0);
}

void TstLagProfileView::keysMoveTheView()
{
    QTest::keyClick(m_view.get(), Qt::Key_Plus);
    QVERIFY(range().size() < 135.0);
    const double lower = range().lower;
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QVERIFY(range().lower > lower);
    QTest::keyClick(m_view.get(), Qt::Key_Left);
    QVERIFY(std::abs(range().lower - lower) < 1e-9);
    QTest::keyClick(m_view.get(), Qt::Key_A);
    QCOMPARE(range().upper, 255.0);
    QTest::keyClick(m_view.get(), Qt::Key_F);
    QCOMPARE(range().upper, 135.0);
}

void TstLagProfileView::rangeStaysInsideTheProfile()
{
    for (int step = 0; step < 60; ++step)
        turnWheel(at(0.5 * (range().lower + range().upper)), 120);
    QVERIFY(range().size() >= 7.99);
    for (int step = 0; step < 60; ++step)
        QTest::keyClick(m_view.get(), Qt::Key_Right);
    QVERIFY(range().upper <= 255.0 + 1e-9);
    for (int step = 0; step < 60; ++step)
        turnWheel(at(200.0), -120);
    QCOMPARE(range(), QCPRange(0.0, 255.0));
}

void TstLagProfileView::hoverTellsTheLag()
{
    QSignalSpy hovered(m_view.get(), &LagProfileView::lagHovered);
    const QPointF where(at(15.0));
    QMouseEvent move(QEvent::MouseMove, where, m_view->plot()->mapToGlobal(where), Qt::NoButton,
                     Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(m_view->plot(), &move);
    QCOMPARE(hovered.count(), 1);
    QCOMPARE(hovered[0][0].toInt(), 15);
    QCOMPARE(m_view->findChild<QLabel*>("lagReadout")->text(),
             "lag 15 · measured 1.010 · predicted 1.000");
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(m_view->plot(), &leave);
    QCOMPARE(hovered.last()[0].toInt(), -1);
    QVERIFY(m_view->findChild<QLabel*>("lagReadout")->text().isEmpty());
}

void TstLagProfileView::valuesThatAreNotFiniteDoNotSpoilTheAxis()
{
    LagProfileContent content = periodic(256, 15.0);
    content.measured[3] = std::numeric_limits<double>::quiet_NaN();
    content.measured[4] = -std::numeric_limits<double>::infinity();
    m_view->setProfile(content);
    const QCPRange values = m_view->plot()->yAxis->range();
    QVERIFY(values.lower > -2.0 && values.upper < 2.0);
}

QTEST_MAIN(TstLagProfileView)
#include "tst_lag_profile_view.moc"
