// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/run_window.h"

#include <chrono>
#include <cstdio>

#include <QApplication>
#include <QFontDatabase>
#include <QIcon>
#include <QStyleFactory>
#include <QTimer>

#include "app/heap.h"
#include "app/main_window.h"
#include "app/screenshot.h"
#include "app/settings.h"
#include "app/show_options.h"
#include "app/translation.h"

namespace ropescope {

namespace {

/// To make a window, to dress it, to show it and to fill it takes the better part of a tenth of a
/// second each, so each is a turn of the event loop, in which the other windows go on.
constexpr std::chrono::milliseconds kTurn { 10 };

/// What draws and computes, for all windows.
struct Machine {
    Backend backend;
    std::shared_ptr<ThreadPool> pool;
};

int complain(const std::string& sentence)
{
    std::fprintf(stderr, "ropescope: %s\n", sentence.c_str());
    return 1;
}

void setUpLook(const Settings& settings)
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font = QApplication::font();
    if (QFontDatabase::families().contains(QStringLiteral("Inter")))
        font.setFamily(QStringLiteral("Inter"));
    font.setPixelSize(settings.typePixels);
    QApplication::setFont(font);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/ropescope/ropescope.svg")));
    QApplication::setDesktopFileName(QStringLiteral("org.ropescope.RoPEScope"));
}

/// A screenshot looks the same whatever the user has set.
Settings chosenSettings(const WindowOptions& options)
{
    Settings settings = options.screenshot.empty() ? readSettings() : Settings();
    if (!options.screenshot.empty())
        settings.language = QStringLiteral("en");
    if (!options.language.empty())
        settings.language = QString::fromStdString(options.language);
    if (!options.theme.empty())
        settings.dark = options.theme == "dark";
    return settings;
}

/// A window of its own, with a session of its own, which closing deletes.
void openAnother(const Machine& machine, const SavedSession& shown)
{
    auto renderer = makeRenderer(machine.backend, machine.pool);
    if (!renderer) {
        complain(renderer.error().message);
        return;
    }
    auto* const window
        = new MainWindow(std::make_unique<Session>(std::move(*renderer), machine.pool));
    window->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(window, &MainWindow::windowWanted, window,
                     [machine](const SavedSession& wanted) { openAnother(machine, wanted); });
    QTimer::singleShot(kTurn, window, &MainWindow::dress);
    QTimer::singleShot(2 * kTurn, window, &QWidget::show);
    QTimer::singleShot(3 * kTurn, window, [window, shown] { window->restore(shown); });
}

} // namespace

int runWindow(const WindowOptions& options)
{
    returnFreedMemory();
    const Settings settings = chosenSettings(options);
    const Machine machine { .backend = options.backend.value_or(settings.backend),
                            .pool = std::make_shared<ThreadPool>(
                                options.threads.value_or(settings.threads)) };
    auto renderer = makeRenderer(machine.backend, machine.pool);
    if (!renderer)
        return complain(renderer.error().message);
    speak(settings.language);
    setUpLook(settings);
    MainWindow window(std::make_unique<Session>(std::move(*renderer), machine.pool));
    window.apply(settings);
    const bool stays = options.screenshot.empty();
    if (stays)
        window.rememberLayout();
    if (options.width > 0 && options.height > 0)
        window.resize(options.width, options.height);
    window.show();
    QObject::connect(&window, &MainWindow::windowWanted, &window,
                     [&](const SavedSession& shown) { openAnother(machine, shown); });

    if (const auto shown = showOptions(window, options); !shown)
        return complain(shown.error().message);
    if (stays)
        return QApplication::exec();
    const auto saved
        = saveScreenshot(window, options.screenshot, { options.width, options.height });
    if (saved) {
        std::printf("Wrote %s.\n", options.screenshot.c_str());
        return 0;
    }
    complain(saved.error().message);
    return saved.error().code == ErrorCode::InvalidArgument ? 2 : 1; // 2: the command line is wrong
}

} // namespace ropescope
