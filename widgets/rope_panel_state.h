// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>
#include <QString>

#include "core/rope/rope_config.h"
#include "core/rope/rope_edit.h"
#include "core/rope/rope_table.h"
#include "core/theory/pair_energy.h"
#include "widgets/edit_depth.h"

namespace ropescope {

/// All that the RoPE panel shows. Vectors of `original` and `table` are [r/2]; those of `energy`
/// are [r/2] or empty while the energy is not known yet.
struct RopePanelState {
    RopeConfig config;
    RopeEdit edit;
    RopeTable original; ///< the table without any edit
    RopeTable table;    ///< the table with `edit`
    PairEnergy energy;
    std::vector<int> massive; ///< massivePairs() of the head without any edit
    bool enabled = false;
    QString disabledReason; ///< a sentence, shown while `enabled` is false
    EditDepth depth = EditDepth::ThisHead;
    QString depthReason; ///< a sentence why the whole model cannot be edited; empty: it can
    bool canUndo = false;
    bool canRedo = false;
};

} // namespace ropescope

Q_DECLARE_METATYPE(ropescope::RopeEdit)
