// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/presenter_window.h"

#include <chrono>

#include <QCloseEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include "widgets/card.h"
#include "widgets/formula_browser.h"

namespace ropescope {

namespace {

constexpr std::chrono::seconds kTick { 1 };
constexpr QSize kFirstSize { 560, 640 };

} // namespace

PresenterWindow::PresenterWindow(QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_step(makeLabel(QStringLiteral("presenterStep"), "strong"))
    , m_time(makeLabel(QStringLiteral("presenterTime"), "muted"))
    , m_notes(new FormulaBrowser(QStringLiteral("presenterNotes")))
    , m_answer(new FormulaBrowser(QStringLiteral("presenterAnswer")))
    , m_next(makeLabel(QStringLiteral("presenterNext"), "muted"))
{
    setObjectName(QStringLiteral("presenterWindow"));
    setAccessibleName(tr("Presenter notes"));
    setWindowTitle(tr("Presenter notes"));
    setProperty("side", true);
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::StrongFocus);
    resize(kFirstSize);
    m_step->setWordWrap(true);
    m_next->setWordWrap(true);
    m_notes->setAccessibleName(tr("Presenter notes"));
    m_answer->setAccessibleName(tr("Answer"));
    m_time->setToolTip(tr("Since these notes were opened"));

    auto* const head = new QHBoxLayout;
    head->addWidget(m_step, 1);
    head->addWidget(m_time, 0, Qt::AlignTop);
    auto* const page = new QWidget;
    page->setProperty("side", true);
    auto* const inside = new QVBoxLayout(page);
    inside->setContentsMargins(0, 0, 8, 0);
    inside->setSpacing(16);
    inside->addWidget(m_notes);
    inside->addWidget(m_answer);
    inside->addStretch(1);
    auto* const scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("presenterScroll"));
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(page);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(14);
    column->addLayout(head);
    column->addWidget(scroll, 1);
    column->addWidget(m_next);

    m_second.setInterval(kTick);
    connect(&m_second, &QTimer::timeout, this, &PresenterWindow::showTime);
}

void PresenterWindow::setPage(const LessonPage& page)
{
    m_page = page;
    m_step->setText(tr("%1 / %2  %3").arg(page.step + 1).arg(page.count).arg(page.title));
    m_notes->setContent(page.notes.isEmpty() ? tr("*No notes for this step.*") : page.notes);
    m_answer->setVisible(!page.question.isEmpty());
    m_answer->setContent(
        tr("**Question.** %1").arg(page.question)
        + (page.answer.isEmpty() ? QString() : tr("\n\n**Answer.** %1").arg(page.answer)));
    m_next->setText(page.nextTitle.isEmpty() ? tr("This is the last step.")
                                             : tr("Next: %1").arg(page.nextTitle));
}

void PresenterWindow::showBeside(const QWidget& audience)
{
    for (QScreen* const screen : QGuiApplication::screens()) {
        if (screen != audience.screen()) {
            move(screen->availableGeometry().center() - rect().center());
            break;
        }
    }
    if (!m_began.isValid())
        m_began.start();
    m_second.start();
    showTime();
    show();
    raise();
}

void PresenterWindow::showTime()
{
    const qint64 seconds = m_began.elapsed() / 1000;
    m_time->setText(
        QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0')));
}

void PresenterWindow::closeEvent(QCloseEvent* event)
{
    m_second.stop();
    QWidget::closeEvent(event);
    emit closed();
}

/// The clicker's keys go to whichever window has the focus.
void PresenterWindow::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_PageDown:
        emit stepRequested(m_page.step + 1);
        break;
    case Qt::Key_PageUp:
        emit stepRequested(m_page.step - 1);
        break;
    case Qt::Key_Home:
        emit stepRequested(0);
        break;
    case Qt::Key_End:
        emit stepRequested(m_page.count - 1);
        break;
    case Qt::Key_N:
    case Qt::Key_Escape:
        close();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace ropescope
