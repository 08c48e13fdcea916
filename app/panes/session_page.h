// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/theme.h"

namespace ropescope {

/// A page under the map that knows the session by itself.
class SessionPage : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;
    virtual void setTheme(const Theme& theme) = 0;

signals:
    void refused(const QString& sentence); ///< why the user does not get what was asked for
};

} // namespace ropescope
