// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QPainter>
#include <QTest>

#include "widgets/heatmap_view.h"
#include "widgets/kept_marks.h"

using namespace ropescope;

namespace {

/// Tokens 0 to 9 are the prompt; the even ones stay.
KeptMarks someMarks()
{
    KeptMarks marks { .promptTokens = 10, .isKept = {}, .lost = std::vector<double>(16, 0.5) };
    for (int i = 0; i < 10; ++i)
        marks.isKept.push_back(i % 2 == 0);
    for (std::size_t t = 10; t < 16; ++t)
        marks.lost[t] = 0.25;
    return marks;
}

QImage painted(const KeptMarks& marks, const CellMapping& mapping)
{
    QImage image(200, 200, QImage::Format_RGB32);
    image.fill(Qt::red);
    QPainter painter(&image);
    paintKeptMarks(painter, marks, mapping, Theme::darkTheme());
    painter.end();
    return image;
}

} // namespace

class TestKeptMarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsGoneIsDimmedAndWhatStaysIsNot()
    {
        const CellMapping mapping(16, QRectF(10, 10, 160, 160));
        const QImage image = painted(someMarks(), mapping);
        const auto at = [&](int query, int key) {
            return image.pixelColor(mapping.centreOf({ query, key }).toPoint());
        };
        QCOMPARE(at(12, 4), QColor(Qt::red));
        QVERIFY(at(12, 5).red() < 100);
        QCOMPARE(at(14, 12), QColor(Qt::red)); // behind the prompt all stay
    }

    void aStripAboveTheMapMarksWhatStays()
    {
        const CellMapping mapping(16, QRectF(10, 10, 160, 160));
        const QImage image = painted(someMarks(), mapping);
        const int y = 10 - kKeptStrip / 2 - 1;
        QCOMPARE(image.pixelColor(mapping.centreOf({ 0, 4 }).toPoint().x(), y),
                 Theme::darkTheme().measured);
        QCOMPARE(image.pixelColor(mapping.centreOf({ 0, 5 }).toPoint().x(), y), QColor(Qt::red));
    }

    void barsBesideTheMapSayWhatRowsLose()
    {
        const CellMapping mapping(16, QRectF(10, 10, 160, 160));
        const QImage image = painted(someMarks(), mapping);
        const auto length = [&](int row) {
            const int y = mapping.centreOf({ row, 0 }).toPoint().y();
            int count = 0;
            for (int x = 172; x < 200; ++x) {
                const QColor colour = image.pixelColor(x, y);
                const Theme theme = Theme::darkTheme();
                count += colour.rgb() == theme.predicted.rgb()
                        || colour.rgb() == mixed(theme.window, theme.predicted, 0.45).rgb()
                    ? 1
                    : 0;
            }
            return count;
        };
        QVERIFY(length(4) > length(12));
        QVERIFY(length(12) >= 2);
    }

    void zoomedMarksStandAtTheirKeys()
    {
        const CellMapping mapping
            = CellMapping(16, QRectF(10, 10, 160, 160)).withVisible({ 8, 16 }, { 2, 10 });
        const QImage image = painted(someMarks(), mapping);
        QCOMPARE(image.pixelColor(mapping.centreOf({ 12, 4 }).toPoint()), QColor(Qt::red));
        QVERIFY(image.pixelColor(mapping.centreOf({ 12, 7 }).toPoint()).red() < 100);
    }

    void theMeanIsOfTheQueriesThatMeasure()
    {
        KeptMarks marks = someMarks();
        QCOMPARE(marks.keptCount(), 5);
        QCOMPARE(marks.meanLost(), 0.25);
        marks.lost.resize(10); // nothing behind the prompt
        QCOMPARE(marks.meanLost(), 0.5);
    }

    void anotherNumberOfTokensForgetsThem()
    {
        HeatmapView view;
        view.setTokenCount(16);
        view.setKeptMarks(std::make_shared<const KeptMarks>(someMarks()));
        QVERIFY(view.keptMarks());
        view.setTokenCount(20);
        QVERIFY(!view.keptMarks());
    }
};

QTEST_MAIN(TestKeptMarks)
#include "tst_kept_marks.moc"
