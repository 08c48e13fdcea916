// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>
#include <QPointer>

class QAction;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace ropescope {

/// All that the program can do, found by typing a few letters of it. Up and Down choose, Return
/// does it, Escape goes.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    explicit CommandPalette(QWidget* parent = nullptr);

    /// Offers these, named by their menus: "View: Fit the map". Separators, and what is disabled or
    /// hidden now, are left out.
    void setCommands(const QList<QAction*>& commands);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void search(const QString& text);
    void move(int by);
    void trigger();

    QLineEdit* m_search;
    QListView* m_list;
    QStandardItemModel* m_commands;
    QSortFilterProxyModel* m_found;
};

} // namespace ropescope
