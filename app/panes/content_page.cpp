// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/content_page.h"

#include <algorithm>

#include <QThread>
#include <QVBoxLayout>

#include "app/content_run.h"
#include "widgets/content_view.h"

namespace ropescope {

ContentPage::ContentPage(Session* session, QWidget* parent)
    : SessionPage(parent)
    , m_session(session)
    , m_view(new ContentView)
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
    const Progress progress = [this, run = ++m_run](double fraction) {
        QMetaObject::invokeMethod(
            this,
            [this, run, fraction] {
                if (run == m_run && m_job.isRunning())
                    m_view->setBusy(fraction);
            },
            Qt::QueuedConnection);
    };
    m_job.start(
        [text = m_session->source(), progress](const std::stop_token& stop) {
            // Half of the cores: pictures must not queue behind all heads of two runs.
            ThreadPool pool(std::max(1, QThread::idealThreadCount() / 2));
            return compareWithRandom(text, pool, progress, stop);
        },
        [this](const Result<ContentComparison>& comparison) {
            m_view->setBusy(std::nullopt);
            if (comparison)
                m_view->setComparison(*comparison);
            else
                emit refused(QString::fromStdString(comparison.error().message));
        });
    m_view->setBusy(0.0);
}

void ContentPage::cancel()
{
    m_job.cancel();
    m_view->setBusy(std::nullopt);
}

} // namespace ropescope
