// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Theme and type size, which all windows share.
#include <functional>
#include <optional>
#include <utility>

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

/// Of all windows; those whose turn is still to come take the newest.
struct Look {
    Theme theme = Theme::darkTheme();
    int usualType = Settings::kUsualType;
    std::optional<int> lectureType = {}; ///< as long as a lecture goes on in one of them

    [[nodiscard]] int typePixels() const { return lectureType.value_or(usualType); }
};

Look& wantedLook()
{
    static Look look;
    return look;
}

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

using Steps = QList<std::function<void()>>;

/// Each in a turn of the event loop of its own, as long as the context lives.
void inSteps(QObject* context, Steps steps)
{
    if (steps.isEmpty())
        return;
    QTimer::singleShot(kBetweenSteps, context,
                       [context = QPointer(context), steps = std::move(steps)]() mutable {
                           steps.takeFirst()();
                           if (context)
                               inSteps(context, std::move(steps));
                       });
}

} // namespace

void MainWindow::setTheme(const Theme& theme)
{
    wantedLook().theme = theme;
    dressAll();
}

void MainWindow::setLectureType(std::optional<int> pixels)
{
    wantedLook().lectureType = pixels;
    dressAll();
}

void MainWindow::apply(const Settings& settings)
{
    Look& look = wantedLook();
    look.theme = settings.dark ? Theme::darkTheme() : Theme::lightTheme();
    if (look.usualType != settings.typePixels)
        look.lectureType.reset(); // who changes the size in a lecture wants to see it change
    look.usualType = settings.typePixels;
    dressAll();
}

void MainWindow::dress() { wear(wantedLook().theme, wantedLook().typePixels()); }

void MainWindow::dressAll()
{
    inTurn(allWindows(this), [](MainWindow& window) { window.dress(); });
}

/// Qt works out the style of every widget of the window and lays it out anew, twice, as a sheet put
/// over another takes longer than none and then the other; then all is painted: half a second on a
/// slow machine. So a window that is seen changes step by step; half dressed it is not painted.
void MainWindow::wear(const Theme& theme, int typePixels)
{
    const QString sheet = ropescope::styleSheet(theme, typePixels);
    if (m_sheet == sheet)
        return;
    m_sheet = sheet;
    m_theme = theme;
    m_typePixels = typePixels;
    Steps steps {
        [this] { wearFont(); }, // without a sheet, not every widget would take it
        [this] { setStyleSheet({}); },
        [this] { setStyleSheet(m_sheet); }, // the window's: those of all at once take longer
        [this] { wearInPanes(); },
    };
    if (!isVisible()) {
        for (const auto& step : steps)
            step();
        return;
    }
    for (QWidget* const part : findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
        if (part->isWindow() || part->isHidden())
            continue;
        part->setUpdatesEnabled(false);
        steps << [part = QPointer(part)] {
            if (part)
                part->setUpdatesEnabled(true);
        };
    }
    ++m_dressings;
    steps << [this] { --m_dressings; };
    inSteps(this, std::move(steps));
}

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
}

} // namespace ropescope
