// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/theme.h"

namespace ropescope {

/// A painted slider on a log axis with a tick per decade and a mark at the reference value.
class LogSlider : public QWidget {
    Q_OBJECT

public:
    LogSlider(double minimum, double maximum, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Emits nothing; values outside the range stand at its end.
    void setValue(double value);
    /// The value that Home and a double click go back to; a mark shows it.
    void setReference(double value);

    [[nodiscard]] double value() const { return m_value; }
    /// Pixel of a value, for tests.
    [[nodiscard]] double xOf(double value) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void edited(double value);    ///< live
    void committed(double value); ///< once per gesture

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] double valueAt(double x) const;
    void edit(double value);

    Theme m_theme = Theme::darkTheme();
    double m_minimum;
    double m_maximum;
    double m_value;
    double m_reference;
    bool m_dragging = false;
};

} // namespace ropescope
