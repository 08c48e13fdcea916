// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/bookmarks_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace ropescope {

BookmarksDialog::BookmarksDialog(const std::vector<Bookmark>& bookmarks, QWidget* parent)
    : QDialog(parent)
    , m_bookmarks(bookmarks)
    , m_list(new QListWidget)
{
    setObjectName(QStringLiteral("bookmarks"));
    setWindowTitle(tr("Bookmarks"));
    m_list->setObjectName(QStringLiteral("bookmarkList"));
    m_list->setAccessibleName(tr("Bookmarks"));
    m_list->setToolTip(tr("F2 or a double click renames, Delete removes"));
    m_list->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    for (std::size_t i = 0; i < m_bookmarks.size(); ++i) {
        auto* const item = new QListWidgetItem(QString::fromStdString(m_bookmarks[i].name), m_list);
        item->setData(Qt::UserRole, static_cast<int>(i));
        item->setFlags(item->flags() | Qt::ItemIsEditable);
    }
    m_list->setCurrentRow(0);

    auto* const buttons = new QHBoxLayout;
    const auto add = [&](const QString& name, const QString& text, const QString& tip, auto&& act) {
        auto* const button = new QPushButton(text);
        button->setObjectName(name);
        button->setToolTip(tip);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, act);
        buttons->addWidget(button);
    };
    add(QStringLiteral("bookmarkUp"), tr("&Up"), tr("Earlier in the menu"), [this] { move(-1); });
    add(QStringLiteral("bookmarkDown"), tr("&Down"), tr("Later in the menu"), [this] { move(1); });
    add(QStringLiteral("bookmarkRemove"), tr("&Remove"), tr("Removes the bookmark (Delete)"),
        [this] { remove(); });
    buttons->addStretch();
    auto* const whole = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(whole, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(whole, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(new QShortcut(QKeySequence::Delete, m_list), &QShortcut::activated, this,
            &BookmarksDialog::remove);

    auto* const column = new QVBoxLayout(this);
    column->addWidget(m_list);
    column->addLayout(buttons);
    column->addWidget(whole);
}

std::vector<Bookmark> BookmarksDialog::bookmarks() const
{
    std::vector<Bookmark> bookmarks;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem& item = *m_list->item(row);
        Bookmark bookmark = m_bookmarks[static_cast<std::size_t>(item.data(Qt::UserRole).toInt())];
        if (const QString name = item.text().trimmed(); !name.isEmpty())
            bookmark.name = name.toStdString();
        bookmarks.push_back(std::move(bookmark));
    }
    return bookmarks;
}

void BookmarksDialog::remove() { delete m_list->takeItem(m_list->currentRow()); }

void BookmarksDialog::move(int step)
{
    const int row = m_list->currentRow();
    if (row < 0 || row + step < 0 || row + step >= m_list->count())
        return;
    m_list->insertItem(row + step, m_list->takeItem(row));
    m_list->setCurrentRow(row + step);
}

} // namespace ropescope
