// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace ropescope {

/// How far an edit reaches.
enum class EditDepth {
    ThisHead,   ///< one head is drawn anew from its raw queries and keys
    WholeModel, ///< the model runs again, so that later layers feel the edit
};

} // namespace ropescope
