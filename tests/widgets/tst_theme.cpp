// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QRegularExpression>
#include <QTest>
#include <QWidget>

#include "widgets/theme.h"

using namespace ropescope;

class TstTheme : public QObject {
    Q_OBJECT

private slots:
    void contrastOfBlackOnWhiteIsTwentyOne();
    void everyTextCanBeRead_data();
    void everyTextCanBeRead();
    void barsStandOutFromTheCard_data() { everyTextCanBeRead_data(); }
    void barsStandOutFromTheCard();
    void styleSheetLeavesNoWordUnfilled_data() { everyTextCanBeRead_data(); }
    void styleSheetLeavesNoWordUnfilled();
    void styleSheetIsUnderstoodByQt();
    void paletteFollowsTheTheme_data() { everyTextCanBeRead_data(); }
    void paletteFollowsTheTheme();
    void largerFontMakesLargerHeadings();
    void mixedReachesBothEnds();
};

void TstTheme::contrastOfBlackOnWhiteIsTwentyOne()
{
    QVERIFY(std::abs(contrastRatio(Qt::black, Qt::white) - 21.0) < 1e-6);
    QVERIFY(std::abs(contrastRatio(Qt::white, Qt::black) - 21.0) < 1e-6);
    QVERIFY(std::abs(contrastRatio(Qt::red, Qt::red) - 1.0) < 1e-6);
}

void TstTheme::everyTextCanBeRead_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
}

void TstTheme::everyTextCanBeRead()
{
    QFETCH(bool, dark);
    const Theme theme = dark ? Theme::darkTheme() : Theme::lightTheme();
    constexpr double kReadable = 4.5; // WCAG AA
    for (const QColor& ground : { theme.window, theme.panel, theme.field }) {
        const std::pair<const char*, QColor> inks[]
            = { { "text", theme.text },         { "mutedText", theme.mutedText },
                { "measured", theme.measured }, { "predicted", theme.predicted },
                { "good", theme.good },         { "opposed", theme.opposed } };
        for (const auto& [name, ink] : inks) {
            const double ratio = contrastRatio(ink, ground);
            const QString line = QStringLiteral("%1 on %2: %3").arg(name, ground.name()).arg(ratio);
            QVERIFY2(ratio >= kReadable, qPrintable(line));
        }
    }
    QVERIFY(contrastRatio(theme.onMeasured, theme.measured) >= kReadable);
}

void TstTheme::barsStandOutFromTheCard()
{
    QFETCH(bool, dark);
    const Theme theme = dark ? Theme::darkTheme() : Theme::lightTheme();
    QVERIFY(contrastRatio(restingColour(theme), theme.field) >= 3.0);
}

void TstTheme::styleSheetLeavesNoWordUnfilled()
{
    QFETCH(bool, dark);
    const QString sheet = styleSheet(dark ? Theme::darkTheme() : Theme::lightTheme());
    const qsizetype word = sheet.indexOf('@');
    QVERIFY2(word < 0, qPrintable(sheet.mid(word, 40)));
}

void TstTheme::styleSheetIsUnderstoodByQt()
{
    QTest::failOnWarning(QRegularExpression("Could not parse|Unknown property"));
    QWidget widget;
    widget.setStyleSheet(styleSheet(Theme::darkTheme()));
    widget.ensurePolished();
    QVERIFY(!widget.styleSheet().isEmpty());
}

void TstTheme::paletteFollowsTheTheme()
{
    QFETCH(bool, dark);
    const Theme theme = dark ? Theme::darkTheme() : Theme::lightTheme();
    const QPalette colours = palette(theme);
    QCOMPARE(colours.color(QPalette::Text), theme.text);
    QCOMPARE(colours.color(QPalette::Base), theme.window);
    QCOMPARE(colours.color(QPalette::Highlight), theme.measured);
    QVERIFY(colours.color(QPalette::Disabled, QPalette::Text) != theme.text);
}

void TstTheme::largerFontMakesLargerHeadings()
{
    QVERIFY(styleSheet(Theme::darkTheme(), 13).contains("font-size: 11px"));
    QVERIFY(styleSheet(Theme::darkTheme(), 20).contains("font-size: 18px"));
}

void TstTheme::mixedReachesBothEnds()
{
    QCOMPARE(mixed(Qt::black, Qt::white, 0.0), QColor(Qt::black).toRgb());
    QCOMPARE(mixed(Qt::black, Qt::white, 1.0).name(), QColor(Qt::white).name());
    QCOMPARE(mixed(Qt::black, Qt::white, 7.0).name(), QColor(Qt::white).name());
}

QTEST_MAIN(TstTheme)
#include "tst_theme.moc"
