// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFontMetricsF>
#include <QStringList>

#include "widgets/qcp.h" // the base class lives there: include this header in .cpp files only

namespace ropescope {

/// Ticks of a token axis, each in the middle of its cell: positions in steps of powers of two while
/// cells are small, the pieces themselves once a line of text fits into a cell.
class TokenTicker : public QCPAxisTicker {
public:
    explicit TokenTicker(int tokenCount, const QStringList& pieces, const QFontMetricsF& metrics);

    /// cell: logical pixels; labelLength: room for a piece, logical pixels.
    void setRoom(double cell, double labelLength);
    [[nodiscard]] bool showsPieces() const { return m_showsPieces; }

    void generate(const QCPRange& range, const QLocale& locale, QChar formatChar, int precision,
                  QVector<double>& ticks, QVector<double>* subTicks,
                  QVector<QString>* tickLabels) override;

private:
    int m_tokenCount;
    QStringList m_pieces;
    QFontMetricsF m_metrics;
    int m_step = 1;
    double m_labelLength = 0.0;
    bool m_showsPieces = false;
};

} // namespace ropescope
