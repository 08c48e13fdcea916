// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/theory/period.h"
#include "widgets/theme.h"

class QCPGraph;
class QCPItemStraightLine;
class QCustomPlot;
class QLabel;

namespace ropescope {

class PeriodMarkers;

/// What the lag profile view draws; both curves are [lags], mean logit at lag t - i.
struct LagProfileContent {
    std::vector<double> measured;
    std::vector<double> predicted;        ///< empty: no prediction
    std::optional<Period> measuredPeriod; ///< nothing: no line stands out
    double predictedPeriod = 0.0;         ///< 2 pi / theta of the dominant pair; 0: none
    int dominantPair = -1;
    double dominantShare = 0.0;
};

/// Mean logit over the lag t - i, measured and predicted, with markers at multiples of the period.
/// Wheel: zoom the lag axis; drag: pan; double click: all lags. Keys: +, -, Left, Right, F (nine
/// periods), A or Home (all lags).
class LagProfileView : public QWidget {
    Q_OBJECT

public:
    explicit LagProfileView(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Emits nothing. The zoom stays while the number of lags stays and the user has zoomed.
    void setProfile(LagProfileContent content);
    void clear();
    /// Points at a lag as the mouse does; outside of what is shown: at none.
    void markLag(int lag);
    void showAllLags();
    void showFirstPeriods();

    [[nodiscard]] const LagProfileContent& content() const { return m_content; }
    /// The text of the legend without its line samples.
    [[nodiscard]] QString legendText() const;
    [[nodiscard]] QCustomPlot* plot() const { return m_plot; }
    /// Multiples of the predicted period that carry a marker now.
    [[nodiscard]] std::vector<int> markedMultiples() const;

signals:
    void lagHovered(int lag); ///< -1 when the pointer leaves

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void setRange(double lower, double upper);
    void zoom(double factor, double around);
    void hover(double pixelX);
    void endHover();
    [[nodiscard]] bool showLag(int lag);
    void showLegend();
    void choosePens();
    void rescaleValues();
    [[nodiscard]] double lastLag() const;

    Theme m_theme = Theme::darkTheme();
    LagProfileContent m_content;
    bool m_userRange = false; ///< the user has zoomed or panned
    int m_hoveredLag = -1;
    std::optional<double> m_panFrom; ///< lag under the pointer where a drag began

    QCustomPlot* m_plot;
    QCPGraph* m_measured;
    QCPGraph* m_predicted;
    PeriodMarkers* m_markers;
    QCPItemStraightLine* m_cursor;
    QLabel* m_readout;
    QLabel* m_legend;
};

} // namespace ropescope
