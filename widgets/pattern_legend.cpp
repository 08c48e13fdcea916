// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pattern_legend.h"

#include <QPainter>

#include "widgets/pattern_look.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr int kColumns = 2;
constexpr int kGap = 6;

} // namespace

PatternLegend::PatternLegend(QWidget* parent)
    : QWidget(parent)
{
    setObjectName("patternLegend");
    setAccessibleName(tr("Patterns of the heads"));
    QString help = tr("The pattern with the most evidence, by the thresholds of the view");
    for (const Pattern pattern : kPatterns)
        help += QStringLiteral("\n%1: %2").arg(patternTitle(pattern), patternMeaning(pattern));
    setToolTip(help);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCounts({});
}

void PatternLegend::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void PatternLegend::setCounts(const Counts& counts)
{
    m_counts = counts;
    QStringList texts;
    for (std::size_t pattern = 0; pattern < kPatterns.size(); ++pattern)
        texts << text(pattern);
    setAccessibleDescription(texts.join(QStringLiteral(", ")));
    update();
}

QString PatternLegend::text(std::size_t pattern) const
{
    return QStringLiteral("%1 %2").arg(patternTitle(kPatterns[pattern])).arg(m_counts[pattern]);
}

int PatternLegend::lineHeight() const { return QFontMetrics(smallFont(font())).height() + 2; }

QSize PatternLegend::sizeHint() const
{
    constexpr auto kLines = static_cast<int>((kPatterns.size() + kColumns - 1) / kColumns);
    return { 200, kLines * lineHeight() };
}

QSize PatternLegend::minimumSizeHint() const { return { 100, sizeHint().height() }; }

void PatternLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(font()));
    const int column = width() / kColumns;
    const int side = lineHeight() - 4;
    for (std::size_t pattern = 0; pattern < kPatterns.size(); ++pattern) {
        const int at = static_cast<int>(pattern);
        const QRect line(at % kColumns * column, at / kColumns * lineHeight(), column,
                         lineHeight());
        paintPatternMark(painter, QRectF(line.left(), line.top() + 2, side, side),
                         kPatterns[pattern], m_theme);
        painter.setPen(m_counts[pattern] > 0 ? m_theme.text : m_theme.mutedText);
        const QRect words = line.adjusted(side + kGap, 0, 0, 0);
        painter.drawText(
            words, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(text(pattern), Qt::ElideRight, words.width()));
    }
}

} // namespace ropescope
