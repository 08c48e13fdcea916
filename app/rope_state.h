// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/session.h"
#include "widgets/rope_panel_state.h"

namespace ropescope {

/// What the RoPE panel shows of a session: disabled, with the reason, where nothing rotates.
[[nodiscard]] RopePanelState ropeState(const Session& session);

/// Why the whole model cannot be edited, in a sentence; empty where it can.
[[nodiscard]] QString noModelReason(const Session& session);

} // namespace ropescope
