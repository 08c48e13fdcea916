// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/experiment_page.h"

#include <QFileDialog>
#include <QVBoxLayout>

#include "app/report/relocation_csv.h"
#include "core/io/atomic_file.h"
#include "widgets/experiment_view.h"

namespace ropescope {

ExperimentPage::ExperimentPage(Session* session, QWidget* parent)
    : SessionPage(parent)
    , m_session(session)
    , m_view(new ExperimentView)
    , m_job(&session->jobs())
{
    setObjectName(QStringLiteral("experiment"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    connect(m_view, &ExperimentView::runRequested, this, &ExperimentPage::run);
    connect(m_view, &ExperimentView::cancelRequested, this, &ExperimentPage::cancel);
    connect(m_view, &ExperimentView::exportRequested, this, &ExperimentPage::exportTable);
    connect(m_view, &ExperimentView::pointChosen, this, &ExperimentPage::showEdit);
    connect(session, &Session::sourceOpened, this, &ExperimentPage::showSource);
    connect(session, &Session::headChanged, this, &ExperimentPage::showHead);
}

void ExperimentPage::setTheme(const Theme& theme) { m_view->setTheme(theme); }

void ExperimentPage::showSource()
{
    cancel();
    m_view->setRows({});
}

/// Rows of all heads stay while heads are looked at; those of one head go with it.
void ExperimentPage::showHead()
{
    const HeadTrace& head = *m_session->head();
    const bool rotates = head.rope.rotates() && !head.holdsMapOnly();
    m_view->setHead(head.rope.pairCount(), head.rope.base,
                    rotates ? QString() : tr("This head does not rotate: no pair can be moved."));
    const auto& shown = m_view->heads();
    if (shown.size() == 1 && shown.front().id != head.id)
        m_view->setRows({});
}

void ExperimentPage::run(const RelocationPlan& plan, bool allHeads)
{
    const TracePtr trace = m_session->trace();
    if (!trace)
        return;
    const std::vector<HeadId> ids
        = allHeads ? rotatingHeads(trace->info()) : std::vector { m_session->view().head };
    m_job.start(
        [trace, ids, plan](ThreadPool& pool, const Progress& progress,
                           const std::stop_token& stop) {
            return relocateHeads(*trace, ids, plan, pool, progress, stop);
        },
        [this](double fraction) { m_view->setBusy(fraction); },
        [this](Result<std::vector<HeadRelocations>> heads) {
            m_view->setBusy(std::nullopt);
            if (heads)
                m_view->setRows(std::move(*heads));
            else
                emit refused(QString::fromStdString(heads.error().message));
        });
}

void ExperimentPage::cancel()
{
    if (!m_job.isRunning())
        return;
    m_job.cancel();
    m_view->setBusy(std::nullopt);
    m_session->jobs().noteEnd();
}

Result<void> ExperimentPage::exportTo(const std::filesystem::path& file) const
{
    return writeFile(file, relocationCsv(m_view->heads()));
}

void ExperimentPage::exportTable()
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export the experiment"), QStringLiteral("experiment.csv"), tr("Tables (*.csv)"));
    if (path.isEmpty())
        return;
    if (const auto done = exportTo(path.toStdString()); !done)
        emit refused(QString::fromStdString(done.error().message));
}

void ExperimentPage::showEdit(HeadId id, const Relocation& row)
{
    const LayerInfo& layer
        = m_session->trace()->info().layers[static_cast<std::size_t>(id.layer.value)];
    ViewState view = m_session->view();
    view.head = id;
    view.edit = relocationEdit(row, layer.rope.base);
    if (view.comparison == Comparison::Original)
        view.comparison = Comparison::Edited; // whoever edits wants to see the edit
    m_session->goTo(view);
    m_session->selectPair(row.pair);
}

} // namespace ropescope
