// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Theme and type size, which all windows share.
#include <functional>

#include <QApplication>
#include <QLabel>
#include <QTimer>

#include "app/main_window.h"
#include "app/panes/curves_pane.h"
#include "app/panes/heads_pane.h"
#include "app/panes/map_pane.h"
#include "app/panes/rope_pane.h"
#include "app/panes/source_pane.h"
#include "app/panes/theory_pane.h"

namespace ropescope {

namespace {

/// Room for the window before to be laid out and painted, and for input.
constexpr std::chrono::milliseconds kBetweenWindows { 20 };

using Windows = QList<QPointer<MainWindow>>;

Windows allWindows(MainWindow* first)
{
    Windows windows { first };
    for (QWidget* const widget : QApplication::topLevelWidgets()) {
        auto* const window = qobject_cast<MainWindow*>(widget);
        if (window != nullptr && window != first)
            windows << window;
    }
    return windows;
}

/// The first one now, each of the others in a turn of the event loop of its own.
void inTurn(Windows windows, const std::function<void(MainWindow&)>& act)
{
    windows.removeAll(nullptr); // closed meanwhile
    if (windows.isEmpty())
        return;
    act(*windows.takeFirst());
    if (!windows.isEmpty())
        QTimer::singleShot(kBetweenWindows, qApp, [windows, act] { inTurn(windows, act); });
}

} // namespace

void MainWindow::setTheme(const Theme& theme)
{
    inTurn(allWindows(this),
           [theme](MainWindow& window) { window.wear(theme, window.m_typePixels); });
}

void MainWindow::setTypeSize(int pixels)
{
    inTurn(allWindows(this), [pixels](MainWindow& window) { window.wear(window.m_theme, pixels); });
}

void MainWindow::apply(const Settings& settings)
{
    inTurn(allWindows(this), [settings](MainWindow& window) {
        window.m_usualType = settings.typePixels;
        window.wear(settings.dark ? Theme::darkTheme() : Theme::lightTheme(), settings.typePixels);
    });
}

/// Font and palette are the application's, which costs next to nothing. The style sheet is the
/// window's: Qt works out the style of every widget below it, and those of all windows at once held
/// the event loop up for 140 ms with three of them. For the same reason the panes of a window that
/// is seen follow in the turn after.
void MainWindow::wear(const Theme& theme, int typePixels)
{
    const QString sheet = ropescope::styleSheet(theme, typePixels);
    if (styleSheet() == sheet)
        return;
    m_theme = theme;
    m_typePixels = typePixels;
    QFont font = QApplication::font();
    if (font.pixelSize() != typePixels) {
        font.setPixelSize(typePixels);
        QApplication::setFont(font);
    }
    if (QApplication::palette() != ropescope::palette(theme))
        QApplication::setPalette(ropescope::palette(theme));
    const bool shown = isVisible();
    setUpdatesEnabled(!shown); // half dressed it is not painted
    setStyleSheet({});         // a sheet put over another takes longer than both
    setStyleSheet(sheet);
    if (shown)
        QTimer::singleShot(0, this, &MainWindow::wearInPanes);
    else
        wearInPanes();
}

void MainWindow::wearInPanes()
{
    m_source->setTheme(m_theme);
    m_heads->setTheme(m_theme);
    m_map->setTheme(m_theme);
    m_curves->setTheme(m_theme);
    m_rope->setTheme(m_theme);
    m_theory->setTheme(m_theme);
    m_lecture->setTheme(m_theme);
    m_darkTheme->setChecked(m_theme.dark);
    showStatus();
    setUpdatesEnabled(true);
}

} // namespace ropescope
