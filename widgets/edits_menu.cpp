// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/edits_menu.h"

#include <algorithm>

#include "core/theory/massive_pairs.h"
#include "widgets/number_text.h"
#include "widgets/rope_panel_text.h"
#include "widgets/slot_edit.h"

namespace ropescope {

namespace {

constexpr std::size_t kPairsNamed = 5; ///< more are counted

QString pairsText(const std::vector<int>& pairs)
{
    if (pairs.size() > kPairsNamed)
        return EditsMenu::tr("%1 pairs").arg(pairs.size());
    QStringList names;
    for (const int pair : pairs)
        names << QString::number(pair);
    return pairs.size() == 1 ? EditsMenu::tr("pair %1").arg(names.front())
                             : EditsMenu::tr("pairs %1").arg(names.join(QStringLiteral(", ")));
}

} // namespace

EditsMenu::EditsMenu(QWidget* parent)
    : QMenu(tr("&Edits of many pairs"), parent)
{
    setObjectName("editsMenu");
    setAccessibleName(tr("Edits of many pairs"));
    setToolTipsVisible(true);
    const auto add = [this](const char* objectName, const QString& tip) {
        QAction* const action = addAction(QString());
        action->setObjectName(objectName);
        action->setToolTip(tip);
        action->setCheckable(true);
        return action;
    };
    m_remove
        = add("removeSlow", tr("These slots get gain 0: their part of every logit is left out"));
    m_stop = add("stopSlow",
                 tr("These slots get θ = 0, as in p-RoPE (arXiv:2410.06205): their pairs still "
                    "match content, but no longer know the distance"));
    addSeparator();
    m_massive = add("meanMassive",
                    tr("Massive: more than %1 times the head's median energy. In queries and keys "
                       "of this head they hold their mean over all tokens (arXiv:2502.01563)")
                        .arg(kMassiveTimesMedian));
    m_mean
        = add("meanPair", tr("Queries and keys of this head hold the pair's mean over all tokens"));
    addSeparator();
    m_plain = addAction(tr("&All of these off"));
    m_plain->setObjectName("plainPairs");
    m_plain->setToolTip(tr("All slots turn and count again, all content is the head's own"));

    connect(m_remove, &QAction::triggered, this, [this] { truncate(Truncation::Kind::Remove); });
    connect(m_stop, &QAction::triggered, this, [this] { truncate(Truncation::Kind::Still); });
    connect(m_massive, &QAction::triggered, this, [this] { chooseMeans(m_state.massive); });
    connect(m_mean, &QAction::triggered, this, [this] { chooseMeans({ m_pair }); });
    connect(m_plain, &QAction::triggered, this, [this] {
        RopeEdit edit = m_state.edit;
        edit.truncation.reset();
        edit.meanPairs.clear();
        emit editChosen(edit);
    });
    setState({}, -1);
}

void EditsMenu::setState(const RopePanelState& state, int selectedPair)
{
    m_state = state;
    const PairBarsContent content = barsContent(state);
    const bool usable = state.enabled && selectedPair >= 0 && selectedPair < content.pairCount();
    m_pair = usable ? selectedPair : -1;
    m_slot = usable ? content.slotOfPair[static_cast<std::size_t>(selectedPair)] : -1;
    for (QAction* const action : { m_remove, m_stop, m_mean })
        action->setEnabled(usable);
    if (!usable) {
        m_remove->setText(tr("&Remove slow slots"));
        m_stop->setText(tr("&Stop slow slots"));
        m_mean->setText(tr("Mean of the selected &pair"));
    } else {
        const QString from
            = wavelengthText(content.slotWavelength[static_cast<std::size_t>(m_slot)]);
        m_remove->setText(tr("&Remove slots from %1 on (T ≥ %2)").arg(m_slot).arg(from));
        m_stop->setText(tr("&Stop slots from %1 on (T ≥ %2)").arg(m_slot).arg(from));
        m_mean->setText(tr("Mean of &pair %1").arg(m_pair));
    }
    const auto inForce = [&](Truncation::Kind kind) {
        return usable && state.edit.truncation == Truncation { m_slot, kind };
    };
    m_remove->setChecked(inForce(Truncation::Kind::Remove));
    m_stop->setChecked(inForce(Truncation::Kind::Still));
    m_mean->setChecked(usable && state.edit.meanPairs.contains(m_pair));

    const bool anyMassive = state.enabled && !state.massive.empty();
    m_massive->setEnabled(anyMassive);
    m_massive->setText(anyMassive ? tr("&Mean of the massive %1").arg(pairsText(state.massive))
                                  : tr("No &massive pairs in this head"));
    m_massive->setChecked(anyMassive && std::ranges::all_of(state.massive, [&](int pair) {
                              return state.edit.meanPairs.contains(pair);
                          }));
    m_plain->setEnabled(state.enabled && (state.edit.truncation || !state.edit.meanPairs.empty()));
}

void EditsMenu::truncate(Truncation::Kind kind)
{
    emit editChosen(withTruncation(m_state.edit, { m_slot, kind }));
}

void EditsMenu::chooseMeans(const std::vector<int>& pairs)
{
    emit editChosen(withMeans(m_state.edit, pairs));
}

} // namespace ropescope
