// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/theme.h"

class QLabel;
class QLineEdit;

namespace ropescope {

class LogSlider;

/// The RoPE base: a log slider from 1e2 to 1e8 and a number field for any allowed base.
/// Arrow keys multiply by 1.05, Page keys by 10, Home goes back to the config's base.
class BaseDial : public QWidget {
    Q_OBJECT

public:
    explicit BaseDial(QWidget* parent = nullptr);
    ~BaseDial() override;

    void setTheme(const Theme& theme);
    /// Emits nothing.
    void setBase(double base, double configBase);

    [[nodiscard]] double base() const { return m_base; }

signals:
    void baseEdited(double base);    ///< live, while the slider moves
    void baseCommitted(double base); ///< once per gesture

private:
    void readField();
    void showBase();

    LogSlider* m_slider = nullptr;
    QLineEdit* m_field = nullptr;
    QLabel* m_config = nullptr;
    double m_base = 10000.0;
    double m_configBase = 10000.0;
};

} // namespace ropescope
