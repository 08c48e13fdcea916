// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The lessons in the window.
#include <algorithm>

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>

#include "app/lessons/lesson_file.h"
#include "app/main_window.h"
#include "app/resource_paths.h"

namespace ropescope {

namespace {

constexpr int kLinesOnScreen = 54; ///< of large type in a lecture, whatever the screen
constexpr int kSmallestType = 15;
constexpr int kLargestType = 48;

} // namespace

void MainWindow::makeLessonMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("&Lessons"));
    const QDir folder(QString::fromStdString(resourcePath("lessons").string()));
    int number = 0;
    for (const QString& name : folder.entryList({ QStringLiteral("*.md") }, QDir::Files)) {
        const std::filesystem::path path = folder.filePath(name).toStdString();
        const auto lesson = readLesson(path);
        if (!lesson)
            continue; // check-lesson says why
        auto* const action = menu->addAction(tr("&%1  %2").arg(++number).arg(
            QString::fromStdString(lesson->title).replace(u'&', QStringLiteral("&&"))));
        action->setToolTip(QString::fromStdString(lesson->summary));
        connect(action, &QAction::triggered, this,
                [this, path] { startLesson(path, 0, Lecture::Screen::Full); });
    }
    menu->setToolTipsVisible(true);
    menu->addSeparator();
    connect(menu->addAction(tr("&Open a lesson…")), &QAction::triggered, this,
            &MainWindow::openLesson);
    menu->addSeparator();
    menu->addActions(m_lecture->actions());
}

void MainWindow::wireLecture()
{
    connect(m_lecture, &Lecture::failed, this, &MainWindow::showFailure);
    connect(m_lecture, &Lecture::began, this, [this] {
        const int high = isFullScreen() ? screen()->size().height() : height();
        setTypeSize(std::clamp(high / kLinesOnScreen, kSmallestType, kLargestType));
    });
    connect(m_lecture, &Lecture::ended, this, [this] { setTypeSize(m_usualType); });
}

void MainWindow::startLesson(const std::filesystem::path& path, int step, Lecture::Screen screen)
{
    m_lecture->start(path, step, screen);
}

void MainWindow::openLesson()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a lesson"), {},
                                                      tr("Lessons (*.md);;All files (*)"));
    if (!path.isEmpty())
        startLesson(path.toStdString(), 0, Lecture::Screen::Full);
}

void MainWindow::setTypeSize(int pixels)
{
    m_typePixels = pixels;
    QFont font = QApplication::font();
    font.setPixelSize(pixels);
    QApplication::setFont(font);
    setTheme(m_theme);
}

} // namespace ropescope
