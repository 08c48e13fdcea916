// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The menu of places to come back to.
#include <QMenu>
#include <QMenuBar>

#include "app/bookmarks_dialog.h"
#include "app/edit_text.h"
#include "app/head_text.h"
#include "app/main_window.h"
#include "app/panes/map_pane.h"

namespace ropescope {

namespace {

constexpr int kNumbered = 9; ///< Ctrl+1 .. Ctrl+9

/// "Layer 5 · Head 4, base 10,000, tokens 10 to 30"
QString usualName(const ViewState& view)
{
    QStringList parts { headText(view.head) };
    if (const QString edit = describeEdit(view.edit); !edit.isEmpty())
        parts << edit;
    if (view.rows) {
        parts << MainWindow::tr("tokens %1 to %2").arg(view.rows->begin).arg(view.rows->end - 1);
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

void MainWindow::makeBookmarksMenu()
{
    m_bookmarks = menuBar()->addMenu(tr("&Bookmarks"));
    QAction* const add = m_bookmarks->addAction(tr("&Add a bookmark"));
    add->setShortcut(QKeySequence(tr("Ctrl+B")));
    add->setToolTip(tr("Keeps head, edit, part of the map and colours"));
    connect(add, &QAction::triggered, this, &MainWindow::addBookmark);
    QAction* const edit = m_bookmarks->addAction(tr("&Rename or remove…"));
    connect(edit, &QAction::triggered, this, [this] {
        BookmarksDialog dialog(m_session->bookmarks(), this);
        if (dialog.exec() == QDialog::Accepted)
            m_session->setBookmarks(dialog.bookmarks());
    });
    m_bookmarks->addSeparator();
    m_bookmarks->setToolTipsVisible(true);
    connect(m_session.get(), &Session::bookmarksChanged, this, &MainWindow::fillBookmarks);
}

void MainWindow::addBookmark()
{
    if (!m_session->trace())
        return;
    m_map->finishZoom();
    std::vector<Bookmark> bookmarks = m_session->bookmarks();
    bookmarks.push_back({ usualName(m_session->view()).toStdString(), m_session->view() });
    m_session->setBookmarks(std::move(bookmarks));
}

void MainWindow::fillBookmarks()
{
    for (QAction* const action : m_bookmarks->actions()) {
        if (action->property("bookmark").toBool())
            delete action;
    }
    int number = 0;
    for (const Bookmark& bookmark : m_session->bookmarks()) {
        QString name = QString::fromStdString(bookmark.name);
        name.replace(u'&', QStringLiteral("&&"));
        QAction* const action = m_bookmarks->addAction(name);
        action->setProperty("bookmark", true);
        if (++number <= kNumbered)
            action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)));
        connect(action, &QAction::triggered, this, [this, bookmark] {
            m_map->finishZoom();
            m_session->goTo(bookmark.view);
        });
    }
}

} // namespace ropescope
