// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/token_ticker.h"

#include <algorithm>
#include <cmath>

#include "widgets/token_text.h"

namespace ropescope {

TokenTicker::TokenTicker(int tokenCount, const QStringList& pieces, const QFontMetricsF& metrics)
    : m_tokenCount(tokenCount)
    , m_pieces(pieces)
    , m_metrics(metrics)
{
}

void TokenTicker::setRoom(double cell, double labelLength)
{
    m_labelLength = labelLength;
    m_showsPieces = !m_pieces.isEmpty() && cell >= m_metrics.height() * 0.95;
    const QString widest(QString::number(std::max(1, m_tokenCount - 1)).size(), QLatin1Char('0'));
    const double apart
        = std::max(m_metrics.horizontalAdvance(widest) * 1.6, m_metrics.height() * 3.0);
    m_step = 1;
    while (!m_showsPieces && m_step * cell < apart)
        m_step *= 2;
}

void TokenTicker::generate(const QCPRange& range, const QLocale& /*locale*/, QChar /*formatChar*/,
                           int /*precision*/, QVector<double>& ticks, QVector<double>* subTicks,
                           QVector<QString>* tickLabels)
{
    ticks.clear();
    if (subTicks)
        subTicks->clear();
    if (tickLabels)
        tickLabels->clear();
    const int begin = std::max(0, static_cast<int>(std::ceil(range.lower - 0.5)));
    const int end = std::min(m_tokenCount - 1, static_cast<int>(std::floor(range.upper - 0.5)));
    for (int token = (begin + m_step - 1) / m_step * m_step; token <= end; token += m_step) {
        ticks.append(token + 0.5);
        if (!tickLabels)
            continue;
        const QString piece = m_showsPieces ? displayPiece(m_pieces.value(token)) : QString();
        tickLabels->append(piece.isEmpty()
                               ? QString::number(token)
                               : m_metrics.elidedText(piece, Qt::ElideRight, m_labelLength));
    }
}

} // namespace ropescope
