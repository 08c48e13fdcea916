// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the map says of a compressed cache.
#include "app/panes/map_pane.h"
#include "widgets/heatmap_view.h"
#include "widgets/number_text.h"

namespace ropescope {

void MapPane::showKept()
{
    m_map->setKeptMarks(m_session->cache().marks());
    showMap();
}

/// Beside the title; empty where nothing is marked.
QString MapPane::keptWords() const
{
    const KeptMarksPtr& marks = m_map->keptMarks();
    if (!marks)
        return {};
    return tr("%1 keeps %2 of %3 keys, %4 of the attention is lost")
        .arg(QString::fromStdString(m_session->cache().choice().method))
        .arg(marks->keptCount())
        .arg(marks->promptTokens)
        .arg(shareText(marks->meanLost()));
}

/// On the card of a cell; something is marked.
QString MapPane::keptLine(const CellReading& reading) const
{
    const KeptMarks& marks = *m_map->keptMarks();
    const auto key = static_cast<std::size_t>(reading.key);
    const bool isGone = key < marks.isKept.size() && !marks.isKept[key];
    return tr("key %1 · query loses %2")
        .arg(isGone ? tr("dropped") : tr("kept"),
             shareText(marks.lost[static_cast<std::size_t>(reading.query)]));
}

} // namespace ropescope
