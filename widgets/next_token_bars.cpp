// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/next_token_bars.h"

#include <algorithm>

#include <QHelpEvent>
#include <QPainter>
#include <QStringList>
#include <QToolTip>

#include "widgets/number_text.h"
#include "widgets/plain_tip.h"
#include "widgets/small_font.h"
#include "widgets/token_text.h"

namespace ropescope {

namespace {

constexpr double kTokenPart = 0.36; ///< of the width
constexpr int kGap = 8;
constexpr int kBar = 8;     ///< height of the one bar of an unedited run
constexpr int kPairBar = 5; ///< height of each bar of two

} // namespace

NextTokenBars::NextTokenBars(QWidget* parent)
    : QWidget(parent)
{
    setObjectName("nextTokenBars");
    setAccessibleName(tr("Probabilities of the next token"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NextTokenBars::setContent(const NextTokenContent& content)
{
    m_content = content;
    QStringList lines;
    for (int row = 0; row < rowCount(); ++row)
        lines << describe(row);
    setAccessibleDescription(lines.join(QStringLiteral("; ")));
    update();
}

void NextTokenBars::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

QString NextTokenBars::describe(int row) const
{
    const NextTokenContent::Row& shown = m_content.rows[static_cast<std::size_t>(row)];
    const QString name = shown.text.isEmpty() ? tr("token without text") : shown.text;
    if (!isEdited())
        return tr("“%1”: %2").arg(name, shareText(shown.after));
    return tr("“%1”: %2 before, %3 after")
        .arg(name, shareText(shown.before), shareText(shown.after));
}

int NextTokenBars::rowHeight() const { return QFontMetrics(smallFont(font())).height() + 3; }

int NextTokenBars::rowCount() const
{
    return std::min(NextTokenCard::kRows, static_cast<int>(m_content.rows.size()));
}

/// Always room for all rows: a card that grows and shrinks would move what is below it.
QSize NextTokenBars::sizeHint() const { return { 200, NextTokenCard::kRows * rowHeight() }; }

QSize NextTokenBars::minimumSizeHint() const { return { 120, sizeHint().height() }; }

bool NextTokenBars::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* const help = static_cast<QHelpEvent*>(event);
        const int row = help->pos().y() / rowHeight();
        if (row < rowCount())
            QToolTip::showText(help->globalPos(), plainTip(describe(row)), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void NextTokenBars::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setFont(smallFont(font()));
    double highest = 0.0;
    for (int row = 0; row < rowCount(); ++row) {
        const auto& shown = m_content.rows[static_cast<std::size_t>(row)];
        highest = std::max({ highest, shown.before, shown.after });
    }
    for (int row = 0; row < rowCount(); ++row) {
        paintRow(painter, m_content.rows[static_cast<std::size_t>(row)],
                 QRect(0, row * rowHeight(), width(), rowHeight()), highest);
    }
}

void NextTokenBars::paintRow(QPainter& painter, const NextTokenContent::Row& row,
                             const QRect& place, double highest) const
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int tokenWidth = static_cast<int>(kTokenPart * place.width());
    const int numberWidth = metrics.horizontalAdvance(QStringLiteral("< 0.1 %"));
    const QRect token(place.left(), place.top(), tokenWidth, place.height());
    const QRect number(place.right() + 1 - numberWidth, place.top(), numberWidth, place.height());
    const QString piece = displayPiece(row.text);
    painter.setPen(piece.isEmpty() ? m_theme.mutedText : m_theme.text);
    painter.drawText(token, Qt::AlignVCenter | Qt::AlignLeft,
                     piece.isEmpty() ? QStringLiteral("–")
                                     : metrics.elidedText(piece, Qt::ElideRight, tokenWidth));
    painter.setPen(m_theme.mutedText);
    painter.drawText(number, Qt::AlignVCenter | Qt::AlignRight, shareText(row.after));

    const int left = token.right() + 1 + kGap;
    const int room = number.left() - kGap - left;
    const auto bar = [&](double share, int top, int height, const QColor& colour) {
        const double length = highest > 0.0 ? share / highest * room : 0.0;
        painter.fillRect(QRectF(left, top, std::max(1.0, length), height), colour);
    };
    const int middle = place.center().y() + 1;
    if (isEdited()) {
        bar(row.before, middle - kPairBar, kPairBar, restingColour(m_theme));
        bar(row.after, middle, kPairBar, m_theme.predicted);
    } else {
        bar(row.after, middle - kBar / 2, kBar, restingColour(m_theme));
    }
}

} // namespace ropescope
