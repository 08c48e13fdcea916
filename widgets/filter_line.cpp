// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/filter_line.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "core/theory/query_token.h"
#include "widgets/card.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

void fill(QCompleter* completer, const std::vector<FilterWord>& words)
{
    auto* const model = new QStandardItemModel(completer);
    for (const FilterWord& word : words) {
        auto* const item = new QStandardItem(word.word);
        item->setToolTip(word.meaning);
        item->setEditable(false);
        model->appendRow(item);
    }
    completer->setModel(model);
}

bool isWordLetter(QChar letter)
{
    return letter.unicode() < 128 && isQueryWordLetter(static_cast<char>(letter.unicode()));
}

} // namespace

FilterLine::FilterLine(QWidget* parent)
    : QWidget(parent)
    , m_line(new QLineEdit)
    , m_message(makeLabel("filterMessage", "muted"))
    , m_words(new QCompleter(this))
    , m_patterns(new QCompleter(this))
{
    setObjectName("filterLine");
    m_line->setObjectName("headFilter");
    m_line->setAccessibleName(tr("Filter of the heads"));
    m_line->setPlaceholderText(tr("sink > 0.4 and layer >= 3"));
    m_line->setToolTip(tr("Dim all heads but those for which this holds, such as\n"
                          "pattern = periodic or (period < 20 and share > 0.2)\n"
                          "Ctrl+Space shows all names, Esc clears"));
    m_line->setClearButtonEnabled(true);
    m_line->installEventFilter(this);
    m_message->setWordWrap(true);
    m_message->setFont(smallFont(font()));
    m_message->hide();
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    for (QCompleter* const completer : { m_words, m_patterns }) {
        completer->setWidget(m_line);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setCompletionMode(QCompleter::PopupCompletion);
        connect(completer, qOverload<const QString&>(&QCompleter::activated), this,
                &FilterLine::complete);
    }
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addWidget(m_line);
    column->addWidget(m_message);
    connect(m_line, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(m_line, &QLineEdit::textEdited, this, [this] { suggest(false); });
    connect(m_line, &QLineEdit::returnPressed, this, &FilterLine::apply);
    connect(&m_pause, &QTimer::timeout, this, &FilterLine::apply);
}

void FilterLine::setWords(const std::vector<FilterWord>& words,
                          const std::vector<FilterWord>& patterns)
{
    fill(m_words, words);
    fill(m_patterns, patterns);
}

QString FilterLine::text() const { return m_line->text().trimmed(); }

void FilterLine::setText(const QString& text)
{
    m_line->setText(text);
    m_pause.stop();
    m_applied = this->text();
}

void FilterLine::setError(const QString& sentence)
{
    setStyleFlag(m_line, "invalid", !sentence.isEmpty());
    say(sentence, true);
}

void FilterLine::setNote(const QString& note)
{
    setStyleFlag(m_line, "invalid", false);
    say(note, false);
}

void FilterLine::say(const QString& sentence, bool wrong)
{
    m_message->setText(sentence);
    m_message->setVisible(!sentence.isEmpty());
    setStyleFlag(m_message, "predicted", wrong);
    m_line->setAccessibleDescription(sentence);
}

void FilterLine::takeFocus()
{
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

void FilterLine::apply()
{
    m_pause.stop();
    if (text() == m_applied)
        return;
    m_applied = text();
    emit filterChanged(m_applied);
}

/// Where the word under the cursor begins.
int FilterLine::wordStart() const
{
    const QString text = m_line->text();
    int start = m_line->cursorPosition();
    while (start > 0 && isWordLetter(text[start - 1]))
        --start;
    return start;
}

void FilterLine::suggest(bool all)
{
    static const QRegularExpression kAfterPattern(QStringLiteral("\\bpattern\\s*(=|==|!=|≠)\\s*$"),
                                                  QRegularExpression::CaseInsensitiveOption);
    const int start = wordStart();
    const QString text = m_line->text();
    const QString word = text.mid(start, m_line->cursorPosition() - start);
    const bool wantsPattern = kAfterPattern.match(text.left(start)).hasMatch();
    QCompleter* const completer = wantsPattern ? m_patterns : m_words;
    QCompleter* const other = wantsPattern ? m_words : m_patterns;
    other->popup()->hide();
    completer->setCompletionPrefix(word);
    const bool isWhole = completer->completionCount() == 1
        && completer->currentCompletion().compare(word, Qt::CaseInsensitive) == 0;
    const bool isWorth = all || wantsPattern || (!word.isEmpty() && word[0].isLetter());
    if (!isWorth || isWhole || completer->completionCount() == 0) {
        completer->popup()->hide();
        return;
    }
    const QString sheet = window()->styleSheet(); // the popup has no parent to take it from
    if (completer->popup()->styleSheet() != sheet)
        completer->popup()->setStyleSheet(sheet);
    completer->popup()->setCurrentIndex({}); // Return must not choose what nobody pointed at
    completer->complete();
}

void FilterLine::complete(const QString& word)
{
    const int start = wordStart();
    QString text = m_line->text();
    int end = m_line->cursorPosition();
    while (end < text.size() && isWordLetter(text[end]))
        ++end;
    text.replace(start, end - start, word);
    m_line->setText(text);
    m_line->setCursorPosition(start + static_cast<int>(word.size()));
}

bool FilterLine::eventFilter(QObject* object, QEvent* event)
{
    if (object != m_line || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto* const key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape && !m_line->text().isEmpty()) {
        m_line->clear();
        apply();
        return true;
    }
    if (key->key() == Qt::Key_Down
        || (key->key() == Qt::Key_Space && key->modifiers() == Qt::ControlModifier)) {
        suggest(true);
        return true;
    }
    return QWidget::eventFilter(object, event);
}

} // namespace ropescope
