// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/scaling_page.h"

#include <algorithm>

#include <QVBoxLayout>

#include "widgets/scaling_view.h"

namespace ropescope {

ScalingPage::ScalingPage(Session* session, QWidget* parent)
    : SessionPage(parent)
    , m_session(session)
    , m_view(new ScalingView)
{
    setObjectName(QStringLiteral("scaling"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    connect(session, &Session::viewChanged, this, &ScalingPage::showTable);
    connect(session, &Session::headChanged, this, &ScalingPage::showTable);
    connect(session, &Session::sourceOpened, this, &ScalingPage::showTable);
}

void ScalingPage::setTheme(const Theme& theme) { m_view->setTheme(theme); }

void ScalingPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    showTable();
}

/// Costs nothing while the page is hidden.
void ScalingPage::showTable()
{
    if (!isVisible())
        return;
    const auto& head = m_session->head();
    if (!head)
        return m_view->clear();
    ScalingContent content { .config = head->rope,
                             .table = {},
                             .tokens = m_session->trace()->info().tokenCount };
    if (const auto& model = m_session->source().source.model)
        content.context = model->config().maxPositions;
    const auto original = makeRopeTable(head->rope, {});
    const auto edited = makeRopeTable(head->rope, m_session->view().edit);
    if (original && edited && head->rope.rotates()) {
        content.table = *edited;
        content.isEdited = edited->theta != original->theta
            || std::ranges::find(edited->gain, 0.0) != edited->gain.end();
    }
    m_view->setContent(std::move(content));
}

} // namespace ropescope
