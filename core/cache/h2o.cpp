// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/entry_selection.h"

namespace ropescope {

std::vector<int> selectHeavyHitters(const SelectionRequest& request)
{
    return strongestAndWindow(request.keys.received, request);
}

} // namespace ropescope
