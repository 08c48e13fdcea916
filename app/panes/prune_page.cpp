// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/prune_page.h"

#include <span>

#include <QVBoxLayout>

#include "app/chart_export.h"
#include "widgets/prune_view.h"

namespace ropescope {

PrunePage::PrunePage(Session* session, QWidget* parent)
    : SessionPage(parent)
    , m_session(session)
    , m_view(new PruneView)
{
    setObjectName(QStringLiteral("prune"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    PruneJobs* const prune = &session->prune();
    m_view->setBeta(prune->beta());
    connect(m_view, &PruneView::runRequested, prune, &PruneJobs::run);
    connect(m_view, &PruneView::cancelRequested, prune, &PruneJobs::cancel);
    connect(m_view, &PruneView::betaChanged, prune, &PruneJobs::setBeta);
    connect(m_view, &PruneView::partChosen, prune, [prune](PruneView::Part part) {
        prune->setPart(part == PruneView::Part::Heads ? PrunedPart::Heads : PrunedPart::Layers);
    });
    connect(m_view, &PruneView::pointChosen, m_view, &PruneView::setMark);
    connect(m_view, &PruneView::tableRequested, this, &PrunePage::exportTable);
    connect(m_view, &PruneView::figureRequested, this, &PrunePage::exportFigure);
    connect(prune, &PruneJobs::progressed, m_view, &PruneView::setBusy);
    connect(prune, &PruneJobs::changed, this, &PrunePage::showText);
    connect(prune, &PruneJobs::orderChanged, this, &PrunePage::showOrders);
    showText();
}

void PrunePage::setTheme(const Theme& theme) { m_view->setTheme(theme); }

void PrunePage::showEvent(QShowEvent* event)
{
    SessionPage::showEvent(event);
    m_session->prune().want(true);
}

void PrunePage::hideEvent(QHideEvent* event)
{
    SessionPage::hideEvent(event);
    m_session->prune().want(false);
}

void PrunePage::showText()
{
    const PruneJobs& prune = m_session->prune();
    const QString reason = noPruneReason(prune.source());
    if (!prune.isRunning())
        m_view->setBusy(std::nullopt);
    m_view->setRunnable(reason.isEmpty() && !prune.isWhole() && !prune.isBusy());
    m_view->setHint(!reason.isEmpty()
                        ? reason
                        : tr("Measure how the perplexity of the prompt rises as layers are skipped "
                             "or heads masked."));
    m_view->setChart(prune.text() ? pruneChart(std::span(&*prune.text(), 1), prune.part())
                                  : CurveChart {});
    showOrders();
}

void PrunePage::showOrders()
{
    const auto order = m_session->prune().order();
    if (!order)
        return m_view->setOrders({});
    m_view->setOrders({ { QStringLiteral("ShortGPT"), ascendingOrder(order->blockInfluence) },
                        { QStringLiteral("TAPPA"), order->order } });
}

std::string PrunePage::table() const
{
    const auto& text = m_session->prune().text();
    return text ? pruneCsv({ *text }) : std::string();
}

void PrunePage::exportTable()
{
    if (const auto wrong = saveTable(this, QStringLiteral("pruning"), table()))
        emit refused(*wrong);
}

void PrunePage::exportFigure()
{
    const ChartFigure figure { .title = "What pruning costs", .charts = { m_view->shownChart() } };
    if (const auto wrong = saveCharts(this, QStringLiteral("pruning"), figure))
        emit refused(*wrong);
}

} // namespace ropescope
