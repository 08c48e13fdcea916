// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include "app/lessons/lesson.h"
#include "app/session.h"
#include "widgets/lesson_page.h"

namespace ropescope {

/// Plays a lesson in a session: each step opens what it speaks of and shows its state. The file is
/// read again whenever it is saved, and the step stays.
class LessonPlayer : public QObject {
    Q_OBJECT

public:
    /// The session must outlive this.
    explicit LessonPlayer(Session* session, QObject* parent = nullptr);

    /// Begins at that step, counted from 0. Errors: the first problem of the file, with its line;
    /// what was played before goes on.
    [[nodiscard]] Result<void> open(const std::filesystem::path& path, int step = 0);
    void close();

    [[nodiscard]] bool isOpen() const { return m_lesson.has_value(); }
    /// Of an open lesson.
    [[nodiscard]] const LessonStep& step() const;
    [[nodiscard]] int index() const { return m_index; }
    [[nodiscard]] LessonPage page() const;
    /// Somebody turned a knob since the step began.
    [[nodiscard]] bool isChanged() const;

public slots:
    /// Steps outside the lesson are left alone.
    void goTo(int step);
    /// The state that the step began with.
    void restore();

signals:
    void stepChanged();
    /// The saved file is wrong, and the lesson of before goes on; empty: it is right again.
    void problemFound(const QString& sentence);

private:
    void watch();
    void reload();
    void show();
    void openSource(const LessonStep& step);

    Session* m_session;
    std::optional<Lesson> m_lesson;
    int m_index = 0;
    std::optional<LessonSource> m_source; ///< what the session shows, or is opening, for the lesson
    bool m_isOpening = false;
    QFileSystemWatcher m_watcher;
    QTimer m_saved; ///< editors write in several goes
};

} // namespace ropescope
