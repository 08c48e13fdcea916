// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/rope_state.h"

#include <QCoreApplication>

namespace ropescope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("ropescope", text); }

QString disabledReason(const Session& session)
{
    if (!session.head())
        return tr("Open a model or a trace to edit its rotation.");
    if (session.head()->holdsMapOnly()) {
        return tr("This trace holds finished maps without queries and keys, so there is no "
                  "rotation to edit.");
    }
    if (!session.trace()->info().rope.rotates())
        return tr("This model has no RoPE, so there is no rotation to edit.");
    return tr("This layer is left without rotation, so there is nothing to edit here; an edit "
              "still holds for the other layers.");
}

} // namespace

QString noModelReason(const Session& session)
{
    if (!session.trace())
        return tr("Open a model to run it with an edit.");
    if (!session.source().source.model)
        return tr("A trace holds one run: to run an edit through the whole model, open the model.");
    return {};
}

RopePanelState ropeState(const Session& session)
{
    const ViewState& view = session.view();
    RopePanelState state;
    state.edit = view.edit;
    state.depth = view.depth;
    state.depthReason = noModelReason(session);
    state.canUndo = session.canUndo();
    state.canRedo = session.canRedo();
    const auto& head = session.head();
    if (!head || !head->rope.rotates()) {
        state.disabledReason = disabledReason(session);
        return state;
    }
    state.config = head->rope;
    state.original = makeRopeTable(head->rope, {}).value_or(RopeTable {});
    state.table = makeRopeTable(head->rope, view.edit).value_or(state.original);
    state.enabled = true;
    state.massive = session.massivePairs();
    if (const auto& analysis = session.analysis())
        state.energy = analysis->energy;
    return state;
}

} // namespace ropescope
