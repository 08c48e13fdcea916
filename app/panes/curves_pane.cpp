// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/curves_pane.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "widgets/lag_profile_view.h"

namespace ropescope {

CurvesPane::CurvesPane(Session* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("curvesPane"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("curveTabs"));
    m_tabs->setAccessibleName(tr("Pages under the map"));
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_pages = new QStackedWidget(this);
    column->addWidget(m_tabs);
    column->addWidget(m_pages, 1);

    m_profile = new LagProfileView;
    m_profile->setObjectName(QStringLiteral("lag"));
    addPage(m_profile, tr("Lag profile"),
            tr("Mean logit over the distance between query and key, measured and predicted"));

    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        emit pageChanged(m_pages->currentWidget());
    });
    connect(session, &Session::sourceOpened, m_profile, &LagProfileView::clear);
    connect(session, &Session::analysed, this, &CurvesPane::showAnalysis);
}

void CurvesPane::setTheme(const Theme& theme) { m_profile->setTheme(theme); }

void CurvesPane::addPage(QWidget* page, const QString& title, const QString& tip)
{
    m_pages->addWidget(page);
    m_tabs->setTabToolTip(m_tabs->addTab(title), tip);
}

bool CurvesPane::showPage(const QString& name)
{
    for (int index = 0; index < m_pages->count(); ++index) {
        if (m_pages->widget(index)->objectName() == name) {
            m_tabs->setCurrentIndex(index);
            return true;
        }
    }
    return false;
}

QWidget* CurvesPane::currentPage() const { return m_pages->currentWidget(); }

void CurvesPane::showAnalysis()
{
    const HeadAnalysis& analysis = *m_session->analysis();
    m_profile->setProfile({ .measured = analysis.measured,
                            .predicted = analysis.predicted,
                            .measuredPeriod = analysis.measuredPeriod,
                            .predictedPeriod = analysis.predictedPeriod,
                            .dominantPair = analysis.energy.dominantPair,
                            .dominantShare = analysis.energy.dominantShare() });
}

} // namespace ropescope
