// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/welcome.h"

#include <cmath>

#include <QEvent>

#include "app/panes/heads_pane.h"
#include "core/rope/rope_edit.h"
#include "widgets/heatmap_view.h"

namespace ropescope {

namespace {

constexpr int kGap = 8;             ///< pixels between the card and the map's edges
constexpr double kDiagonals = 12.0; ///< that a moved pair should draw

/// The pair whose wavelength is nearest, as a ratio, to a dozen diagonals.
int slotForDiagonals(const RopeTable& table, int tokens)
{
    const auto distance = [&](int slot) {
        return std::abs(std::log(table.wavelength(slot) * kDiagonals / tokens));
    };
    int best = 0;
    for (int slot = 1; slot < table.pairCount(); ++slot) {
        if (distance(slot) < distance(best))
            best = slot;
    }
    return best;
}

} // namespace

Welcome::Welcome(Session* session, HeadsPane* heads, HeatmapView* map, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_heads(heads)
    , m_map(map)
{
    m_map->installEventFilter(this);
}

void Welcome::show()
{
    if (!m_card) {
        const std::vector<WelcomeStep> steps {
            { tr("Move a RoPE channel"),
              tr("Gives the head's strongest channel pair a faster frequency: diagonals appear. "
                 "Ctrl+Z takes it back; drag the tall bar at the right to do it yourself") },
            { tr("Find heads with a sink"),
              tr("Leaves the heads that look back at the first token. Esc in the line above the "
                 "heads shows all again") },
            { tr("Take a short lesson"),
              tr("Periodic diagonals, in a few steps; Esc leaves the lesson") },
        };
        m_card = new WelcomeCard(tr("Three things to try"), steps, m_map);
        connect(m_card, &WelcomeCard::tried, this, &Welcome::take);
        connect(m_card, &WelcomeCard::dismissed, this, [this] {
            if (!m_card)
                return; // the second of two clicks, before it is gone
            m_card->hide();
            m_card->deleteLater();
            m_card.clear(); // events come to the map while the card goes
            m_map->setFocus();
            emit dismissed();
        });
    }
    m_card->show();
    m_card->raise();
    place();
}

bool Welcome::eventFilter(QObject* object, QEvent* event)
{
    if (object == m_map && !m_card.isNull()
        && (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest))
        QMetaObject::invokeMethod(this, &Welcome::place, Qt::QueuedConnection);
    return QObject::eventFilter(object, event);
}

void Welcome::place()
{
    if (!m_card)
        return;
    m_card->adjustSize();
    const QRectF area = m_map->mapping().area();
    const double right = area.isEmpty() ? m_map->width() : area.right();
    m_card->move(static_cast<int>(right) - m_card->width() - kGap,
                 static_cast<int>(area.top()) + kGap);
}

void Welcome::take(int step)
{
    switch (step) {
    case 0:
        return movePair();
    case 1:
        return m_heads->setFilter(QStringLiteral("sink > 0.3"));
    default:
        emit lessonWanted(QStringLiteral("periodic"));
    }
}

void Welcome::movePair()
{
    const auto& head = m_session->head();
    const int pair = m_session->selectedPair();
    if (!head || pair < 0)
        return;
    const auto table = makeRopeTable(head->rope, {});
    if (!table)
        return;
    ViewState view = m_session->view();
    view.edit = {};
    view.edit.relocations = { { pair, slotForDiagonals(*table, head->tokenCount()) } };
    view.comparison = Comparison::Edited;
    m_session->commitView(view);
}

} // namespace ropescope
