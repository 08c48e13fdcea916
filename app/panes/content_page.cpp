// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/content_page.h"

#include <QVBoxLayout>

#include "app/content_run.h"
#include "widgets/content_view.h"

namespace ropescope {

ContentPage::ContentPage(Session* session, QWidget* parent)
    : SessionPage(parent)
    , m_session(session)
    , m_view(new ContentView)
    , m_job(&session->jobs())
{
    setObjectName(QStringLiteral("content"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    connect(m_view, &ContentView::runRequested, this, &ContentPage::run);
    connect(m_view, &ContentView::cancelRequested, this, &ContentPage::cancel);
    connect(m_view, &ContentView::headPicked, session, &Session::showHead);
    connect(session, &Session::sourceOpened, this, &ContentPage::showSource);
}

void ContentPage::setTheme(const Theme& theme) { m_view->setTheme(theme); }

void ContentPage::showSource()
{
    cancel();
    const SourceRun& source = m_session->source();
    if (!source.source.model)
        m_view->setReason(tr("A trace holds one run: open the model to compare."));
    else if (source.randomTokens > 0)
        m_view->setReason(tr("Random tokens are on show: run a text to compare with them."));
    else
        m_view->setReason({});
}

void ContentPage::run()
{
    m_job.start(
        [text = m_session->source()](ThreadPool& pool, const Progress& progress,
                                     const std::stop_token& stop) {
            return compareWithRandom(text, pool, progress, stop);
        },
        [this](double fraction) { m_view->setBusy(fraction); },
        [this](const Result<ContentComparison>& comparison) {
            m_view->setBusy(std::nullopt);
            if (comparison)
                m_view->setComparison(*comparison);
            else
                emit refused(QString::fromStdString(comparison.error().message));
        });
}

void ContentPage::cancel()
{
    if (!m_job.isRunning())
        return;
    m_job.cancel();
    m_view->setBusy(std::nullopt);
    m_session->jobs().noteEnd();
}

} // namespace ropescope
