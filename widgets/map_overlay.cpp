// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/map_overlay.h"

#include <algorithm>

#include <QPainter>
#include <QPainterPath>

namespace ropescope {

namespace {

QFont scaledFont(QFont font, double factor, bool bold = false)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qRound(font.pixelSize() * factor));
    font.setBold(bold);
    return font;
}

QColor translucent(QColor colour, double alpha)
{
    colour.setAlphaF(static_cast<float>(alpha));
    return colour;
}

} // namespace

MapOverlay::MapOverlay(QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
}

void MapOverlay::setDecorations(const MapDecorations& decorations)
{
    m_shown = decorations;
    update();
}

void MapOverlay::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void MapOverlay::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFrame(painter);
    paintTitles(painter);
    if (m_shown.placeholder.isEmpty() && !m_shown.mapping.isEmpty()) {
        if (m_shown.kept)
            paintKeptMarks(painter, *m_shown.kept, m_shown.mapping, m_theme);
        painter.save();
        painter.setClipRect(m_shown.mapping.area());
        paintPeriod(painter);
        paintCrosshair(painter);
        painter.restore();
        paintCard(painter);
    }
    paintNotices(painter);
}

void MapOverlay::paintFrame(QPainter& painter) const
{
    painter.setPen(QPen(m_theme.border, 1.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(m_shown.mapping.area().adjusted(-0.5, -0.5, 0.5, 0.5));
}

void MapOverlay::paintTitles(QPainter& painter) const
{
    const QRectF area = m_shown.mapping.area();
    QRectF line(area.left(), 0, width() - area.left(), kTitleHeight - 4.0);
    const QFont bold = scaledFont(font(), 1.15, true);
    painter.setFont(bold);
    painter.setPen(m_theme.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_shown.title);
    line.setLeft(line.left() + QFontMetricsF(bold).horizontalAdvance(m_shown.title) + 12.0);
    painter.setFont(font());
    painter.setPen(m_theme.mutedText);
    painter.drawText(
        line, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetricsF(font()).elidedText(m_shown.subtitle, Qt::ElideRight, line.width()));

    const QFontMetricsF metrics(font());
    const QString keys = tr("Key (token attended to)");
    const QRectF below(area.left(), area.bottom() + m_shown.keyLabels, area.width(), kTitleRoom);
    QString pooling = m_shown.placeholder.isEmpty() ? m_shown.pooling : QString();
    if (metrics.horizontalAdvance(keys) + 12.0 + metrics.horizontalAdvance(pooling) > area.width())
        pooling.clear();
    // In the corner, on the line of the title, which makes room for it where it must.
    const double beside = (area.width() - metrics.horizontalAdvance(keys)) / 2.0;
    const bool centred = pooling.isEmpty() || metrics.horizontalAdvance(pooling) + 12.0 < beside;
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, pooling);
    painter.setPen(m_theme.text);
    painter.drawText(below, Qt::AlignVCenter | (centred ? Qt::AlignHCenter : Qt::AlignLeft), keys);
    painter.save();
    painter.translate(area.left() - kLeftMargin, area.bottom());
    painter.rotate(-90.0);
    painter.drawText(QRectF(0, 0, area.height(), kTitleRoom), Qt::AlignCenter,
                     tr("Query (token attending)"));
    painter.restore();
}

void MapOverlay::paintPeriod(QPainter& painter) const
{
    constexpr double kShortest = 6.0; // pixels that still read as a length
    const CellMapping& mapping = m_shown.mapping;
    if (!m_shown.period)
        return;
    const double length = *m_shown.period * mapping.cellWidth();
    if (length < kShortest || length > mapping.area().width() * 0.9)
        return;

    // Low in the picture, left of the diagonal where it is in view: there the stripes are.
    const double row = mapping.rows().begin + 0.92 * mapping.rows().size();
    const double right
        = std::min(mapping.pixelAt(row, row).x() - 24.0, mapping.area().right() - 24.0);
    const double left = std::max(right - length, mapping.area().left() + 8.0);
    const double y = mapping.pixelAt(row, 0).y();
    QPainterPath bracket;
    bracket.moveTo(left, y - 4.0);
    bracket.lineTo(left, y + 4.0);
    bracket.moveTo(left, y);
    bracket.lineTo(left + length, y);
    bracket.moveTo(left + length, y - 4.0);
    bracket.lineTo(left + length, y + 4.0);
    QPainterPath letter;
    const QFont bold = scaledFont(font(), 1.0, true);
    letter.addText(left + length / 2.0
                       - QFontMetricsF(bold).horizontalAdvance(QLatin1Char('T')) / 2.0,
                   y - 6.0, bold, QStringLiteral("T"));

    // The halo keeps it readable on any colour of the ramp.
    const QColor halo = translucent(m_theme.window, 0.85);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(halo, 5.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(bracket);
    painter.drawPath(letter);
    painter.setPen(QPen(m_theme.predicted, 2.0));
    painter.drawPath(bracket);
    painter.fillPath(letter, m_theme.predicted);
}

void MapOverlay::paintCrosshair(QPainter& painter) const
{
    if (!m_shown.crosshair)
        return;
    const CellMapping& mapping = m_shown.mapping;
    const QRectF area = mapping.area();
    const QPointF centre = mapping.centreOf(*m_shown.crosshair);
    const QRectF cell = mapping.rectOf(*m_shown.crosshair);
    // Large cells are framed and stay uncovered.
    const bool framed = std::min(cell.width(), cell.height()) >= 7.0;
    const QSizeF gap = framed ? cell.size() / 2.0 : QSizeF(0, 0);
    const double x = std::floor(centre.x()) + 0.5; // a sharp line
    const double y = std::floor(centre.y()) + 0.5;
    const std::array<QLineF, 4> lines { QLineF(area.left(), y, centre.x() - gap.width(), y),
                                        QLineF(area.right(), y, centre.x() + gap.width(), y),
                                        QLineF(x, area.top(), x, centre.y() - gap.height()),
                                        QLineF(x, area.bottom(), x, centre.y() + gap.height()) };
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(translucent(Qt::black, 0.35), 1.0));
    painter.drawLines(lines.data(), static_cast<int>(lines.size()));
    QPen dashed(translucent(Qt::white, 0.7), 1.0, Qt::CustomDashLine, Qt::FlatCap);
    dashed.setDashPattern({ 3.0, 3.0 });
    if (!m_theme.dark) {
        // Most of a causal map is the window's own colour: there only a dark line is seen.
        painter.setPen(QPen(translucent(Qt::white, 0.6), 1.0));
        painter.drawLines(lines.data(), static_cast<int>(lines.size()));
        dashed.setColor(translucent(Qt::black, 0.75));
    }
    painter.setPen(dashed);
    painter.drawLines(lines.data(), static_cast<int>(lines.size()));
    if (framed) {
        painter.setPen(QPen(translucent(Qt::black, 0.6), 3.0));
        painter.drawRect(cell);
        painter.setPen(QPen(Qt::white, 1.0));
        painter.drawRect(cell);
    }
}

QRectF MapOverlay::cardRect(QSizeF size) const
{
    // Up and right of the cell: a causal map is empty there.
    constexpr double kApart = 14.0;
    const QPointF centre = m_shown.mapping.centreOf(*m_shown.crosshair);
    double x = centre.x() + kApart;
    double y = centre.y() - kApart - size.height();
    if (x + size.width() > width() - 2.0)
        x = centre.x() - kApart - size.width();
    if (y < m_shown.mapping.area().top())
        y = centre.y() + kApart;
    x = std::clamp(x, 2.0, std::max(2.0, width() - size.width() - 2.0));
    y = std::clamp(y, 2.0, std::max(2.0, height() - size.height() - 2.0));
    return { QPointF(std::round(x), std::round(y)), size };
}

void MapOverlay::paintCard(QPainter& painter) const
{
    if (!m_shown.crosshair || m_shown.card.isEmpty())
        return;
    constexpr double kPadding = 10.0;
    constexpr double kNarrowest = 150.0; // a card that breathes with every number is restless
    const QFont bold = scaledFont(font(), 1.0, true);
    const QFontMetricsF boldMetrics(bold);
    const QFontMetricsF metrics(font());
    const double lineHeight = std::ceil(metrics.lineSpacing() * 1.08);
    double widest = kNarrowest;
    for (qsizetype i = 0; i < m_shown.card.size(); ++i)
        widest
            = std::max(widest, (i == 0 ? boldMetrics : metrics).horizontalAdvance(m_shown.card[i]));
    const QRectF rect
        = cardRect({ std::ceil(widest) + 2 * kPadding,
                     lineHeight * static_cast<double>(m_shown.card.size()) + 2 * kPadding - 4.0 });

    painter.setPen(QPen(m_theme.border, 1.0));
    painter.setBrush(translucent(m_theme.panel, 0.96));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);
    QRectF line(rect.left() + kPadding, rect.top() + kPadding - 2.0, widest + 1.0, lineHeight);
    for (qsizetype i = 0; i < m_shown.card.size(); ++i) {
        painter.setFont(i == 0 ? bold : font());
        painter.setPen(i == 0 ? m_theme.text : m_theme.mutedText);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                         m_shown.card[i]);
        line.translate(0, lineHeight);
    }
}

void MapOverlay::paintNotices(QPainter& painter) const
{
    const QRectF area = m_shown.mapping.area();
    if (!m_shown.placeholder.isEmpty()) {
        painter.setFont(scaledFont(font(), 1.05));
        painter.setPen(m_theme.mutedText);
        painter.drawText(area.adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
                         m_shown.placeholder);
    }
    if (m_shown.busy) {
        const QFont small = scaledFont(font(), 0.9);
        const QString text = tr("drawing…");
        const QSizeF size(QFontMetricsF(small).horizontalAdvance(text) + 16.0,
                          QFontMetricsF(small).height() + 6.0);
        const QRectF pill(QPointF(area.right() - size.width() - 8.0, area.top() + 8.0), size);
        painter.setPen(QPen(m_theme.border, 1.0));
        painter.setBrush(translucent(m_theme.panel, 0.9));
        painter.drawRoundedRect(pill, size.height() / 2.0, size.height() / 2.0);
        painter.setFont(small);
        painter.setPen(m_theme.mutedText);
        painter.drawText(pill, Qt::AlignCenter, text);
    }
}

} // namespace ropescope
