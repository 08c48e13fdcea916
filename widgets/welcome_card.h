// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QFrame>
#include <QString>

namespace ropescope {

/// Something that a newcomer may try.
struct WelcomeStep {
    QString text; ///< of the button: "Move a channel: diagonals"
    QString tip;  ///< what will happen, in a sentence
};

/// What a newcomer may try first, a button each. Escape or the cross takes it away.
class WelcomeCard : public QFrame {
    Q_OBJECT

public:
    WelcomeCard(const QString& title, const std::vector<WelcomeStep>& steps,
                QWidget* parent = nullptr);

signals:
    void tried(int step);
    void dismissed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace ropescope
