// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <stop_token>

#include "core/trace/trace.h"
#include "gpu/image.h"

namespace ropescope {

/// Draws every head that the trace has as a small unedited map, in order, on this thread alone: the
/// other cores stay with the large map. Long prompts show their beginning. Heads that cannot be
/// read are passed over; the large map says why when they are picked.
void drawThumbnails(const Trace& trace, const std::stop_token& stop,
                    const std::function<void(HeadId, Image)>& deliver);

} // namespace ropescope
