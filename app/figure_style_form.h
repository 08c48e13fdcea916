// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/figure/figure_style.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFontComboBox;
class QSpinBox;

namespace ropescope {

/// The style of a figure to choose: venue, width, font, ticks, resolution and what is drawn.
class FigureStyleForm : public QWidget {
    Q_OBJECT

public:
    explicit FigureStyleForm(QWidget* parent = nullptr);

    /// Emits nothing.
    void setStyleOf(const FigureStyle& style);
    [[nodiscard]] FigureStyle chosenStyle() const;
    /// Several panels: letters and columns make sense.
    void setSeveralPanels(bool several);

    /// As the user left it.
    [[nodiscard]] static FigureStyle rememberedStyle();
    static void remember(const FigureStyle& style);

signals:
    void changed();

private:
    void fillPresets();
    void usePreset();
    void showUnit();
    void noticePreset();
    [[nodiscard]] double widthMm() const;

    QComboBox* m_preset;
    QDoubleSpinBox* m_width;
    QComboBox* m_unit;
    QFontComboBox* m_font;
    QDoubleSpinBox* m_points;
    QComboBox* m_ticks;
    QSpinBox* m_dots;
    QSpinBox* m_columns;
    QCheckBox* m_title;
    QCheckBox* m_colourBar;
    QCheckBox* m_letters;
    double m_widthMm = 85.0;
};

} // namespace ropescope
