// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/page_tabs.h"

#include <numeric>
#include <vector>

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QTabBar>
#include <QToolButton>

namespace ropescope {

class PageTabs::Row : public QTabBar {
public:
    /// Of a tab, also while it is hidden.
    [[nodiscard]] int widthOf(int index) const { return QTabBar::tabSizeHint(index).width(); }
    /// The tabs that are there have room; the row itself asks for none.
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        return { 0, QTabBar::minimumSizeHint().height() };
    }
};

PageTabs::PageTabs(const QString& objectName, const QString& accessibleName, QWidget* parent)
    : QWidget(parent)
    , m_row(new Row)
    , m_more(new QToolButton)
    , m_menu(new QMenu(this))
    , m_actions(new QActionGroup(this))
{
    m_row->setObjectName(objectName);
    m_row->setAccessibleName(accessibleName);
    m_row->setExpanding(false);
    m_row->setUsesScrollButtons(false);
    m_more->setObjectName(objectName + QStringLiteral("More"));
    m_more->setProperty("quiet", true);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(m_menu);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->setToolTip(tr("All pages"));
    m_more->setAccessibleName(tr("All pages"));
    m_menu->setTitle(tr("&Page"));
    m_menu->setToolTipsVisible(true);
    auto* const line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 4, 0);
    line->setSpacing(2);
    line->addWidget(m_row, 1);
    line->addWidget(m_more);
    connect(m_row, &QTabBar::currentChanged, this, [this](int index) {
        m_actions->actions().at(index)->setChecked(true);
        fit();
        emit currentChanged(index);
    });
    connect(m_actions, &QActionGroup::triggered, this, [this](QAction* action) {
        m_row->setCurrentIndex(static_cast<int>(m_actions->actions().indexOf(action)));
        m_row->setFocus(Qt::OtherFocusReason);
    });
}

void PageTabs::addPage(const QString& title, const QString& tip)
{
    QAction* const action = m_menu->addAction(title);
    action->setCheckable(true);
    action->setToolTip(tip);
    m_actions->addAction(action);
    m_row->setTabToolTip(m_row->addTab(title), tip);
    fit();
}

void PageTabs::setCurrentIndex(int index) { m_row->setCurrentIndex(index); }

int PageTabs::currentIndex() const { return m_row->currentIndex(); }

bool PageTabs::isInRow(int index) const { return m_row->isTabVisible(index); }

QTabBar* PageTabs::tabBar() const { return m_row; }

QSize PageTabs::minimumSizeHint() const
{
    return { m_more->sizeHint().width(), m_row->minimumSizeHint().height() };
}

/// The first tabs up to where the room ends; the current one takes the place of the last.
void PageTabs::fit()
{
    const int count = m_row->count();
    if (m_fitting || count == 0)
        return;
    m_fitting = true;
    std::vector<int> widths;
    for (int index = 0; index < count; ++index)
        widths.push_back(m_row->widthOf(index));
    const int current = m_row->currentIndex();
    const QMargins margins = layout()->contentsMargins();
    int room = width() - margins.left() - margins.right();
    const bool fits = std::accumulate(widths.begin(), widths.end(), 0) <= room;
    if (!fits) {
        m_more->setText(tr("%1 more").arg(count)); // as wide as it may get
        room -= m_more->sizeHint().width() + layout()->spacing()
            + widths[static_cast<std::size_t>(current)];
    }
    int shown = 0;
    bool isOpen = true;
    for (int index = 0; index < count; ++index) {
        const int width = widths[static_cast<std::size_t>(index)];
        isOpen = isOpen && (fits || index == current || width <= room);
        if (isOpen && index != current)
            room -= width;
        const bool isShown = isOpen || index == current;
        if (m_row->isTabVisible(index) != isShown) // to say it twice, Qt forgets to lay out anew
            m_row->setTabVisible(index, isShown);
        shown += isShown ? 1 : 0;
    }
    m_more->setVisible(!fits);
    m_more->setText(tr("%1 more").arg(count - shown));
    layout()->activate(); // now, or the tabs would be squeezed for a moment
    m_fitting = false;
}

void PageTabs::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void PageTabs::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}

} // namespace ropescope
