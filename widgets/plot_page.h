// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/theme.h"

class QCustomPlot;
class QHBoxLayout;
class QLabel;
class QStackedLayout;

namespace ropescope {

/// A page under the map: a line of words (readout, controls, legend) above one or two plots. While
/// it has nothing to show it says why in words.
class PlotPage : public QWidget {
    Q_OBJECT

public:
    void setTheme(const Theme& theme);
    /// Stands in place of the plots; an empty text brings them back.
    void setPlaceholder(const QString& text);
    [[nodiscard]] QString placeholder() const;
    [[nodiscard]] QString readout() const;
    /// Without markup.
    [[nodiscard]] QString legendText() const;

protected:
    PlotPage(const QString& objectName, const QString& accessibleName, QWidget* parent);

    QCustomPlot* addPlot(const QString& objectName, int stretch);
    void addView(QWidget* view, int stretch);
    void addControl(QWidget* control);
    void setReadout(const QString& text);
    /// One entry a curve; a colour that is not valid is that of other words.
    void setLegend(const QList<QPair<QColor, QString>>& entries, const QString& tip = {});
    [[nodiscard]] const Theme& theme() const { return m_theme; }

    /// Gives curves the colours of theme(), and replots.
    virtual void paintCurves() = 0;
    virtual void hover(QCustomPlot* plot, const QPointF& position);
    virtual void press(QCustomPlot* plot, const QPointF& position);
    virtual void endHover();

    bool eventFilter(QObject* object, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    Theme m_theme = Theme::darkTheme();
    QList<QCustomPlot*> m_plots;
    QLabel* m_readout;
    QLabel* m_legend;
    QLabel* m_placeholder;
    QHBoxLayout* m_head;
    QHBoxLayout* m_row;
    QStackedLayout* m_stack;
};

} // namespace ropescope
