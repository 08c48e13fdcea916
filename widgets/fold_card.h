// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>
#include <QString>

class QHBoxLayout;
class QToolButton;
class QVBoxLayout;

namespace ropescope {

/// A card whose body can be folded away: its title is a button.
class FoldCard : public QFrame {
    Q_OBJECT

public:
    FoldCard(const QString& title, const QString& objectName, QWidget* parent = nullptr);

    /// At the right end of the title; hidden with the body.
    void addToTitle(QWidget* widget);
    void addWidget(QWidget* widget);
    /// Emits nothing.
    void setOpen(bool open);
    [[nodiscard]] bool isOpen() const;
    /// Of the title alone, and what opening adds to it.
    [[nodiscard]] int foldedHeight() const;
    [[nodiscard]] int bodyHeight() const;

signals:
    /// By the user.
    void toggled(bool open);

private:
    void showBody(bool open);

    QToolButton* m_title;
    QWidget* m_extra;
    QWidget* m_body;
};

} // namespace ropescope
