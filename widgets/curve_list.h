// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QListWidget>
#include <QStringList>

#include "widgets/curve_chart.h"
#include "widgets/theme.h"

namespace ropescope {

/// The legend of a chart: a sample of each curve, a tick to show it or not, and the one that is
/// chosen as the current row. Works by keyboard as every list does.
class CurveList : public QListWidget {
    Q_OBJECT

public:
    explicit CurveList(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// What was ticked off stays so as long as its name is known.
    void setCurves(const std::vector<ChartCurve>& curves);
    [[nodiscard]] bool isShown(const QString& name) const { return !m_hidden.contains(name); }
    /// Emits nothing; a name that is not there chooses none.
    void setChosen(const QString& name);

signals:
    void shownChanged();
    void curveChosen(const QString& name);

private:
    void paintSamples();

    Theme m_theme = Theme::darkTheme();
    std::vector<ChartCurve> m_curves;
    QStringList m_hidden;
};

} // namespace ropescope
