// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QDialog>

#include "app/bookmark.h"

class QListWidget;

namespace ropescope {

/// Renames, orders and removes bookmarks.
class BookmarksDialog : public QDialog {
    Q_OBJECT

public:
    explicit BookmarksDialog(const std::vector<Bookmark>& bookmarks, QWidget* parent = nullptr);

    [[nodiscard]] std::vector<Bookmark> bookmarks() const;

private:
    void remove();
    void move(int step);

    std::vector<Bookmark> m_bookmarks; ///< items of the list know their place in it
    QListWidget* m_list;
};

} // namespace ropescope
