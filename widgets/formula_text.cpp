// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/formula_text.h"

#include <algorithm>
#include <optional>

#include <QAbstractTextDocumentLayout>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextObjectInterface>

#include "widgets/formula_box.h"
#include "widgets/formula_parser.h"

namespace ropescope {

namespace {

constexpr int kFormulaObject = QTextFormat::UserObject + 1;
constexpr int kTexProperty = QTextFormat::UserProperty + 1;
constexpr int kDisplayedProperty = QTextFormat::UserProperty + 2;
constexpr char16_t kFirstMark = 0xE000; ///< private characters stand for formulas meanwhile
constexpr qsizetype kMostFormulas = 0x1800;

/// What a formula takes of a line. A document sets objects upon the baseline and knows no room
/// below it, so what hangs below within a text is left to the distance of the lines
/// (formulaOverhang()); a displayed one is alone in its line.
struct Slot {
    FormulaBox box;
    bool displayed = false;

    [[nodiscard]] double height() const { return displayed ? box.height() : box.ascent; }
};

/// What a line may take; not positive where nobody says.
double pageWidth(const QTextDocument& document)
{
    return document.textWidth() - 2.0 * document.documentMargin();
}

/// A displayed formula that is wider than the page gets smaller, down to kSmallest.
Slot slotOf(const QTextFormat& format, double width)
{
    constexpr double kSmallest = 0.6;
    Slot slot { .displayed = format.boolProperty(kDisplayedProperty) };
    const auto formula = parseFormula(format.stringProperty(kTexProperty));
    if (!formula)
        return slot;
    QFont font = format.toCharFormat().font();
    const auto style = slot.displayed ? FormulaStyle::Displayed : FormulaStyle::Inline;
    slot.box = layOutFormula(*formula, font, style);
    if (slot.displayed && width > 0.0 && slot.box.width > width) {
        const double factor = std::max(kSmallest, width / slot.box.width);
        font.setPixelSize(static_cast<int>(factor * QFontInfo(font).pixelSize()));
        slot.box = layOutFormula(*formula, font, style);
    }
    return slot;
}

} // namespace

/// Draws formulas in any document that it is registered with. Holds nothing.
class FormulaDrawer : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

public:
    using QObject::QObject;

    QSizeF intrinsicSize(QTextDocument* document, int /*position*/,
                         const QTextFormat& format) override
    {
        const Slot slot = slotOf(format, pageWidth(*document));
        return { slot.box.width, slot.height() };
    }

    void drawObject(QPainter* painter, const QRectF& rect, QTextDocument* document,
                    int /*position*/, const QTextFormat& format) override
    {
        const Slot slot = slotOf(format, pageWidth(*document));
        painter->save();
        if (format.hasProperty(QTextFormat::ForegroundBrush))
            painter->setPen(format.foreground().color());
        paintFormula(*painter, slot.box, rect.topLeft() + QPointF(0.0, slot.box.ascent));
        painter->restore();
    }
};

namespace {

/// The end of the code that begins with the backticks at `at`; `at` where it is none.
qsizetype endOfCode(const QString& text, qsizetype at)
{
    qsizetype ticks = 0;
    while (at + ticks < text.size() && text[at + ticks] == u'`')
        ++ticks;
    const qsizetype close = text.indexOf(QString(ticks, u'`'), at + ticks);
    return close < 0 ? at + ticks : close + ticks;
}

std::optional<MarkdownFormula> formulaAt(const QString& text, qsizetype at)
{
    const bool displayed = text.mid(at, 2) == QLatin1String("$$");
    const qsizetype width = displayed ? 2 : 1;
    const qsizetype first = at + width;
    if (first >= text.size() || (!displayed && text[first].isSpace()))
        return std::nullopt;
    for (qsizetype end = first; end < text.size(); ++end) {
        if (text[end] == u'\\') {
            ++end;
            continue;
        }
        if (!displayed && text[end] == u'\n' && text.mid(end + 1, 1) == QLatin1String("\n"))
            return std::nullopt; // a paragraph ended meanwhile
        if (QStringView(text).mid(end, width) != QStringView(text).mid(at, width))
            continue;
        if (!displayed && (end == first || text[end - 1].isSpace()))
            return std::nullopt;
        return MarkdownFormula { at, end + width, text.mid(first, end - first).simplified(),
                                 displayed };
    }
    return std::nullopt;
}

/// The same text with one private character for each formula, which Markdown leaves alone.
QString marked(const QString& markdown, const std::vector<MarkdownFormula>& formulas)
{
    QString text;
    qsizetype from = 0;
    for (std::size_t index = 0; index < formulas.size(); ++index) {
        const MarkdownFormula& formula = formulas[index];
        text += QStringView(markdown).mid(from, formula.begin - from);
        const QChar mark(static_cast<char16_t>(kFirstMark + index));
        text += formula.displayed ? QStringLiteral("\n\n%1\n\n").arg(mark) : QString(mark);
        from = formula.end;
    }
    text += QStringView(markdown).mid(from);
    return text;
}

void putFormula(QTextCursor cursor, const MarkdownFormula& formula, const QFont& font)
{
    if (!parseFormula(formula.tex)) {
        cursor.insertText(formula.displayed ? QStringLiteral("$$%1$$").arg(formula.tex)
                                            : QStringLiteral("$%1$").arg(formula.tex));
        return;
    }
    QTextCharFormat format = cursor.charFormat();
    QFont own = format.font().resolve(font);
    own.setPixelSize(QFontInfo(own).pixelSize());
    format.setFont(own);
    format.setObjectType(kFormulaObject);
    format.setProperty(kTexProperty, formula.tex);
    format.setProperty(kDisplayedProperty, formula.displayed);
    if (formula.displayed) {
        QTextBlockFormat block = cursor.blockFormat();
        block.setAlignment(Qt::AlignHCenter);
        cursor.setBlockFormat(block);
    }
    cursor.insertText(QString(QChar::ObjectReplacementCharacter), format);
}

} // namespace

std::vector<MarkdownFormula> markdownFormulas(const QString& markdown)
{
    std::vector<MarkdownFormula> formulas;
    for (qsizetype at = 0; at < markdown.size();) {
        if (markdown[at] == u'\\') {
            at += 2;
        } else if (markdown[at] == u'`') {
            at = endOfCode(markdown, at);
        } else if (const auto formula
                   = markdown[at] == u'$' ? formulaAt(markdown, at) : std::nullopt) {
            at = formula->end;
            formulas.push_back(*formula);
        } else {
            ++at;
        }
    }
    return formulas;
}

void setFormulaMarkdown(QTextDocument& document, const QString& markdown)
{
    std::vector<MarkdownFormula> formulas = markdownFormulas(markdown);
    formulas.resize(std::min<std::size_t>(formulas.size(), kMostFormulas));
    document.setMarkdown(marked(markdown, formulas),
                         QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub)
                             | QTextDocument::MarkdownNoHTML);
    auto* const drawer = document.findChild<FormulaDrawer*>();
    document.documentLayout()->registerHandler(
        kFormulaObject, drawer != nullptr ? drawer : new FormulaDrawer(&document));
    QTextCursor cursor(&document);
    for (std::size_t index = 0; index < formulas.size(); ++index) {
        const QChar mark(static_cast<char16_t>(kFirstMark + index));
        cursor = document.find(QString(mark), cursor);
        if (cursor.isNull())
            return;
        putFormula(cursor, formulas[index], document.defaultFont());
        cursor.clearSelection();
    }
}

double formulaOverhang(const QTextBlock& block)
{
    double overhang = 0.0;
    for (auto part = block.begin(); !part.atEnd(); ++part) {
        const QTextCharFormat format = part.fragment().charFormat();
        if (format.objectType() != kFormulaObject || format.boolProperty(kDisplayedProperty))
            continue;
        const double below = slotOf(format, 0.0).box.descent;
        overhang = std::max(overhang, below - QFontMetricsF(format.font()).descent());
    }
    return overhang;
}

} // namespace ropescope

#include "formula_text.moc"
