// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDesktopServices>
#include <QImage>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>

#include "widgets/formula_box.h"
#include "widgets/formula_browser.h"
#include "widgets/formula_parser.h"
#include "widgets/formula_text.h"

using namespace ropescope;

namespace {

QFont testFont()
{
    QFont font;
    font.setPixelSize(20);
    return font;
}

FormulaBox boxOf(const QString& tex, FormulaStyle style = FormulaStyle::Displayed)
{
    const auto formula = parseFormula(tex);
    if (!formula)
        qFatal("%s", formula.error().message.c_str());
    return layOutFormula(*formula, testFont(), style);
}

/// All that is drawn as text, from left to right.
QString textOf(const FormulaBox& box)
{
    QString text;
    for (const FormulaBox::Glyphs& part : box.glyphs)
        text += part.text;
    return text;
}

double baselineOf(const FormulaBox& box, const QString& text)
{
    for (const FormulaBox::Glyphs& part : box.glyphs) {
        if (part.text == text)
            return part.baseline.y();
    }
    return qQNaN();
}

double leftOf(const FormulaBox& box, const QString& text)
{
    for (const FormulaBox::Glyphs& part : box.glyphs) {
        if (part.text == text)
            return part.baseline.x();
    }
    return qQNaN();
}

/// How many pixels are darker than paper.
int inkOf(const QImage& image)
{
    int ink = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            ink += qGray(image.pixel(x, y)) < 128 ? 1 : 0;
    }
    return ink;
}

/// What would have been handed to the desktop.
class OpenedLinks : public QObject {
    Q_OBJECT

public:
    OpenedLinks()
    {
        for (const char* const scheme : kSchemes)
            QDesktopServices::setUrlHandler(QString::fromLatin1(scheme), this, "add");
    }
    ~OpenedLinks() override
    {
        for (const char* const scheme : kSchemes)
            QDesktopServices::unsetUrlHandler(QString::fromLatin1(scheme));
    }
    OpenedLinks(const OpenedLinks&) = delete;
    OpenedLinks& operator=(const OpenedLinks&) = delete;

    QStringList links;

public Q_SLOTS:
    void add(const QUrl& link) { links << link.toString(); }

private:
    static constexpr const char* kSchemes[] = { "https", "http", "file", "mailto" };
};

} // namespace

class TestFormula : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void symbolsStandOnOneBaselineInOrder()
    {
        const FormulaBox box = boxOf(QStringLiteral("x+y"));
        QCOMPARE(textOf(box), QStringLiteral("x+y"));
        QVERIFY(leftOf(box, "x") < leftOf(box, "+"));
        QVERIFY(leftOf(box, "+") < leftOf(box, "y"));
        for (const QString text : { "x", "+", "y" })
            QCOMPARE(baselineOf(box, text), 0.0);
    }

    void operatorsHaveRoomAndScriptsHaveNone()
    {
        const double apart = boxOf(QStringLiteral("x=y")).width;
        const double together = boxOf(QStringLiteral("x")).width
            + boxOf(QStringLiteral("{=}")).width + boxOf(QStringLiteral("y")).width;
        QVERIFY(apart > together + 5.0);
        const FormulaBox script = boxOf(QStringLiteral("x^{a=b}"));
        const double gap = leftOf(script, "=") - leftOf(script, "a");
        QVERIFY(gap < 14.0); // the width of a, nothing more
    }

    void aMinusAtTheBeginningIsASignAndNotADifference()
    {
        const double sign = boxOf(QStringLiteral("-x")).width;
        const double difference
            = boxOf(QStringLiteral("y-x")).width - boxOf(QStringLiteral("y")).width;
        QVERIFY(sign < difference);
    }

    void scriptsRiseAndDropAndAreSmaller()
    {
        const FormulaBox box = boxOf(QStringLiteral("q_t^m"));
        QVERIFY(baselineOf(box, "m") < 0.0);
        QVERIFY(baselineOf(box, "t") > 0.0);
        QVERIFY(box.glyphs[1].font.pixelSize() < box.glyphs[0].font.pixelSize());
        QVERIFY(box.ascent > boxOf(QStringLiteral("q")).ascent);
        // Either order is the same formula.
        QCOMPARE(boxOf(QStringLiteral("q^m_t")).width, box.width);
    }

    void aFractionIsAsHighAsBothPartsAndAsWideAsTheWider()
    {
        const FormulaBox above = boxOf(QStringLiteral("a"));
        const FormulaBox below = boxOf(QStringLiteral("bcdefg"));
        const FormulaBox box = boxOf(QStringLiteral("\\frac{a}{bcdefg}"));
        QVERIFY(box.width >= below.width);
        QVERIFY(box.height() > above.height() + below.height());
        QCOMPARE(box.strokes.size(), std::size_t { 1 });
        const double bar = box.strokes[0].path.boundingRect().center().y();
        QVERIFY(baselineOf(box, "a") < bar);
        QVERIFY(baselineOf(box, "b") > bar);
        // The narrow part stands in the middle.
        QVERIFY(std::abs(leftOf(box, "a") + 0.5 * above.width - 0.5 * box.width) < 1.0);
        QVERIFY(boxOf(QStringLiteral("\\frac{a}{b}"), FormulaStyle::Inline).height()
                < boxOf(QStringLiteral("\\frac{a}{b}")).height());
    }

    void aRootReachesOverWhatIsUnderIt()
    {
        const FormulaBox inside = boxOf(QStringLiteral("\\frac{a}{b}"), FormulaStyle::Inline);
        const FormulaBox box = boxOf(QStringLiteral("\\sqrt{\\frac{a}{b}}"), FormulaStyle::Inline);
        QVERIFY(box.ascent > inside.ascent);
        QVERIFY(box.width > inside.width);
    }

    void limitsStandBelowASumWhereThereIsRoom()
    {
        const FormulaBox displayed = boxOf(QStringLiteral("\\sum_m x"));
        const FormulaBox within = boxOf(QStringLiteral("\\sum_m x"), FormulaStyle::Inline);
        QVERIFY(leftOf(displayed, "m") < leftOf(displayed, "x"));
        QVERIFY(displayed.descent > within.descent);
        QVERIFY(displayed.height() > within.height());
    }

    void bracketsGrowWithWhatTheyHold()
    {
        const double low = boxOf(QStringLiteral("\\left( x \\right)")).height();
        const double high = boxOf(QStringLiteral("\\left( \\frac{x}{y} \\right)")).height();
        QVERIFY(high > boxOf(QStringLiteral("\\frac{x}{y}")).height());
        QVERIFY(high > low);
    }

    void nestingGoesOn()
    {
        const FormulaBox box
            = boxOf(QStringLiteral("\\frac{1}{1+\\frac{1}{1+\\frac{1}{x_{i_j}}}}"));
        QCOMPARE(box.strokes.size(), std::size_t { 3 });
        QVERIFY(box.width > 0.0 && box.height() > 60.0);
    }

    void aFormulaScalesWithItsFont()
    {
        QFont large = testFont();
        large.setPixelSize(40);
        const auto formula = parseFormula(QStringLiteral("z=\\frac{q\\cdot k}{\\sqrt{d}}"));
        const FormulaBox one = layOutFormula(*formula, testFont(), FormulaStyle::Displayed);
        const FormulaBox two = layOutFormula(*formula, large, FormulaStyle::Displayed);
        QVERIFY(std::abs(two.width / one.width - 2.0) < 0.15);
        QVERIFY(std::abs(two.height() / one.height() - 2.0) < 0.15);
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<QString>("tex");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown") << "\\thta"
                                 << "no command \\thta; did you mean \\theta?";
        QTest::newRow("far from any") << "\\qqqqqqqq"
                                      << "no command \\qqqqqqqq.";
        QTest::newRow("open group") << "x_{t"
                                    << "a { is not closed";
        QTest::newRow("closed twice") << "x}"
                                      << "a } closes nothing";
        QTest::newRow("half a fraction") << "\\frac{a}"
                                         << "lacks what belongs to it";
        QTest::newRow("two subscripts") << "x_a_b"
                                        << "two _ on one symbol";
        QTest::newRow("no right side") << "\\left( x"
                                       << "no \\right";
        QTest::newRow("strange bracket") << "\\left+ x \\right)"
                                         << "\\left needs one of";
        QTest::newRow("words without braces") << "\\text words"
                                              << "needs its words in { }";
        QTest::newRow("script of nothing") << "x^"
                                           << "lacks what belongs to it";
        QTest::newRow("backslash at the end") << "x\\"
                                              << "a \\ stands at the end";
        QTest::newRow("empty") << " "
                               << "is empty";
        constexpr int kMany = 100'000;
        for (const char* const part : { "{", "x^{", "\\hat ", "\\bar{", "\\sqrt", "\\frac",
                                        "\\frac 1", "\\left(", "\\sqrt\\hat" })
            QTest::addRow("%s too deep", part)
                << QString::fromLatin1(part).repeated(kMany) << QStringLiteral("nested too deeply");
    }

    void mistakesAreNamed()
    {
        QFETCH(QString, tex);
        QFETCH(QString, said);
        const auto formula = parseFormula(tex);
        QVERIFY(!formula.has_value());
        const QString message = QString::fromStdString(formula.error().message);
        QVERIFY2(message.contains(said), qPrintable(message));
    }

    void primesAndAPowerStandSideBySide()
    {
        for (const QString& tex :
             { QStringLiteral("x'^2"), QStringLiteral("x^2'"), "x" + QString(100'000, u'\'') }) {
            const auto formula = parseFormula(tex);
            QVERIFY2(formula.has_value(), formula ? "" : formula.error().message.c_str());
            const FormulaNode& above = formula->children.back();
            QCOMPARE(above.children.size(),
                     static_cast<std::size_t>(tex.size() - 1 - tex.count(u'^')));
        }
    }

    /// What is read may be a stranger's: it must not reach for other files.
    void aStrangersTextReadsNoFiles()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("picture.png");
        QImage picture(8, 8, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QVERIFY(picture.save(path));
        FormulaBrowser browser(QStringLiteral("text"));
        browser.setContent(
            QStringLiteral("![a](%1) ![b](file://%1) <img src='file://%1'>").arg(path));
        browser.resize(300, 100);
        const QImage shown = browser.grab().toImage();
        for (int y = 0; y < shown.height(); ++y) {
            for (int x = 0; x < shown.width(); ++x)
                QVERIFY(shown.pixelColor(x, y) != QColor(Qt::red));
        }
        QVERIFY(browser.toPlainText().contains("<img"));
    }

    void onlyLinksToTheWebOpen()
    {
        FormulaBrowser browser(QStringLiteral("text"));
        OpenedLinks opened;
        for (const char* const link : { "https://example.org/a", "http://example.org/b",
                                        "file:///etc/passwd", "mailto:a@example.org" })
            Q_EMIT browser.anchorClicked(QUrl(QString::fromLatin1(link)));
        QCOMPARE(opened.links, (QStringList { "https://example.org/a", "http://example.org/b" }));
    }

    void formulasAreFoundInMarkdown()
    {
        const QString text = QStringLiteral(
            "It costs $5 and $6. $x$ and $$y$$, `$code$`, \\$z\\$, and $a\nb$.\n\nNo $c\n\nd$.");
        const auto found = markdownFormulas(text);
        QStringList formulas;
        for (const MarkdownFormula& formula : found)
            formulas << formula.tex + (formula.displayed ? "!" : "");
        QCOMPARE(formulas, QStringList({ "x", "y!", "a b" }));
        QCOMPARE(text.mid(found[0].begin, found[0].end - found[0].begin), QStringLiteral("$x$"));
    }

    void aDocumentHoldsItsFormulasAsObjects()
    {
        QTextDocument document;
        document.setDefaultFont(testFont());
        setFormulaMarkdown(document,
                           QStringLiteral("A *pair* $q^m$ and\n\n$$\\sum_m x_m$$\n\nend "
                                          "with \\nothing $\\wrong$."));
        const QString text = document.toPlainText();
        QCOMPARE(text.count(QChar::ObjectReplacementCharacter), 2);
        QVERIFY(text.contains(QStringLiteral("$\\wrong$"))); // as it was written
        QVERIFY(document.find(QString(QChar::ObjectReplacementCharacter)).charFormat().objectType()
                >= QTextFormat::UserObject);
        QCOMPARE(document.begin().next().blockFormat().alignment() & Qt::AlignHCenter,
                 Qt::AlignHCenter);
    }

    void aFormulaStandsOnTheLineOfTheTextAroundIt_data()
    {
        QTest::addColumn<QString>("formula");
        QTest::newRow("no descent") << "$H$";
        QTest::newRow("higher than the line") << "$H^{H^H}$";
        QTest::newRow("with room below") << "$\\frac{1}{\\frac{1}{1}} H$";
    }

    /// An H at the left as text and one at the right of the formula end at the same row.
    void aFormulaStandsOnTheLineOfTheTextAroundIt()
    {
        QFETCH(QString, formula);
        QTextDocument document;
        document.setDefaultFont(testFont());
        document.setDocumentMargin(0.0);
        setFormulaMarkdown(document, "H" + formula);
        QImage image(200, 120, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        document.drawContents(&painter);
        painter.end();
        const auto lowestInk = [&](int left, int right) {
            for (int y = image.height() - 1; y >= 0; --y) {
                if (inkOf(image.copy(left, y, right - left, 1)) > 0)
                    return y;
            }
            return -1;
        };
        const int text = QFontMetrics(testFont()).horizontalAdvance("H");
        const int all = static_cast<int>(document.idealWidth());
        // The italic H of the formula is the last thing on its baseline.
        const bool isLast = !formula.contains(u'^');
        const int from = isLast ? all - text : text;
        const int to = isLast ? all : 2 * text;
        QVERIFY(lowestInk(0, text - 2) > 0);
        QVERIFY2(
            std::abs(lowestInk(0, text - 2) - lowestInk(from, to)) <= 1,
            qPrintable(
                QStringLiteral("%1 and %2").arg(lowestInk(0, text - 2)).arg(lowestInk(from, to))));
    }

    void aDisplayedFormulaWiderThanThePageGetsSmaller()
    {
        QTextDocument document;
        document.setDefaultFont(testFont());
        setFormulaMarkdown(document, QStringLiteral("$$a+b+c+d+e+f+g+h$$"));
        const double wide = document.idealWidth();
        document.setTextWidth(0.8 * wide);
        QVERIFY(document.idealWidth() <= 0.8 * wide);
    }

    void aHigherFormulaMakesRoomInItsLine()
    {
        QTextDocument document;
        document.setDefaultFont(testFont());
        setFormulaMarkdown(document, QStringLiteral("plain $a$"));
        const double before = document.size().height();
        // Deep enough for a default font with tall lines, whichever the machine has.
        setFormulaMarkdown(document,
                           QStringLiteral("plain $\\frac{\\frac{\\frac{\\frac{a}{b}}{c}}{d}}{e}$"));
        const double after = document.size().height();
        QVERIFY2(after > before, qPrintable(QStringLiteral("%1 and %2").arg(after).arg(before)));
    }
};

QTEST_MAIN(TestFormula)
#include "tst_formula.moc"
