// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ropescope {

/// Work that takes a while: what it is, how far it is, and a way to stop it.
class BusyBar : public QWidget {
    Q_OBJECT

public:
    explicit BusyBar(QWidget* parent = nullptr);

    void setText(const QString& text);
    /// progress  0 .. 1, below 0 when not known
    void setProgress(double progress);

signals:
    void cancelRequested();

private:
    QLabel* m_text = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace ropescope
