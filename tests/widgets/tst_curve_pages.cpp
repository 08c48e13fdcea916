// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <limits>

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "widgets/image_plottable.h"
#include "widgets/pair_waves_view.h"
#include "widgets/season_view.h"
#include "widgets/similarity_view.h"
#include "widgets/spectrum_view.h"

using namespace ropescope;

namespace {

PairWavesContent waves(int selected)
{
    PairWavesContent content { .phasors = { { 1.0, 0.0 }, { 3.0, -2.0 }, { 0.5, 1.0 } },
                               .wavelengths = { 6.0, 60.0, 600.0 },
                               .predicted = std::vector<double>(200, 0.25),
                               .wave = {},
                               .selected = selected };
    if (selected >= 0)
        content.wave = pairWave(content.phasors[static_cast<std::size_t>(selected)], 0.1, 200);
    return content;
}

QPoint over(const QCustomPlot* plot, double x)
{
    return { static_cast<int>(std::lround(plot->xAxis->coordToPixel(x))),
             plot->axisRect()->center().y() };
}

template <class View> void show(View& view)
{
    view.resize(800, 220);
    view.show();
}

} // namespace

class TstCurvePages : public QObject {
    Q_OBJECT

private slots:
    void aClickOverAWavelengthChoosesThePair()
    {
        PairWavesView view;
        show(view);
        view.setContent(waves(-1));
        view.plot()->replot();
        QSignalSpy chosen(&view, &PairWavesView::pairSelected);
        QTest::mouseClick(view.plot(), Qt::LeftButton, {}, over(view.plot(), 60.0));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toInt(), 1);
    }

    void theChosenPairsWaveLiesOverTheSum()
    {
        PairWavesView view;
        show(view);
        view.setContent(waves(1));
        QCOMPARE(view.wavePlot()->graph(1)->dataCount(), 200);
        QVERIFY(std::abs(view.wavePlot()->graph(1)->dataMainValue(0) - 3.0 * std::cos(-2.0))
                < 1e-12);
        QVERIFY(view.readout().startsWith("pair 1 · T 60.00 · amplitude 3.000 · phase −2.00"));
        QVERIFY(view.legendText().contains("pair 1 alone"));
        view.setContent(waves(-1));
        QCOMPARE(view.wavePlot()->graph(1)->dataCount(), 0);
    }

    void arrowKeysChooseTheNextPair()
    {
        PairWavesView view;
        show(view);
        view.setContent(waves(1));
        QSignalSpy chosen(&view, &PairWavesView::pairSelected);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(chosen[0][0].toInt(), 2);
        view.setContent(waves(2));
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(chosen.size(), 1);
    }

    void aPairThatDoesNotTurnStandsAtTheEnd()
    {
        PairWavesView view;
        show(view);
        PairWavesContent content = waves(-1);
        content.wavelengths[1] = std::numeric_limits<double>::infinity();
        view.setContent(content);
        const QCPRange range = view.plot()->xAxis->range();
        QVERIFY(std::isfinite(range.upper));
        QVERIFY(range.contains(6000.0));
    }

    void spectraTellHowManyDirectionsTheyFill()
    {
        SpectrumView view;
        show(view);
        view.setSpectra({ { 2.0, 2.0, 2.0, 2.0 }, { 9.0, 0.001, 0.0, 0.0 } });
        QVERIFY2(view.legendText().contains("queries: effective rank 4.0, first holds 25 %"),
                 qPrintable(view.legendText()));
        QVERIFY(view.legendText().contains("keys: effective rank 1.0, first holds 100 %"));
        QCOMPARE(view.plot()->graph(0)->dataCount(), 4);
        QCOMPARE(view.plot()->graph(1)->dataCount(), 2); // zeros have no place on a log axis
        QVERIFY(view.plot()->yAxis->range().lower > 0.0);
    }

    void noTickOfANarrowSpectrumIsWrittenTwice()
    {
        for (const double most : { 25.0, 60.0, 900.0, 1e7 }) {
            SpectrumView view;
            show(view);
            view.setSpectra({ { most, 22.0 }, { 0.9 * most, 20.0 } });
            view.plot()->replot(QCustomPlot::rpImmediateRefresh);
            const QVector<QString> labels = view.plot()->yAxis->tickVectorLabels();
            QVERIFY(labels.size() >= 2);
            QCOMPARE(QSet<QString>(labels.begin(), labels.end()).size(), labels.size());
        }
    }

    void theCellOfTheMapIsMarkedInTheMatrix()
    {
        SimilarityView view;
        show(view);
        view.setContent(similarity());
        const auto place = [&] {
            const auto* const line = qobject_cast<QCPItemStraightLine*>(view.plot()->item(0));
            return line->visible() ? line->point1->coords().y() : -1.0;
        };
        QCOMPARE(place(), -1.0);
        view.markCell(5, 2);
        QCOMPARE(place(), 5.5);
        SimilarityContent keys = similarity();
        keys.choice.keys = true;
        view.setContent(keys);
        QCOMPARE(place(), 2.5);
        view.markCell(-1, -1);
        QCOMPARE(place(), -1.0);
    }

    void theSimilarityChoiceIsTold()
    {
        SimilarityView view;
        show(view);
        QCOMPARE(view.choice(), SimilarityChoice {});
        QSignalSpy changed(&view, &SimilarityView::choiceChanged);
        view.setContent(similarity());
        QTest::mouseClick(view.findChild<QToolButton*>("similarityVectors1"), Qt::LeftButton);
        QTest::mouseClick(view.findChild<QToolButton*>("similarityFrame1"), Qt::LeftButton);
        QCOMPARE(changed.size(), 2);
        QCOMPARE(view.choice(), (SimilarityChoice { true, VectorFrame::Rotated }));
    }

    void theMatrixStandsBesideItsThreeMeans()
    {
        SimilarityView view;
        show(view);
        view.setContent(similarity());
        QVERIFY(view.meansText().contains("0.500  all pairs, raw"));
        QVERIFY(view.meansText().contains("0.250  last 32 tokens, rotated"));
        QVERIFY(view.meansText().contains("–  neighbours, raw"));
        const auto* const image = qobject_cast<ImagePlottable*>(view.plot()->plottable(0));
        QCOMPARE(image->image().size(), QSize(2, 2));
        QTest::mouseMove(view.plot(),
                         QPoint(over(view.plot(), 6.5).x(),
                                static_cast<int>(view.plot()->yAxis->coordToPixel(1.5))));
        QVERIFY2(view.readout().startsWith("1 · 6 · cosine −0.400"), qPrintable(view.readout()));
    }

    void aSeasonIsMarkedWithItsDetuning()
    {
        SeasonView view;
        show(view);
        SeasonContent content {
            std::vector<double>(60, 0.1), std::vector<double>(60, 0.2),
            Season { .period = 17, .strength = 0.6, .detuning = { 0.5, 1.5 }, .resonance = 0.9 }
        };
        view.setContent(content);
        QCOMPARE(view.readout(), "season of 17 tokens · strength 0.60 · resonance 0.90");
        QVERIFY(view.legendText().contains("L = 17 tokens"));
        content.season.reset();
        view.setContent(content);
        QVERIFY(view.readout().startsWith("no season"));
        view.setContent({});
        QVERIFY(!view.placeholder().isEmpty());
    }

private:
    static SimilarityContent similarity()
    {
        QImage image(2, 2, QImage::Format_RGBA8888);
        image.fill(Qt::blue);
        return { .choice = {},
                 .image = image,
                 .values = { 2, 2, { 1.0F, -0.4F, -0.4F, 1.0F } },
                 .tokenCount = 8,
                 .low = -0.4F,
                 .high = 1.0F,
                 .means = { 0.5, 0.25, std::nullopt } };
    }
};

QTEST_MAIN(TstCurvePages)
#include "tst_curve_pages.moc"
