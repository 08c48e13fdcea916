// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

#include "app/settings.h"

class QComboBox;
class QSpinBox;

namespace ropescope {

/// Shows settings and gives back changed ones. Theme and type can be seen at once.
class SettingsDialog : public QDialog {
    Q_OBJECT

public:
    explicit SettingsDialog(const Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] Settings settings() const;

signals:
    void changed(const ropescope::Settings& settings);

private:
    QComboBox* m_theme;
    QSpinBox* m_type;
    QComboBox* m_language;
    QComboBox* m_backend;
    QSpinBox* m_threads;
};

} // namespace ropescope
