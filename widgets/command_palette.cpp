// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/command_palette.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace ropescope {

namespace {

constexpr int kWidth = 460;
constexpr int kHeight = 340;
constexpr int kFromTop = 60;
constexpr int kActionRole = Qt::UserRole + 1;

QString withoutMnemonic(QString text)
{
    return text.replace(QStringLiteral("&&"), QStringLiteral("\1"))
        .remove(QLatin1Char('&'))
        .replace(QStringLiteral("\1"), QStringLiteral("&"));
}

/// "View: Panels: Heads"
QString nameOf(const QAction& action)
{
    QStringList parts { withoutMnemonic(action.text()) };
    for (const QMenu* menu = qobject_cast<const QMenu*>(action.parent()); menu != nullptr;
         menu = qobject_cast<const QMenu*>(menu->parentWidget()))
        parts.prepend(withoutMnemonic(menu->title()));
    return parts.join(QStringLiteral(": "));
}

/// Each letter in turn, with anything between: "ftm" finds "Fit the map".
QRegularExpression looselyMatching(const QString& text)
{
    QStringList letters;
    for (const QChar letter : text.simplified())
        letters << QRegularExpression::escape(letter);
    return QRegularExpression(letters.join(QStringLiteral(".*?")),
                              QRegularExpression::CaseInsensitiveOption);
}

} // namespace

CommandPalette::CommandPalette(QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint)
{
    setObjectName(QStringLiteral("commandPalette"));
    setWindowTitle(tr("Commands"));
    resize(kWidth, kHeight);
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("commandSearch"));
    m_search->setPlaceholderText(tr("Type a few letters of a command"));
    m_search->setAccessibleName(tr("Search commands"));
    m_search->setToolTip(tr("Up and Down choose, Return does it, Escape goes"));
    m_search->installEventFilter(this);
    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("commandList"));
    m_list->setAccessibleName(tr("Commands"));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_commands = new QStandardItemModel(this);
    m_found = new QSortFilterProxyModel(this);
    m_found->setSourceModel(m_commands);
    m_list->setModel(m_found);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_search, &QLineEdit::returnPressed, this, &CommandPalette::trigger);
    connect(m_list, &QListView::clicked, this, &CommandPalette::trigger);
}

void CommandPalette::setCommands(const QList<QAction*>& commands)
{
    m_commands->clear();
    for (QAction* const action : commands) {
        if (action->isSeparator() || action->menu() != nullptr || action->text().isEmpty()
            || !action->isEnabled() || !action->isVisible())
            continue;
        QString text = nameOf(*action);
        if (const QString keys = action->shortcut().toString(QKeySequence::NativeText);
            !keys.isEmpty())
            text += QStringLiteral("   ") + keys;
        auto* const item = new QStandardItem(text);
        item->setData(QVariant::fromValue(QPointer<QAction>(action)), kActionRole);
        m_commands->appendRow(item);
    }
    m_search->clear();
    search({});
}

void CommandPalette::search(const QString& text)
{
    m_found->setFilterRegularExpression(looselyMatching(text));
    m_list->setCurrentIndex(m_found->index(0, 0));
}

void CommandPalette::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    if (const QWidget* const parent = parentWidget()) {
        const QPoint corner((parent->width() - width()) / 2, kFromTop);
        QDialog::move(parent->mapToGlobal(corner));
    }
    m_search->setFocus();
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event)
{
    if (object == m_search && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Down:
            move(1);
            return true;
        case Qt::Key_Up:
            move(-1);
            return true;
        case Qt::Key_PageDown:
        case Qt::Key_PageUp:
            return QCoreApplication::sendEvent(m_list, event);
        default:
            break;
        }
    }
    return QDialog::eventFilter(object, event);
}

void CommandPalette::move(int by)
{
    const int count = m_found->rowCount();
    if (count == 0)
        return;
    const int row = (std::max(m_list->currentIndex().row(), 0) + by + count) % count;
    m_list->setCurrentIndex(m_found->index(row, 0));
}

/// The command may open a dialog, so the palette goes first.
void CommandPalette::trigger()
{
    const auto action = m_list->currentIndex().data(kActionRole).value<QPointer<QAction>>();
    if (!action)
        return;
    accept();
    action->trigger();
}

} // namespace ropescope
