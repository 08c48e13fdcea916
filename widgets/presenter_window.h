// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "widgets/lesson_page.h"

class QLabel;

namespace ropescope {

class FormulaBrowser;

/// What only the speaker sees, in a window of its own: notes, the answer, what comes next, and how
/// long the lecture has lasted. Opens on another screen where there is one.
class PresenterWindow : public QWidget {
    Q_OBJECT

public:
    explicit PresenterWindow(QWidget* parent = nullptr);

    void setPage(const LessonPage& page);
    /// Shows it on a screen other than that of `audience`, if there is one.
    void showBeside(const QWidget& audience);

signals:
    void stepRequested(int step);
    void closed();

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showTime();

    LessonPage m_page;
    QElapsedTimer m_began;
    QTimer m_second;
    QLabel* m_step;
    QLabel* m_time;
    FormulaBrowser* m_notes;
    FormulaBrowser* m_answer;
    QLabel* m_next;
};

} // namespace ropescope
