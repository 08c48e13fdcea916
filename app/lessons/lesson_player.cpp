// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/lessons/lesson_player.h"

#include <algorithm>
#include <chrono>

#include "app/lessons/lesson_file.h"
#include "app/resource_paths.h"

namespace ropescope {

namespace {

constexpr std::chrono::milliseconds kSaving { 100 };

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

QString fileName(const std::filesystem::path& path) { return text(path.string()); }

} // namespace

LessonPlayer::LessonPlayer(Session* session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    m_saved.setSingleShot(true);
    m_saved.setInterval(kSaving);
    const auto wait = [this] { m_saved.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, wait);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, wait);
    connect(&m_saved, &QTimer::timeout, this, &LessonPlayer::reload);
    connect(session, &Session::sourceOpened, this, [this] {
        if (!m_isOpening)
            m_source.reset(); // somebody opened something else
        m_isOpening = false;
    });
}

Result<void> LessonPlayer::open(const std::filesystem::path& path, int step)
{
    LessonResult lesson = readLesson(path);
    if (!lesson)
        return fail(ErrorCode::Malformed, problemText(lesson.error().front(), path));
    m_lesson = std::move(*lesson);
    m_index = std::clamp(step, 0, static_cast<int>(m_lesson->steps.size()) - 1);
    m_source.reset();
    watch();
    show();
    return {};
}

void LessonPlayer::close()
{
    m_lesson.reset();
    m_source.reset();
    m_saved.stop();
    if (!m_watcher.files().isEmpty())
        m_watcher.removePaths(m_watcher.files());
    if (!m_watcher.directories().isEmpty())
        m_watcher.removePaths(m_watcher.directories());
}

const LessonStep& LessonPlayer::step() const
{
    return m_lesson->steps[static_cast<std::size_t>(m_index)];
}

LessonPage LessonPlayer::page() const
{
    const LessonStep& step = this->step();
    const auto next = static_cast<std::size_t>(m_index) + 1;
    const bool isLast = next == m_lesson->steps.size();
    return { .lesson = text(m_lesson->title),
             .title = text(step.title),
             .step = m_index,
             .count = static_cast<int>(m_lesson->steps.size()),
             .text = text(step.text),
             .question = text(step.question),
             .answer = text(step.answer),
             .notes = text(step.notes),
             .nextTitle = isLast ? QString() : text(m_lesson->steps[next].title) };
}

bool LessonPlayer::isChanged() const
{
    if (!isOpen() || m_isOpening)
        return false;
    ViewState now = m_session->view();
    if (!step().view.quantity.isOfPair())
        now.quantity.pair = step().view.quantity.pair; // a pair that was looked at is no change
    return now != step().view;
}

void LessonPlayer::goTo(int step)
{
    if (!isOpen() || step == m_index || step < 0
        || step >= static_cast<int>(m_lesson->steps.size()))
        return;
    m_index = step;
    show();
}

void LessonPlayer::restore()
{
    if (isOpen())
        show();
}

void LessonPlayer::watch()
{
    // The folder as well: many editors put a new file in the place of the old one.
    m_watcher.addPath(fileName(m_lesson->path));
    m_watcher.addPath(fileName(std::filesystem::absolute(m_lesson->path).parent_path()));
}

void LessonPlayer::reload()
{
    if (!isOpen())
        return;
    LessonResult lesson = readLesson(m_lesson->path);
    if (!lesson) {
        emit problemFound(text(problemText(lesson.error().front(), m_lesson->path)));
        return;
    }
    emit problemFound({});
    m_lesson = std::move(*lesson);
    m_index = std::min(m_index, static_cast<int>(m_lesson->steps.size()) - 1);
    watch();
    show();
}

void LessonPlayer::show()
{
    const LessonStep& step = this->step();
    if (m_isOpening || m_source != step.source)
        openSource(step);
    else
        m_session->commitView(step.view);
    emit stepChanged();
}

void LessonPlayer::openSource(const LessonStep& step)
{
    m_source = step.source;
    m_isOpening = true;
    if (step.source.synthesis)
        return m_session->openSynthetic(*step.source.synthesis, step.view);
    m_session->restore(
        { .source = step.source.path,
          .prompt = step.source.text.empty() ? usualPrompt().toStdString() : step.source.text,
          .randomTokens = step.source.randomTokens,
          .view = step.view });
}

} // namespace ropescope
