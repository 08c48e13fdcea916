// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the session scores all heads.
#include <algorithm>

#include "app/session.h"

namespace ropescope {

void Session::wantScores(bool wanted)
{
    m_scoresWanted = wanted;
    if (!m_scores && !(wanted && m_scoreJob.isRunning()))
        m_scoredTrace.reset(); // not there and not coming: begin again when asked again
    if (wanted)
        return startScores();
    m_scoreJob.cancel();
    reportIfIdle();
}

void Session::dropScores()
{
    m_scoreJob.cancel();
    m_scoredTrace.reset();
    m_scores.reset();
    emit scoresChanged();
}

/// Of the run that is shown, unless they are there. Half of the cores do it in a pool of its own:
/// one sweep over all heads may take seconds, and pictures must not queue behind it.
void Session::startScores()
{
    if (!m_scoresWanted || !trace())
        return;
    const auto run = shownRun();
    const TracePtr shown = run ? run->trace : trace();
    if (shown == m_scoredTrace)
        return;
    dropScores();
    m_scoredTrace = shown;
    RopeEdit gains; // all else of an edit is in the run's own rotation
    if (run)
        gains = gainsOf(run->edit.rope, run->trace->info().rope.pairCount());
    const Progress progress = [this, shown](double fraction) {
        QMetaObject::invokeMethod(
            this,
            [this, shown, fraction] {
                if (shown == m_scoredTrace && m_scoreJob.isRunning())
                    emit scoresProgressed(fraction);
            },
            Qt::QueuedConnection);
    };
    m_scoreJob.start(
        [shown, gains, progress,
         threads = std::max(1, m_pool->threadCount() / 2)](const std::stop_token& stop) {
            ThreadPool pool(threads);
            return traceTheory(*shown, gains, { .withBounds = false, .withSpectra = false }, pool,
                               progress, stop)
                .map([&](const TraceTheory& theory) { return scoreTable(theory, shown->info()); });
        },
        [this](Result<ScoreTable> scores) {
            if (scores)
                m_scores = std::move(*scores);
            else if (scores.error().code != ErrorCode::Cancelled)
                emit failed(QString::fromStdString(scores.error().message));
            emit scoresChanged();
            reportIfIdle();
        });
    emit scoresProgressed(0.0);
}

} // namespace ropescope
