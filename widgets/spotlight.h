// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>

#include <QPainterPath>
#include <QWidget>

#include "widgets/theme.h"

namespace ropescope {

/// Points at a place in a window with a frame and, as a spotlight, darkens everything else. Without
/// a place the light follows the pointer. Mouse and keys pass through, so that what is lit and what
/// is not can both be used.
class Spotlight : public QWidget {
    Q_OBJECT

public:
    /// A place in coordinates of the window. Asked anew whenever something may have moved.
    using Place = std::function<QPainterPath()>;

    explicit Spotlight(QWidget* window);

    /// Null: nowhere.
    void pointAt(Place place);
    void setDark(bool dark);
    void setTheme(const Theme& theme);
    /// Looks again where its place is.
    void refresh();
    [[nodiscard]] bool isDark() const { return m_dark; }
    /// What is lit or framed, in coordinates of the window.
    [[nodiscard]] QPainterPath lit() const { return m_lit; }

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    Place m_place;
    QPainterPath m_lit;
    bool m_dark = false;
    Theme m_theme = Theme::darkTheme();
};

} // namespace ropescope
