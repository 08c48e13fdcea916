// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/manual_window.h"

#include <QDir>
#include <QFile>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QSplitter>
#include <QTextStream>
#include <QUrl>
#include <QVBoxLayout>

#include "app/manual_text.h"
#include "app/resource_paths.h"

namespace ropescope {

namespace {

constexpr QSize kFirstSize { 1000, 760 };
constexpr int kListWidth = 230;

enum Role { PathRole = Qt::UserRole, NameRole, TextRole };

} // namespace

const QString ManualWindow::kFirstPage = QStringLiteral("index");

ManualWindow::ManualWindow(QWidget* parent)
    : QWidget(parent, Qt::Window)
{
    setObjectName(QStringLiteral("manual"));
    setWindowTitle(tr("RoPEScope manual"));
    m_find = new QLineEdit;
    m_find->setObjectName(QStringLiteral("findInManual"));
    m_find->setPlaceholderText(tr("Find (Return: next place)"));
    m_find->setToolTip(tr("Leaves the pages that have these words (Ctrl+F)"));
    m_find->setAccessibleName(tr("Find in the manual"));
    m_find->setClearButtonEnabled(true);
    m_pages = new QListWidget;
    m_pages->setObjectName(QStringLiteral("manualPages"));
    m_pages->setTextElideMode(Qt::ElideRight);
    m_pages->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_pages->setSpacing(2);
    m_pages->setToolTip(tr("Pages of the manual"));
    m_pages->setAccessibleName(tr("Pages of the manual"));
    m_text = new ManualText;
    m_text->setObjectName(QStringLiteral("manualText"));
    m_text->setAccessibleName(tr("Page"));

    auto* const side = new QWidget;
    auto* const column = new QVBoxLayout(side);
    column->setContentsMargins(8, 8, 0, 8);
    column->addWidget(m_find);
    column->addWidget(m_pages);
    auto* const split = new QSplitter;
    split->addWidget(side);
    split->addWidget(m_text);
    split->setStretchFactor(1, 1);
    split->setSizes({ kListWidth, kFirstSize.width() - kListWidth });
    auto* const whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(split);
    resize(kFirstSize);

    readPages();
    connect(m_pages, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        const QUrl page = item ? QUrl::fromLocalFile(item->data(PathRole).toString()) : QUrl();
        if (item != nullptr && m_text->source().adjusted(QUrl::RemoveFragment) != page)
            m_text->setSource(page);
    });
    connect(m_text, &QTextBrowser::sourceChanged, this, [this](const QUrl& page) {
        for (int row = 0; row < m_pages->count(); ++row) {
            if (QUrl::fromLocalFile(m_pages->item(row)->data(PathRole).toString())
                == page.adjusted(QUrl::RemoveFragment))
                m_pages->setCurrentRow(row);
        }
    });
    connect(m_find, &QLineEdit::textChanged, this, &ManualWindow::filter);
    connect(m_find, &QLineEdit::returnPressed, this, [this] {
        if (!m_text->find(m_find->text())) {
            m_text->moveCursor(QTextCursor::Start);
            m_text->find(m_find->text());
        }
    });
    showPage(kFirstPage);
}

/// The index first, then by title.
void ManualWindow::readPages()
{
    const QDir folder(QString::fromStdString(resourcePath("help").string()));
    for (const QFileInfo& info : folder.entryInfoList({ QStringLiteral("*.md") }, QDir::Files)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString text = QString::fromUtf8(file.readAll());
        const QString heading = text.section(QLatin1Char('\n'), 0, 0);
        auto* const item = new QListWidgetItem(heading.mid(heading.indexOf(QLatin1Char(' ')) + 1));
        item->setToolTip(item->text());
        item->setData(PathRole, info.absoluteFilePath());
        item->setData(NameRole, info.completeBaseName());
        item->setData(TextRole, text);
        m_pages->addItem(item);
    }
    m_pages->sortItems();
    for (int row = 0; row < m_pages->count(); ++row) {
        if (m_pages->item(row)->data(NameRole) == kFirstPage)
            m_pages->insertItem(0, m_pages->takeItem(row));
    }
}

bool ManualWindow::showPage(const QString& name)
{
    for (int row = 0; row < m_pages->count(); ++row) {
        if (m_pages->item(row)->data(NameRole) == name) {
            m_pages->setCurrentRow(row);
            return true;
        }
    }
    return false;
}

QStringList ManualWindow::pageNames() const
{
    QStringList names;
    for (int row = 0; row < m_pages->count(); ++row)
        names << m_pages->item(row)->data(NameRole).toString();
    return names;
}

void ManualWindow::filter(const QString& word)
{
    QListWidgetItem* first = nullptr;
    for (int row = 0; row < m_pages->count(); ++row) {
        QListWidgetItem* const item = m_pages->item(row);
        const bool has = item->data(TextRole).toString().contains(word, Qt::CaseInsensitive);
        item->setHidden(!has);
        if (has && first == nullptr)
            first = item;
    }
    QListWidgetItem* const current = m_pages->currentItem();
    if (first != nullptr && (current == nullptr || current->isHidden()))
        m_pages->setCurrentItem(first);
    if (!word.isEmpty()) {
        m_text->moveCursor(QTextCursor::Start);
        m_text->find(word);
    }
}

void ManualWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Find))
        m_find->setFocus();
    else if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace ropescope
