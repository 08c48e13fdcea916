// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the session scores all heads, and draws some of them as examples.
#include "app/session.h"
#include "app/thumbnails.h"
#include "widgets/image_conversion.h"
#include "widgets/post.h"

namespace ropescope {

void Session::wantScores(bool wanted)
{
    m_scoresWanted = wanted;
    if (!m_allHeads && !(wanted && m_scoreJob.isRunning()))
        m_scoredTrace.reset(); // not there and not coming: begin again when asked again
    if (wanted)
        return startScores();
    m_scoreJob.cancel();
    reportIfIdle();
}

/// By its products alone: queries by keys of all heads.
bool Session::scoringIsQuick() const
{
    if (!trace())
        return false;
    constexpr double kQuick = 1e9; // half a second or so of one core
    const TraceInfo& info = trace()->info();
    const double tokens = info.tokenCount;
    return static_cast<double>(info.numLayers) * info.numHeads * tokens * tokens * info.headDim
        <= kQuick;
}

void Session::dropScores()
{
    m_scoreJob.cancel();
    m_scoredTrace.reset();
    m_allHeads.reset();
    emit scoresChanged();
}

/// Of the run that is shown, unless they are there.
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
    m_scoreJob.start(
        [shown, gains](ThreadPool& pool, const Progress& progress, const std::stop_token& stop) {
            return traceTheory(*shown, gains, { .withBounds = false, .withSpectra = false }, pool,
                               progress, stop)
                .map([](TraceTheory theory) {
                    return std::make_shared<const TraceTheory>(std::move(theory));
                });
        },
        [this](double fraction) { emit scoresProgressed(fraction); },
        [this](Result<std::shared_ptr<const TraceTheory>> theory) {
            if (theory)
                m_allHeads = std::move(*theory);
            else if (theory.error().code != ErrorCode::Cancelled)
                emit failed(QString::fromStdString(theory.error().message));
            emit scoresChanged();
        });
}

void Session::drawExamples(const std::vector<HeadId>& heads, int pixels)
{
    const auto run = shownRun();
    const TracePtr shown = run ? run->trace : trace();
    if (!shown)
        return;
    m_exampleJob.start(
        [this, shown, run, heads, pixels](const std::stop_token& stop) {
            drawHeads(*shown, run.get(), heads, pixels, *m_pool, stop,
                      [&](HeadId id, const Image& image) {
                          post(this, [this, id, stop, picture = toQImage(image)] {
                              if (!stop.stop_requested())
                                  emit exampleDrawn(id, picture);
                          });
                      });
            return 0;
        },
        [this](int) { reportIfIdle(); });
}

} // namespace ropescope
