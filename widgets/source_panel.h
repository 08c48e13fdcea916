// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QString>
#include <QWidget>

class QBoxLayout;
class QDoubleSpinBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ropescope {

class BusyBar;
class MessageCard;

/// Where the tokens come from.
struct SourceContent {
    QString name;          ///< "Built-in model", "trace.h5"
    QString shape;         ///< "8 × 8 heads · d 64"
    bool editable = false; ///< a model can run another prompt, a trace cannot
    QString text;          ///< the prompt
    QString continuation;  ///< what the model has added to it, told apart by its colour
    int tokenCount = 0;
};

/// The source and its prompt. Ctrl+Return runs, Escape cancels.
class SourcePanel : public QWidget {
    Q_OBJECT

public:
    static constexpr int kContinueBy = 32; ///< tokens

    explicit SourcePanel(QWidget* parent = nullptr);

    /// Emits nothing; keeps the cursor when the text stays.
    void setSource(const SourceContent& source);
    /// Tokens of the text that is being typed.
    void setTokenCount(int tokens);
    /// progress  0 .. 1, below 0 when not known; nothing: idle
    void setRunning(std::optional<double> progress);
    /// An error to show in the card; an empty text takes it away.
    void setMessage(const QString& sentence);

    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isRunning() const { return m_running; }

signals:
    void runRequested(const QString& text);
    void randomRequested();
    /// temperature: 0 takes the likeliest token each time.
    void continueRequested(const QString& text, int tokens, double temperature);
    void cancelRequested();
    void textEdited(const QString& text);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void arrangeTitle();
    void requestRun();
    void markContinuation();

    SourceContent m_source;
    bool m_running = false;
    bool m_filling = false; ///< the text changes, but nobody typed

    QBoxLayout* m_title = nullptr;
    QLabel* m_name = nullptr;
    QLabel* m_shape = nullptr;
    QPlainTextEdit* m_prompt = nullptr;
    QLabel* m_tokens = nullptr;
    QPushButton* m_random = nullptr;
    QPushButton* m_run = nullptr;
    QDoubleSpinBox* m_temperature = nullptr;
    QPushButton* m_continue = nullptr;
    BusyBar* m_busy = nullptr;
    MessageCard* m_message = nullptr;
};

} // namespace ropescope
