// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/lesson_page.h"

class QBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QToolButton;

namespace ropescope {

class FormulaBrowser;
class MessageCard;

/// A step of a lesson to read: text with formulas, a question whose answer waits for a click, and
/// the way on. Keys belong to whoever shows it.
class LessonView : public QWidget {
    Q_OBJECT

public:
    explicit LessonView(QWidget* parent = nullptr);

    void setPage(const LessonPage& page);
    /// What is wrong with the file, while the last good one stays; empty: nothing.
    void setProblem(const QString& sentence);
    void setNotesVisible(bool visible);
    void setSpotlightOn(bool on);
    /// The knobs were turned: the step's own state can be had back.
    void setCanRestore(bool can);
    void revealAnswer();
    [[nodiscard]] bool isAnswerShown() const;

signals:
    void stepRequested(int step); ///< within the lesson
    void restoreRequested();
    void notesToggled();
    void spotlightToggled();
    void leaveRequested();

private:
    QWidget* makeQuestion();
    QWidget* makeNotes();
    QBoxLayout* makeFoot();
    void showAnswer(bool shown);

    LessonPage m_page;

    QLabel* m_lesson = nullptr;
    QLabel* m_counter = nullptr;
    QProgressBar* m_progress = nullptr;
    QScrollArea* m_scroll = nullptr;
    QLabel* m_title = nullptr;
    FormulaBrowser* m_text = nullptr;
    QWidget* m_questionCard = nullptr;
    FormulaBrowser* m_question = nullptr;
    FormulaBrowser* m_answer = nullptr;
    QPushButton* m_reveal = nullptr;
    QWidget* m_notesCard = nullptr;
    FormulaBrowser* m_notes = nullptr;
    MessageCard* m_problem = nullptr;
    QPushButton* m_previous = nullptr;
    QPushButton* m_next = nullptr;
    QToolButton* m_restore = nullptr;
    QToolButton* m_notesButton = nullptr;
    QToolButton* m_spotlightButton = nullptr;
};

} // namespace ropescope
