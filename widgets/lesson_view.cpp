// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/lesson_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/card.h"
#include "widgets/formula_browser.h"
#include "widgets/message_card.h"

namespace ropescope {

namespace {

QToolButton* makeTool(const char* objectName, const QString& text, const QString& tip)
{
    auto* const button = new QToolButton;
    button->setObjectName(QLatin1String(objectName));
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    button->setProperty("quiet", true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QPushButton* makeButton(const char* objectName, const QString& text, const QString& tip)
{
    auto* const button = new QPushButton(text);
    button->setObjectName(QLatin1String(objectName));
    button->setToolTip(tip);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::TabFocus); // a click leaves the keys with the map
    return button;
}

} // namespace

LessonView::LessonView(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("lessonView"));
    setProperty("side", true);
    setAttribute(Qt::WA_StyledBackground);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(10);

    auto* const head = new QHBoxLayout;
    m_lesson = makeHeading({});
    m_lesson->setObjectName(QStringLiteral("lessonTitle"));
    m_counter = makeLabel(QStringLiteral("stepCounter"), "muted");
    head->addWidget(m_lesson, 1);
    head->addWidget(m_counter);
    column->addLayout(head);
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("lessonProgress"));
    m_progress->setAccessibleName(tr("Progress in the lesson"));
    m_progress->setTextVisible(false);
    column->addWidget(m_progress);
    m_problem = new MessageCard;
    column->addWidget(m_problem);

    auto* const page = new QWidget;
    page->setProperty("side", true);
    auto* const inside = new QVBoxLayout(page);
    inside->setContentsMargins(0, 4, 8, 4);
    inside->setSpacing(14);
    m_title = makeLabel(QStringLiteral("stepTitle"), "title");
    m_title->setWordWrap(true);
    m_text = new FormulaBrowser(QStringLiteral("stepText"));
    m_text->setAccessibleName(tr("Text of the step"));
    inside->addWidget(m_title);
    inside->addWidget(m_text);
    inside->addWidget(makeQuestion());
    inside->addWidget(makeNotes());
    inside->addStretch(1);
    m_scroll = new QScrollArea;
    m_scroll->setObjectName(QStringLiteral("lessonScroll"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(page);
    column->addWidget(m_scroll, 1);
    column->addLayout(makeFoot());
}

QWidget* LessonView::makeQuestion()
{
    m_questionCard = makeCard(QStringLiteral("questionCard"));
    auto* const column = new QVBoxLayout(m_questionCard);
    column->setContentsMargins(14, 10, 14, 12);
    column->setSpacing(8);
    column->addWidget(makeHeading(tr("Think")));
    m_question = new FormulaBrowser(QStringLiteral("question"));
    m_question->setAccessibleName(tr("Question"));
    m_answer = new FormulaBrowser(QStringLiteral("answer"));
    m_answer->setAccessibleName(tr("Answer"));
    m_reveal = makeButton("revealAnswer", tr("Show the answer"), tr("Show the answer (A)"));
    column->addWidget(m_question);
    column->addWidget(m_reveal, 0, Qt::AlignLeft);
    column->addWidget(m_answer);
    connect(m_reveal, &QPushButton::clicked, this, &LessonView::revealAnswer);
    return m_questionCard;
}

QWidget* LessonView::makeNotes()
{
    m_notesCard = makeCard(QStringLiteral("notesCard"));
    auto* const column = new QVBoxLayout(m_notesCard);
    column->setContentsMargins(14, 10, 14, 12);
    column->setSpacing(6);
    column->addWidget(makeHeading(tr("Presenter notes")));
    m_notes = new FormulaBrowser(QStringLiteral("notes"));
    m_notes->setAccessibleName(tr("Presenter notes"));
    column->addWidget(m_notes);
    m_notesCard->hide();
    return m_notesCard;
}

QBoxLayout* LessonView::makeFoot()
{
    m_previous = makeButton("previousStep", tr("Previous"), tr("Previous step (Page Up)"));
    m_next = makeButton("nextStep", tr("Next"), tr("Next step (Page Down)"));
    m_next->setProperty("primary", true);
    m_restore = makeTool("restoreStep", tr("As it was"),
                         tr("Set everything as this step began (Backspace)"));
    m_notesButton = makeTool("notesToggle", tr("Notes"), tr("Presenter notes (N)"));
    m_spotlightButton = makeTool("spotlightToggle", tr("Spotlight"), tr("Spotlight (S)"));
    auto* const leave = makeTool("leaveLecture", QStringLiteral("✕"),
                                 tr("Leave the lesson and go back to what was open (Esc)"));
    leave->setAccessibleName(tr("Leave the lesson"));
    for (QToolButton* const button : { m_notesButton, m_spotlightButton })
        button->setCheckable(true);

    connect(m_previous, &QPushButton::clicked, this,
            [this] { emit stepRequested(m_page.step - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { emit stepRequested(m_page.step + 1); });
    connect(m_restore, &QToolButton::clicked, this, &LessonView::restoreRequested);
    connect(m_notesButton, &QToolButton::clicked, this, &LessonView::notesToggled);
    connect(m_spotlightButton, &QToolButton::clicked, this, &LessonView::spotlightToggled);
    connect(leave, &QToolButton::clicked, this, &LessonView::leaveRequested);

    auto* const tools = new QHBoxLayout;
    tools->setSpacing(2);
    for (QToolButton* const button : { m_restore, m_notesButton, m_spotlightButton })
        tools->addWidget(button);
    tools->addStretch(1);
    tools->addWidget(leave);
    auto* const steps = new QHBoxLayout;
    steps->setSpacing(8);
    steps->addWidget(m_previous, 1);
    steps->addWidget(m_next, 1);
    auto* const foot = new QVBoxLayout;
    foot->setSpacing(6);
    foot->addLayout(steps);
    foot->addLayout(tools);
    return foot;
}

void LessonView::setPage(const LessonPage& page)
{
    if (page == m_page)
        return;
    m_page = page;
    m_lesson->setText(page.lesson.toUpper());
    m_counter->setText(tr("%1 / %2").arg(page.step + 1).arg(page.count));
    m_counter->setAccessibleName(tr("Step %1 of %2").arg(page.step + 1).arg(page.count));
    m_progress->setRange(0, page.count);
    m_progress->setValue(page.step + 1);
    m_title->setText(page.title);
    m_title->setVisible(!page.title.isEmpty());
    m_text->setContent(page.text);
    m_questionCard->setVisible(!page.question.isEmpty());
    m_question->setContent(page.question);
    m_answer->setContent(page.answer);
    showAnswer(false);
    m_notes->setContent(page.notes.isEmpty() ? tr("*No notes for this step.*") : page.notes);
    m_previous->setEnabled(page.step > 0);
    m_next->setEnabled(page.step + 1 < page.count);
    m_scroll->verticalScrollBar()->setValue(0);
}

void LessonView::setProblem(const QString& sentence) { m_problem->setText(sentence); }

void LessonView::setNotesVisible(bool visible)
{
    m_notesCard->setVisible(visible);
    m_notesButton->setChecked(visible);
}

void LessonView::setSpotlightOn(bool on) { m_spotlightButton->setChecked(on); }

void LessonView::setCanRestore(bool can) { m_restore->setEnabled(can); }

void LessonView::revealAnswer() { showAnswer(!m_page.answer.isEmpty()); }

bool LessonView::isAnswerShown() const { return m_answer->isVisibleTo(m_questionCard); }

void LessonView::showAnswer(bool shown)
{
    m_answer->setVisible(shown);
    m_reveal->setVisible(!shown && !m_page.answer.isEmpty());
}

} // namespace ropescope
