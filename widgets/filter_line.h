// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QTimer>
#include <QWidget>

class QCompleter;
class QLabel;
class QLineEdit;

namespace ropescope {

/// A word that can be completed while typing.
struct FilterWord {
    QString word;
    QString meaning;
};

/// A line in which heads are sought: completes words, says in words what is wrong or how many are
/// found. Keys: Return applies at once, Escape clears, Ctrl+Space or Down shows all words.
class FilterLine : public QWidget {
    Q_OBJECT

public:
    static constexpr int kPauseMs = 300; ///< of the hand, before a text counts

    explicit FilterLine(QWidget* parent = nullptr);

    /// words  at any place; patterns  only after "pattern ="
    void setWords(const std::vector<FilterWord>& words, const std::vector<FilterWord>& patterns);
    /// Emits nothing.
    void setText(const QString& text);
    [[nodiscard]] QString text() const;
    /// Below the line; an empty one takes it away.
    void setError(const QString& sentence);
    void setNote(const QString& note);
    /// For Ctrl+F: the whole text is selected.
    void takeFocus();

signals:
    /// The text rests, or Return was pressed, or it was cleared. Trimmed.
    void filterChanged(const QString& text);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void apply();
    void suggest(bool all);
    void complete(const QString& word);
    void say(const QString& sentence, bool wrong);
    [[nodiscard]] int wordStart() const;

    QLineEdit* m_line;
    QLabel* m_message;
    QCompleter* m_words;
    QCompleter* m_patterns;
    QTimer m_pause;
    QString m_applied;
};

} // namespace ropescope
