// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "widgets/qcp.h"

namespace ropescope {

/// Vertical lines at multiples of a period, labelled 1T, 2T, ..; as many as have room.
class PeriodMarkers : public QCPAbstractItem {
public:
    explicit PeriodMarkers(QCustomPlot* plot);

    /// tokens  0: no markers
    void setPeriod(double tokens) { m_period = tokens; }
    void setColours(const QColor& line, const QColor& label);
    [[nodiscard]] std::vector<int> visibleMultiples() const;

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1.0; }

protected:
    void draw(QCPPainter* painter) override;

private:
    double m_period = 0.0;
    QColor m_line;
    QColor m_label;
};

} // namespace ropescope
