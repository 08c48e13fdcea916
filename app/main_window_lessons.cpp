// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The lessons in the window.
#include <algorithm>
#include <map>
#include <vector>

#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>

#include "app/lessons/lesson_file.h"
#include "app/main_window.h"
#include "app/resource_paths.h"
#include "widgets/plain_tip.h"

namespace ropescope {

namespace {

/// How often the height of the type in a lecture goes into the screen, so that the bars still fit.
constexpr int kTypesInHeight = 54;
constexpr int kTypesInWidth = 90;
constexpr int kSmallestType = 14;
constexpr int kLargestType = 48;

struct LessonEntry {
    std::filesystem::path path;
    QString title;
    QString summary;
};

/// Those of the folder that are whole; check-lesson says what is wrong with another. A lesson is
/// checked by making its heads, which takes a moment: windows share what the first one has read.
const std::vector<LessonEntry>& lessonsIn(const std::filesystem::path& path)
{
    static std::map<std::filesystem::path, std::vector<LessonEntry>> known;
    const auto [found, isNew] = known.try_emplace(path);
    if (!isNew)
        return found->second;
    const QDir folder(QString::fromStdString(path.string()));
    for (const QString& name : folder.entryList({ QStringLiteral("*.md") }, QDir::Files)) {
        const std::filesystem::path file = folder.filePath(name).toStdString();
        if (const auto lesson = readLesson(file)) {
            found->second.push_back({ file, QString::fromStdString(lesson->title),
                                      QString::fromStdString(lesson->summary) });
        }
    }
    return found->second;
}

} // namespace

void MainWindow::makeLessonMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("&Lessons"));
    int number = 0;
    for (const LessonEntry& lesson : lessonsIn(resourcePath("lessons"))) {
        auto* const action = menu->addAction(tr("&%1  %2").arg(++number).arg(
            QString(lesson.title).replace(u'&', QStringLiteral("&&"))));
        action->setToolTip(plainTip(lesson.summary));
        connect(action, &QAction::triggered, this,
                [this, path = lesson.path] { startLesson(path, 0, Lecture::Screen::Full); });
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
        const QSize room = isFullScreen() ? screen()->size() : size();
        const int fitting = std::min(room.height() / kTypesInHeight, room.width() / kTypesInWidth);
        setLectureType(std::clamp(fitting, kSmallestType, kLargestType));
    });
    connect(m_lecture, &Lecture::ended, this, [this] { setLectureType({}); });
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

} // namespace ropescope
