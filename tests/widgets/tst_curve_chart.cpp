// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "widgets/chart_plot.h"
#include "widgets/curve_chart.h"
#include "widgets/curve_list.h"
#include "widgets/curve_look.h"
#include "widgets/qcp.h"

using namespace ropescope;

namespace {

CurveChart someChart()
{
    CurveChart chart;
    chart.xLabel = "budget";
    chart.yLabel = "KL";
    chart.xIsLog = true;
    chart.yIsLog = true;
    chart.xTicks = { 48, 64, 256 };
    chart.curves = { { "cake", 5, { { 48, 0.12 }, { 64, 0.1 }, { 256, 0.03 } } },
                     { "tappa", 7, { { 48, 0.13 }, { 64, 0.115 }, { 256, 0.046 } } } };
    return chart;
}

} // namespace

class TestCurveChart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLookIsToldApartWithoutColour()
    {
        for (int a = 0; a < kCurveLooks; ++a) {
            for (int b = a + 1; b < kCurveLooks; ++b) {
                const CurveLook first = curveLook(a);
                const CurveLook second = curveLook(b);
                QVERIFY2(first.line != second.line || first.marker != second.marker
                             || first.isFilled != second.isFilled,
                         qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
            }
        }
    }

    void everyLookIsSeenOnBothBackgroundsAndOnPaper()
    {
        for (int i = 0; i < kCurveLooks; ++i) {
            QVERIFY(contrastRatio(curveLook(i).onDark, Theme::darkTheme().window) >= 3.0);
            QVERIFY(contrastRatio(curveLook(i).onLight, Theme::lightTheme().window) >= 3.0);
            QVERIFY(contrastRatio(curveLook(i).onLight, Qt::white) >= 3.0);
        }
    }

    void indicesBeyondTheLooksBeginAgain()
    {
        QCOMPARE(curveLook(kCurveLooks + 2).onDark, curveLook(2).onDark);
        QCOMPARE(curveLook(-1).onDark, curveLook(kCurveLooks - 1).onDark);
    }

    void rangesHoldAllPointsAndTheLineAcross()
    {
        CurveChart chart = someChart();
        chart.reference = 0.01;
        QVERIFY(yRange(chart).low < 0.01 && yRange(chart).high > 0.13);
        QVERIFY(xRange(chart).low > 0.0 && xRange(chart).low < 48 && xRange(chart).high > 256);
        chart.reference = 0.0; // has no place on a logarithmic axis
        QVERIFY(yRange(chart).low > 0.0);
        QVERIFY(yRange({}).low < yRange({}).high);
    }

    void ticksAreRoundAndInside()
    {
        const CurveChart chart = someChart();
        const auto x = xTicks(chart);
        QCOMPARE(x.size(), std::size_t { 3 });
        QCOMPARE(x[2].label, QString("256"));
        QStringList labels;
        for (const ChartTick& tick : yTicks(chart)) {
            QVERIFY(tick.value >= yRange(chart).low && tick.value <= yRange(chart).high);
            labels << tick.label;
        }
        QCOMPARE(labels, (QStringList { "0.05", "0.1" }));
    }

    void aNarrowLogarithmicRangeStillHasTicks()
    {
        CurveChart chart = someChart();
        chart.curves = { { "a", 0, { { 1, 31.0 }, { 2, 34.0 } } } };
        QVERIFY(yTicks(chart).size() >= 2);
    }

    void aPointIsFoundWhereItIsDrawn()
    {
        QCustomPlot plot;
        plot.resize(600, 300);
        ChartPlot drawn(&plot);
        drawn.setChart(someChart());
        drawn.paint(Theme::darkTheme());
        plot.replot();
        const ChartPoint wanted { 1, 2 };
        QCOMPARE(drawn.nearest(drawn.pixelOf(wanted) + QPointF(3, -2)), std::optional(wanted));
        QVERIFY(!drawn.nearest(QPointF(-500, -500)));
    }

    void curvesThatAreTickedOffStaySoWithOtherCurves()
    {
        CurveList list;
        list.setCurves(someChart().curves);
        QVERIFY(list.isShown("cake"));
        list.item(0)->setCheckState(Qt::Unchecked);
        QVERIFY(!list.isShown("cake") && list.isShown("tappa"));
        list.setCurves({ { "h2o", 2, {} }, { "cake", 5, {} } });
        QCOMPARE(list.item(1)->checkState(), Qt::Unchecked);
        QCOMPARE(list.item(0)->checkState(), Qt::Checked);
    }
};

QTEST_MAIN(TestCurveChart)
#include "tst_curve_chart.moc"
