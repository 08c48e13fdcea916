// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace ropescope {

/// A sentence about something that went wrong, shown in place until it is dismissed. Hidden while
/// it has no text.
class MessageCard : public QFrame {
    Q_OBJECT

public:
    explicit MessageCard(QWidget* parent = nullptr);

    void setText(const QString& sentence);
    [[nodiscard]] QString text() const;

signals:
    void dismissed();

private:
    QLabel* m_text = nullptr;
    QToolButton* m_close = nullptr;
};

} // namespace ropescope
