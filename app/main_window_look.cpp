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
/// For the layout that a step asks for. No timer of 0: those are one turn.
constexpr std::chrono::milliseconds kBetweenSteps { 5 };

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

/// Qt works out the style of every widget of the window and lays it out anew, twice, as a sheet put
/// over another takes longer than none and then the other: half a second on a slow machine. So a
/// window that is seen changes in turns of the event loop; half dressed it is not painted.
void MainWindow::wear(const Theme& theme, int typePixels)
{
    const QString sheet = ropescope::styleSheet(theme, typePixels);
    if (m_sheet == sheet)
        return;
    m_sheet = sheet;
    m_theme = theme;
    m_typePixels = typePixels;
    const bool seen = isVisible();
    setUpdatesEnabled(!seen);
    if (seen)
        return wearFrom(0);
    for (const auto step : kWearing)
        (this->*step)();
}

void MainWindow::wearFrom(std::size_t step)
{
    QTimer::singleShot(kBetweenSteps, this, [this, step] {
        (this->*kWearing[step])();
        if (step + 1 < kWearing.size())
            wearFrom(step + 1);
    });
}

const std::array<void (MainWindow::*)(), 4> MainWindow::kWearing {
    &MainWindow::takeOffSheet,
    &MainWindow::wearFont,
    &MainWindow::wearSheet,
    &MainWindow::wearInPanes,
};

void MainWindow::takeOffSheet() { setStyleSheet({}); }

/// Font and palette are the application's.
void MainWindow::wearFont()
{
    QFont font = QApplication::font();
    if (font.pixelSize() != m_typePixels) {
        font.setPixelSize(m_typePixels);
        QApplication::setFont(font);
    }
    if (QApplication::palette() != ropescope::palette(m_theme))
        QApplication::setPalette(ropescope::palette(m_theme));
}

/// The sheet is the window's: those of all windows at once took a multiple of the time.
void MainWindow::wearSheet() { setStyleSheet(m_sheet); }

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
