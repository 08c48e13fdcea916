// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/layers_page.h"

#include <QVBoxLayout>

#include "widgets/layer_curve_view.h"

namespace ropescope {

LayersPage::LayersPage(Session* session, QWidget* parent)
    : SessionPage(parent)
    , m_curve(new LayerCurveView)
{
    setObjectName(QStringLiteral("layers"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_curve);
    m_curve->setPlaceholder(tr("Known once all heads are scored: see Heads."));
    connect(session, &Session::scoresChanged, m_curve,
            [this, session] { m_curve->setTheory(session->allHeads()); });
    connect(session, &Session::viewChanged, m_curve,
            [this, session] { m_curve->setSelected(session->view().head); });
    connect(m_curve, &LayerCurveView::headPicked, session, &Session::showHead);
}

void LayersPage::setTheme(const Theme& theme) { m_curve->setTheme(theme); }

} // namespace ropescope
