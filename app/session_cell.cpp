// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The cell and the channel pair that the user looks at.
#include "app/session.h"

namespace ropescope {

void Session::selectPair(int pair)
{
    if (pair < 0 || pair == selectedPair())
        return;
    m_pairChosen = true;
    m_history.amend([&](ViewState& state) { state.quantity.pair = pair; });
    emit viewChanged();
    emit pairSelected(pair);
    if (view().quantity.isOfPair())
        requestPicture();
    requestCurves();
}

int Session::selectedPair() const
{
    if (m_pairChosen)
        return view().quantity.pair;
    return m_analysis ? m_analysis->energy.dominantPair : -1;
}

bool Session::checkCell(const Cell& cell)
{
    const int tokens = trace() ? trace()->info().tokenCount : 0;
    if (cell.query < tokens && cell.key < tokens)
        return true;
    emit failed(tr("Cell (%1, %2) does not exist: there are %3 tokens.")
                    .arg(cell.query)
                    .arg(cell.key)
                    .arg(tokens));
    return false;
}

void Session::readCell(int query, int key)
{
    if (!m_heads.original)
        return;
    auto both = ropeTables(m_heads, m_drawnEdit);
    if (!both)
        return;
    *both = comparedTables(std::move(*both));
    const RopeTable& table = showsOriginal() ? both->original : both->edited;
    const auto parts = cellParts(*shownHead(), table, query, key);
    if (!parts) { // above the diagonal there are no values
        leaveCell();
        emit cellUnseen(query, key);
        return;
    }
    m_lastCell = Cell { query, key };
    requestCurves();
    const CellReading reading { .query = query,
                                .key = key,
                                .logit = parts->logit,
                                .probability = std::nullopt,
                                .contributions = parts->contributions };
    m_cellJob.start(
        [head = shownHead(), table, query, key](const std::stop_token& stop) {
            return cellValue(*head, table, query, key, stop);
        },
        [this, reading](const Result<CellValue>& cell) {
            if (cell) {
                CellReading whole = reading;
                whole.probability = cell->probability;
                emit cellRead(whole);
            }
            reportIfIdle();
        });
    emit cellRead(reading);
}

void Session::leaveCell()
{
    m_cellJob.cancel();
    emit cellLeft();
    reportIfIdle();
}

} // namespace ropescope
