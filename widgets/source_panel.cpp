// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/source_panel.h"

#include <algorithm>

#include <QDoubleSpinBox>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTextBlock>
#include <QVBoxLayout>

#include "widgets/busy_bar.h"
#include "widgets/card.h"
#include "widgets/elided_label.h"
#include "widgets/message_card.h"
#include "widgets/number_text.h"
#include "widgets/plain_tip.h"

namespace ropescope {

namespace {

constexpr int kPromptLines = 4;
constexpr int kCardMargin = 11;

} // namespace

SourcePanel::SourcePanel(QWidget* parent)
    : QWidget(parent)
    , m_title(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_name(new ElidedLabel)
    , m_shape(makeLabel("sourceShape", "muted"))
    , m_prompt(new QPlainTextEdit)
    , m_tokens(makeLabel("sourceTokens", "muted"))
    , m_random(new QPushButton(tr("Random")))
    , m_run(new QPushButton(tr("Run ⏎")))
    , m_temperature(new QDoubleSpinBox)
    , m_continue(new QPushButton(tr("Continue by %1").arg(kContinueBy)))
    , m_busy(new BusyBar)
    , m_message(new MessageCard)
{
    setObjectName("sourcePanel");
    m_name->setObjectName("sourceName");
    m_name->setProperty("strong", true);
    m_prompt->setObjectName("sourcePrompt");
    m_prompt->setAccessibleName(tr("Prompt"));
    m_prompt->setTabChangesFocus(true);
    m_prompt->setFixedHeight(kPromptLines * QFontMetrics(m_prompt->font()).lineSpacing() + 15);
    m_random->setObjectName("sourceRandom");
    m_random->setToolTip(tr("Run random tokens, then the same tokens again: patterns that "
                            "stay need no content, and induction heads show"));
    m_run->setObjectName("sourceRun");
    m_run->setProperty("primary", true);
    m_run->setToolTip(tr("Run the model on this prompt (Ctrl+Return)"));
    m_run->setAccessibleName(tr("Run"));
    m_temperature->setObjectName("sourceTemperature");
    m_temperature->setRange(0.0, 5.0);
    m_temperature->setDecimals(1);
    m_temperature->setSingleStep(0.1);
    m_temperature->setPrefix(tr("T "));
    m_temperature->setSpecialValueText(tr("greedy"));
    m_temperature->setAccessibleName(tr("Temperature"));
    m_temperature->setToolTip(tr("Temperature of the tokens that the model adds: greedy takes the "
                                 "likeliest, 1 draws as the model says"));
    m_continue->setObjectName("sourceContinue");
    m_continue->setToolTip(
        tr("Have the model write %1 tokens on, and see what they attend to").arg(kContinueBy));

    m_title->addWidget(m_name, 1);
    m_title->addWidget(m_shape);
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    buttons->addWidget(m_tokens, 1);
    buttons->addWidget(m_random);
    buttons->addWidget(m_run);
    auto* const writing = new QHBoxLayout;
    writing->setSpacing(6);
    writing->addWidget(m_temperature, 1);
    writing->addWidget(m_continue);

    QFrame* const card = makeCard("sourceCard");
    auto* const inside = new QVBoxLayout(card);
    inside->setContentsMargins(kCardMargin, 9, kCardMargin, 9);
    inside->setSpacing(7);
    inside->addWidget(makeHeading(tr("Source")));
    inside->addLayout(m_title);
    inside->addWidget(m_prompt);
    inside->addLayout(buttons);
    inside->addLayout(writing);
    inside->addWidget(m_busy);
    inside->addWidget(m_message);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(card);

    m_busy->setText(tr("Running the model …"));
    m_busy->hide();
    m_prompt->installEventFilter(this);
    connect(m_run, &QPushButton::clicked, this, &SourcePanel::requestRun);
    connect(m_random, &QPushButton::clicked, this, &SourcePanel::randomRequested);
    connect(m_continue, &QPushButton::clicked, this,
            [this] { emit continueRequested(text(), kContinueBy, m_temperature->value()); });
    connect(m_busy, &BusyBar::cancelRequested, this, &SourcePanel::cancelRequested);
    connect(m_prompt, &QPlainTextEdit::textChanged, this, [this] {
        if (m_filling)
            return;
        refresh();
        emit textEdited(text());
    });
    refresh();
}

void SourcePanel::setSource(const SourceContent& source)
{
    m_source = source;
    if (const QString whole = source.text + source.continuation; text() != whole) {
        // Blocking its signals would also keep the prompt from showing its placeholder.
        const QScopedValueRollback filling(m_filling, true);
        m_prompt->setPlainText(whole);
        if (!source.continuation.isEmpty())
            m_prompt->moveCursor(QTextCursor::End); // where something is new
    }
    markContinuation();
    setTokenCount(source.tokenCount);
    refresh();
}

void SourcePanel::markContinuation()
{
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(m_prompt->document());
    mark.cursor.setPosition(static_cast<int>(m_source.text.size()));
    mark.cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    mark.format.setForeground(m_prompt->palette().link());
    m_prompt->setExtraSelections(m_source.continuation.isEmpty()
                                     ? QList<QTextEdit::ExtraSelection> {}
                                     : QList<QTextEdit::ExtraSelection> { mark });
}

void SourcePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_prompt->extraSelections().size() == 1) {
        QList<QTextEdit::ExtraSelection> marks = m_prompt->extraSelections();
        marks.front().format.setForeground(palette().link()); // follows what was typed since
        m_prompt->setExtraSelections(marks);
    }
}

void SourcePanel::setTokenCount(int tokens)
{
    m_source.tokenCount = tokens;
    const QLocale commas(QLocale::English, QLocale::UnitedStates);
    m_tokens->setText(tr("%1 tok.").arg(commas.toString(tokens)));
    m_tokens->setToolTip(tokensText(tokens));
}

void SourcePanel::setRunning(std::optional<double> progress)
{
    m_running = progress.has_value();
    if (progress)
        m_busy->setProgress(*progress);
    refresh();
}

void SourcePanel::setMessage(const QString& sentence) { m_message->setText(sentence); }

QString SourcePanel::text() const { return m_prompt->toPlainText(); }

void SourcePanel::refresh()
{
    m_name->setText(m_source.name);
    m_name->setToolTip(plainTip(m_source.name));
    m_shape->setText(m_source.shape);
    m_prompt->setReadOnly(!m_source.editable);
    m_prompt->setPlaceholderText(m_source.editable ? tr("Type a prompt, then Ctrl+Return")
                                                   : tr("This trace has no text."));
    m_prompt->setToolTip(m_source.editable ? tr("The prompt. Ctrl+Return runs the model on it")
                                           : tr("The text of this trace; it cannot be changed"));
    m_random->setVisible(m_source.editable);
    m_run->setVisible(m_source.editable);
    m_random->setEnabled(!m_running);
    m_run->setEnabled(!m_running && !text().isEmpty());
    m_temperature->setVisible(m_source.editable);
    m_continue->setVisible(m_source.editable);
    m_continue->setEnabled(!m_running && !text().isEmpty());
    m_busy->setVisible(m_running);
    arrangeTitle();
}

/// The name comes first: the shape goes below it when both do not fit.
void SourcePanel::arrangeTitle()
{
    constexpr int kBetween = 8;
    constexpr int kCardFrame = 1;
    const int room = width() - 2 * (kCardMargin + kCardFrame);
    const bool fits = m_name->sizeHint().width() + kBetween + m_shape->sizeHint().width() <= room;
    m_title->setDirection(fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_title->setSpacing(fits ? kBetween : 1);
}

void SourcePanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrangeTitle();
}

void SourcePanel::requestRun()
{
    if (!m_source.editable || m_running || text().isEmpty())
        return;
    emit runRequested(text());
}

bool SourcePanel::eventFilter(QObject* object, QEvent* event)
{
    if (object == m_prompt && event->type() == QEvent::KeyPress) {
        auto* const key = static_cast<QKeyEvent*>(event);
        const bool isReturn = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isReturn && key->modifiers().testFlag(Qt::ControlModifier)) {
            requestRun();
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

void SourcePanel::keyPressEvent(QKeyEvent* event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape && m_running)
        emit cancelRequested();
    else if (event->key() == Qt::Key_Escape && !m_message->text().isEmpty())
        setMessage({});
    else if (isReturn && event->modifiers().testFlag(Qt::ControlModifier))
        requestRun();
    else
        QWidget::keyPressEvent(event);
}

} // namespace ropescope
