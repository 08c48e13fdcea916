// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What theory says of the shown head.
#include "app/session.h"

namespace ropescope {

namespace {

constexpr int kLiveRows = 256;     ///< queries that bounds look at while a hand is at work
constexpr int kSettledRows = 1024; ///< and once it rests

TheoryOptions optionsFor(int rows)
{
    return { .withSpectra = false, .bounds = { .mostRows = rows } };
}

} // namespace

void Session::wantTheory(bool wanted)
{
    m_theoryWanted = wanted;
    if (wanted)
        return requestTheory();
    dropTheory();
    reportIfIdle();
}

void Session::dropTheory()
{
    m_theoryRest.cancel();
    m_theoryJob.cancel();
    m_refineJob.cancel();
    m_theoryInput = {};
}

/// Of the head that is shown, under the rotation that is shown, unless it is there or on the way.
void Session::requestTheory()
{
    if (!m_theoryWanted || !m_heads.original)
        return;
    auto both = ropeTables(m_heads, m_drawnEdit);
    if (!both)
        return; // previewView and setHeads let no such edit pass
    const auto run = shownRun();
    TheoryInput input { .head = shownHead(),
                        .table = showsOriginal() ? comparedTables(*both).original : both->edited,
                        .trace = run ? run->trace : trace() };
    if (input == m_theoryInput)
        return;
    m_theoryRest.cancel();
    m_refineJob.cancel();
    m_theoryInput = std::move(input);
    m_theoryJob.request(
        [input = m_theoryInput](const std::stop_token& stop) {
            return headTheory(*input.head, input.table, input.trace->tokenIds(),
                              optionsFor(kLiveRows), stop);
        },
        [this, input = m_theoryInput](Result<HeadTheory> theory) {
            if (theory) { // perhaps of an edit that is a moment old
                m_theory = std::move(*theory);
                if (input == m_theoryInput && kLiveRows < input.head->tokenCount())
                    m_theoryRest.start();
                emit theoryChanged();
            } else if (theory.error().code != ErrorCode::Cancelled) {
                m_theory.reset();
                emit theoryChanged();
                emit failed(QString::fromStdString(theory.error().message));
            }
            reportIfIdle();
        });
    emit theoryStarted();
}

/// The bounds on more queries; all else stays.
void Session::refineTheory()
{
    if (!m_theory || !m_theory->vectors || !m_theory->vectors->bounds)
        return reportIfIdle();
    m_refineJob.start(
        [input = m_theoryInput, pair = m_theory->vectors->energy.dominantPair,
         season = m_theory->vectors->season](const std::stop_token& stop) -> Result<TheoremBounds> {
            const TheoremBounds bounds
                = theoremBounds(exactHead(*input.head, input.table), pair, season,
                                optionsFor(kSettledRows).bounds, stop);
            if (stop.stop_requested())
                return cancelled();
            return bounds;
        },
        [this](Result<TheoremBounds> bounds) {
            if (bounds && m_theory && m_theory->vectors) {
                m_theory->vectors->bounds = std::move(*bounds);
                emit theoryChanged();
            }
            reportIfIdle();
        });
}

} // namespace ropescope
