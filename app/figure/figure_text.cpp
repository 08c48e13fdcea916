// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_text.h"

#include <cmath>

#include <QFontMetricsF>
#include <QPainter>
#include <QRegularExpression>

#include "app/figure/figure_style.h"

namespace ropescope {
namespace {

constexpr double kStep = 0.5; ///< points between the sizes of titles, labels and ticks

QFont figureFont(const FigureStyle& style, double points, QFont::Weight weight = QFont::Normal)
{
    QStringList families { QStringLiteral("Inter"), QStringLiteral("Helvetica"),
                           QStringLiteral("Arial"), QStringLiteral("Liberation Sans"),
                           QStringLiteral("DejaVu Sans") };
    if (!style.family.empty())
        families.prepend(QString::fromStdString(style.family));
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(static_cast<int>(std::lround(points * kFigureUnitsPerPoint)));
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace

FigureFonts::FigureFonts(const FigureStyle& style)
    : title(figureFont(style, style.points + kStep, QFont::DemiBold))
    , label(figureFont(style, style.points))
    , tick(figureFont(style, style.points - kStep))
{
}

QString familyList(const FigureStyle& style)
{
    static const QRegularExpression kSerif(
        QStringLiteral("serif|roman|times|garamond|palatino|cmr|computer modern"),
        QRegularExpression::CaseInsensitiveOption);
    const QString family
        = style.family.empty() ? QStringLiteral("Inter") : QString::fromStdString(style.family);
    const bool isSerif
        = kSerif.match(family).hasMatch() && !family.contains(u"sans", Qt::CaseInsensitive);
    return family
        + (isSerif ? QStringLiteral(", Times, serif")
                   : QStringLiteral(", Helvetica, Arial, sans-serif"));
}

double lineHeight(const QFont& font) { return QFontMetricsF(font).height(); }

double textWidth(const QFont& font, const QString& text)
{
    return QFontMetricsF(font).horizontalAdvance(text);
}

QStringList wrapped(const std::string& text, const QString& separator, const QFont& font,
                    double width, int maxLines)
{
    const QFontMetricsF metrics(font);
    QStringList lines;
    const QStringList parts = QString::fromStdString(text).split(separator, Qt::SkipEmptyParts);
    for (qsizetype part = 0; part < parts.size(); ++part) {
        const bool isLast = part + 1 == parts.size();
        const QString piece = isLast ? parts[part] : parts[part] + separator;
        const auto fits = [&](const QString& line) {
            return metrics.horizontalAdvance(line.trimmed()) <= width;
        };
        if (!lines.isEmpty() && (lines.size() == maxLines || fits(lines.back() + piece)))
            lines.back() += piece;
        else
            lines << piece;
    }
    for (QString& line : lines)
        line = metrics.elidedText(line.trimmed(), Qt::ElideRight, width);
    return lines;
}

QString fittingTitle(const QString& title, const QFont& font, double width)
{
    const QFontMetricsF metrics(font);
    const qsizetype place = title.lastIndexOf(QStringLiteral(" · Layer "));
    const QString tail = place < 0 ? QString() : title.mid(place);
    const double left = width - metrics.horizontalAdvance(tail);
    if (metrics.horizontalAdvance(title) <= width || tail.isEmpty())
        return metrics.elidedText(title, Qt::ElideMiddle, width);
    const QString name = metrics.elidedText(title.left(place), Qt::ElideMiddle, left);
    // Without room for a name the separator goes, too.
    const bool isNameless = name.isEmpty() || left < metrics.horizontalAdvance(u'…');
    return isNameless ? metrics.elidedText(tail.mid(3), Qt::ElideLeft, width) : name + tail;
}

void drawText(QPainter& painter, const QFont& font, const QColor& colour, const QRectF& box,
              int alignment, const QString& text)
{
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(box, alignment | Qt::TextDontClip | Qt::TextSingleLine, text);
}

void drawUpwards(QPainter& painter, const QFont& font, const QColor& colour, QPointF point,
                 int alignment, const QString& text)
{
    painter.save();
    painter.translate(point);
    painter.rotate(-90.0);
    drawText(painter, font, colour, QRectF(0, 0, 0, 0), alignment, text);
    painter.restore();
}

} // namespace ropescope
