// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include "core/base/ids.h"

namespace ropescope {

/// "Layer 7 · Head 6"
[[nodiscard]] QString headText(HeadId id);

} // namespace ropescope
