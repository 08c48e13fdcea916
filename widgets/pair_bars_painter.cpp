// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pair_bars_painter.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include "widgets/number_text.h"
#include "widgets/pair_parts_painter.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr double kSideMargin = 8.0;
constexpr double kArcRoom = 25.0; ///< pixels above the bars, below the caption
constexpr double kArcRise = 23.0; ///< of its control points; the arc itself rises 3/4 of it
constexpr double kHollowHeight = 14.0;
constexpr double kFaint = 0.65; ///< how much of the background bars behind parts take on

QString translated(const char* text) { return QCoreApplication::translate("PairBars", text); }

QString decadeText(double wavelength)
{
    if (wavelength < 1e3)
        return QString::number(wavelength, 'f', 0);
    if (wavelength < 1e6)
        return QStringLiteral("%1k").arg(wavelength / 1e3, 0, 'f', 0);
    if (wavelength < 1e9)
        return QStringLiteral("%1M").arg(wavelength / 1e6, 0, 'f', 0);
    return QString::number(wavelength, 'g', 1);
}

class Painting {
public:
    Painting(QPainter& painter, const PairBarsPicture& picture)
        : m_painter(painter)
        , m_picture(picture)
        , m_content(picture.content)
        , m_theme(picture.theme)
        , m_layout(picture.content, picture.area)
        , m_background(picture.theme.field)
    {
    }

    void axis();
    void bars();
    void moves();
    void shareLabel();
    void parts();
    void focusRing();

private:
    [[nodiscard]] QColor shaded(const QColor& colour) const
    {
        return m_picture.enabled ? colour : mixed(colour, m_background, 0.65);
    }
    /// Above the bars, for a caption.
    [[nodiscard]] QRectF topLine() const
    {
        const double height = QFontMetricsF(m_painter.font()).height();
        return QRectF(m_picture.frame.topLeft(), QSizeF(m_picture.frame.width(), height))
            .adjusted(kSideMargin, 2.0, -kSideMargin, 2.0);
    }
    [[nodiscard]] double share(int pair) const
    {
        return m_content.share.empty() ? 0.0 : m_content.share[static_cast<std::size_t>(pair)];
    }
    [[nodiscard]] int slot(int pair) const
    {
        return m_content.slotOfPair[static_cast<std::size_t>(pair)];
    }
    [[nodiscard]] bool isSilent(int pair) const
    {
        return m_content.gain[static_cast<std::size_t>(pair)] == 0.0;
    }
    [[nodiscard]] bool hasGhost(int pair) const
    {
        const bool byUser
            = std::ranges::find(m_content.movedByUser, pair) != m_content.movedByUser.end();
        return m_content.isMoved(pair) && (byUser || pair == m_picture.selectedPair);
    }
    [[nodiscard]] QRectF barOf(int pair) const
    {
        QRectF bar = m_layout.bar(slot(pair), share(pair));
        if (isSilent(pair))
            bar.setTop(bar.bottom() - std::max(bar.height(), kHollowHeight));
        return bar;
    }
    void arrow(int pair);
    [[nodiscard]] bool isFree(const QRectF& label, int ofPair) const;

    QPainter& m_painter;
    const PairBarsPicture& m_picture;
    const PairBarsContent& m_content;
    const Theme& m_theme;
    PairBarsLayout m_layout;
    QColor m_background;
};

void Painting::axis()
{
    const QRectF& area = m_picture.area;
    m_painter.setPen(QPen(shaded(m_theme.border), 1.0));
    const double baseline = std::round(area.bottom()) + 0.5;
    m_painter.drawLine(QPointF(area.left(), baseline), QPointF(area.right(), baseline));

    const QFontMetricsF metrics(m_painter.font());
    double free = area.left() - kSideMargin; // labels never overlap
    for (const double decade : m_layout.decades()) {
        const double x = m_layout.xOf(decade);
        m_painter.setPen(QPen(shaded(mixed(m_theme.border, m_theme.mutedText, 0.35)), 1.0));
        m_painter.drawLine(QPointF(x, baseline), QPointF(x, baseline + 4.0));
        const QString text = decadeText(decade);
        const double width = metrics.horizontalAdvance(text);
        const double left = std::min(x - 0.5 * width, area.right() + kSideMargin - width);
        if (left < free)
            continue;
        m_painter.setPen(shaded(m_theme.mutedText));
        m_painter.drawText(QPointF(left, baseline + 6.0 + metrics.ascent()), text);
        free = left + width + 6.0;
    }
    m_painter.setPen(shaded(m_theme.mutedText));
    const QRectF caption(m_picture.frame.left(), m_picture.frame.bottom() - metrics.height() - 3.0,
                         m_picture.frame.width(), metrics.height());
    m_painter.drawText(caption, Qt::AlignCenter,
                       metrics.elidedText(translated(QT_TRANSLATE_NOOP(
                                              "PairBars", "wavelength 2π/θ (tokens), fast → slow")),
                                          Qt::ElideRight, caption.width()));
    if (m_picture.parts == nullptr)
        m_painter.drawText(topLine(), Qt::AlignRight | Qt::AlignTop | Qt::TextDontClip,
                           translated(QT_TRANSLATE_NOOP("PairBars", "share of energy")));
}

void Painting::bars()
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    const QColor quiet = restingColour(m_theme);
    for (int pair = 0; pair < m_content.pairCount(); ++pair) {
        const bool selected = pair == m_picture.selectedPair;
        QColor colour = hasGhost(pair) ? m_theme.predicted : selected ? m_theme.measured : quiet;
        if (pair == m_picture.hoveredPair && m_picture.enabled)
            colour = mixed(colour, m_theme.text, 0.25);
        if (m_picture.parts != nullptr)
            colour = mixed(colour, m_background, kFaint);
        colour = shaded(colour);
        const QRectF bar = barOf(pair);
        if (isSilent(pair)) {
            m_painter.setPen(QPen(colour, 1.0));
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, 0.0));
        } else if (m_content.isStill(pair)) { // hatched: there, but without a place
            m_painter.setPen(QPen(colour, 1.0));
            m_painter.setBrush(QBrush(colour, Qt::BDiagPattern));
            m_painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, 0.0));
        } else {
            m_painter.fillRect(bar, colour);
        }
        if (m_content.isMean(pair)) { // one level: a bold line across the top, and beyond the bar
            m_painter.fillRect(QRectF(bar.left() - 2.0, bar.top() - 4.0, bar.width() + 4.0, 2.0),
                               shaded(m_theme.predicted));
        }
        if (selected) {
            const double width = std::max(bar.width() + 2.0, 7.0);
            m_painter.fillRect(
                QRectF(bar.center().x() - 0.5 * width, bar.bottom() + 2.0, width, 2.0),
                shaded(m_theme.text));
        }
    }
}

void Painting::arrow(int pair)
{
    const QColor colour = shaded(m_theme.predicted);
    const QRectF bar = barOf(pair);
    const QRectF ghost = bar.translated(m_layout.slotX(pair) - bar.center().x(), 0.0);
    QPen dashed(colour, 1.0);
    dashed.setDashPattern({ 3.0, 2.5 });
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(dashed);
    m_painter.drawRect(ghost);

    const QPointF from(ghost.center().x(), ghost.top() - 3.0);
    const QPointF to(bar.center().x(), bar.top() - 4.0);
    if (std::abs(to.x() - from.x()) < 12.0)
        return; // side by side: nothing to point at
    const double rise = std::min(kArcRise, 10.0 + 0.12 * std::abs(to.x() - from.x()));
    const double lean = 0.22 * (to.x() - from.x());
    const QPointF lastControl(to.x() - lean, to.y() - rise);
    QPainterPath arc(from);
    arc.cubicTo(QPointF(from.x() + lean, from.y() - rise), lastControl, to);
    m_painter.setPen(QPen(colour, 1.2));
    m_painter.drawPath(arc);

    const double angle = std::atan2(to.y() - lastControl.y(), to.x() - lastControl.x());
    constexpr double kHead = 7.0;
    constexpr double kSpread = 0.45;
    QPolygonF head { to };
    for (const double side : { -kSpread, kSpread })
        head << to - kHead * QPointF(std::cos(angle + side), std::sin(angle + side));
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(colour);
    m_painter.drawPolygon(head);
}

void Painting::moves()
{
    for (int pair = 0; pair < m_content.pairCount(); ++pair) {
        if (hasGhost(pair))
            arrow(pair);
    }
}

/// Inside the frame and on no other pair's bar.
bool Painting::isFree(const QRectF& label, int ofPair) const
{
    if (label.left() < m_picture.frame.left() || label.right() > m_picture.frame.right())
        return false;
    for (int pair = 0; pair < m_content.pairCount(); ++pair) {
        if (pair != ofPair && barOf(pair).intersects(label))
            return false;
    }
    return true;
}

void Painting::shareLabel()
{
    const int pair = m_content.dominantPair;
    if (pair < 0 || pair >= m_content.pairCount() || m_content.share.empty())
        return;
    const QFontMetricsF metrics(m_painter.font());
    const QString text = shareText(share(pair));
    const double width = metrics.horizontalAdvance(text);
    const QRectF bar = barOf(pair);
    constexpr double kApart = 8.0;
    QRectF label(bar.right() + kApart, bar.top(), width, metrics.height());
    if (!isFree(label, pair))
        label.moveRight(bar.left() - kApart);
    if (!isFree(label, pair)) { // then above, beside the head of an arrow
        label.moveBottom(bar.top() - 2.0);
        label.moveLeft(hasGhost(pair) ? bar.right() + kApart : bar.center().x() - 0.5 * width);
        label.moveLeft(std::clamp(
            label.left(), m_picture.frame.left() + 2.0,
            std::max(m_picture.frame.left() + 2.0, m_picture.frame.right() - width - 2.0)));
    }
    m_painter.setPen(shaded(hasGhost(pair) ? m_theme.predicted : m_theme.text));
    m_painter.drawText(QPointF(label.left(), label.top() + metrics.ascent()), text);
}

void Painting::parts()
{
    paintPairParts(m_painter,
                   { .parts = *m_picture.parts,
                     .content = m_content,
                     .layout = m_layout,
                     .area = m_picture.area,
                     .line = topLine(),
                     .theme = m_theme });
}

void Painting::focusRing()
{
    if (!m_picture.focused)
        return;
    m_painter.setPen(QPen(m_theme.measured, 1.0));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(m_picture.frame.adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0);
}

} // namespace

QRectF pairBarsArea(const QRectF& widget, const QFont& font)
{
    const double line = QFontMetricsF(smallFont(font)).height();
    return widget.adjusted(kSideMargin, line + 2.0 + kArcRoom, -kSideMargin, -(2.0 * line + 13.0));
}

void paintPairBars(QPainter& painter, const PairBarsPicture& picture)
{
    painter.setFont(smallFont(painter.font()));
    Painting painting(painter, picture);
    if (picture.content.pairCount() > 0) {
        painting.axis();
        painting.bars();
        painting.moves();
        if (picture.parts != nullptr)
            painting.parts();
        else
            painting.shareLabel();
    }
    painting.focusRing();
}

} // namespace ropescope
