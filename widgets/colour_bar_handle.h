// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/theme.h"

namespace ropescope {

/// A triangle that points at a place of the bar on its left. Its tip is at the middle of its
/// height; it moves nothing itself.
class ColourBarHandle : public QWidget {
    Q_OBJECT

public:
    static constexpr QSize kSize { 15, 16 };

    explicit ColourBarHandle(QWidget* parent);
    void setTheme(const Theme& theme);

signals:
    void grabbed();
    /// The hand holds the tip at that y of the parent.
    void dragged(double y);
    void released();
    /// Arrow keys: steps upward, negative downward.
    void nudged(int steps);
    void doubleClicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    Theme m_theme = Theme::darkTheme();
    bool m_held = false;
    double m_grip = 0.0; ///< from the tip down to the hand
};

} // namespace ropescope
