// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window does for a newcomer, and how a user likes it: manual, things to try, settings.
#include <QSettings>

#include "app/lessons/lesson_file.h"
#include "app/main_window.h"
#include "app/manual_window.h"
#include "app/panes/map_pane.h"
#include "app/settings_dialog.h"
#include "app/welcome.h"

namespace ropescope {

namespace {

const QString kWelcomed = QStringLiteral("welcomed");

} // namespace

void MainWindow::showManual()
{
    if (!m_manual) {
        m_manual = new ManualWindow(this);
        m_manual->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_manual->show();
    m_manual->raise();
    m_manual->activateWindow();
}

void MainWindow::showWelcome()
{
    if (m_welcome == nullptr) {
        m_welcome = new Welcome(m_session.get(), m_heads, m_map->map(), this);
        connect(m_welcome, &Welcome::dismissed, this, [this] {
            if (m_keepsLayout)
                QSettings().setValue(kWelcomed, true);
        });
        connect(m_welcome, &Welcome::lessonWanted, this, [this](const QString& name) {
            if (const auto file = findLesson(name.toStdString()))
                startLesson(*file, 0, Lecture::Screen::AsItIs);
            else
                showFailure(QString::fromStdString(file.error().message));
        });
    }
    m_welcome->show();
}

void MainWindow::showWelcomeOnce()
{
    if (!QSettings().value(kWelcomed).toBool())
        showWelcome();
}

void MainWindow::showSettings()
{
    SettingsDialog dialog(readSettings(), this);
    connect(&dialog, &SettingsDialog::changed, this, [this](const Settings& settings) {
        writeSettings(settings);
        apply(settings);
    });
    dialog.exec();
}

} // namespace ropescope
