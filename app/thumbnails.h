// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <span>
#include <stop_token>

#include "app/head_pair.h"
#include "core/base/thread_pool.h"
#include "gpu/image.h"

namespace ropescope {

/// Draws every head that the trace has as a small map, in order, a few at a time, so that the large
/// map never waits long for the pool. Long prompts show their beginning. Heads that cannot be read
/// are passed over; the large map says why when they are picked. run: the edited run that the trace
/// is of; null: the unedited one.
void drawThumbnails(const Trace& trace, const EditedRun* run, ThreadPool& pool,
                    const std::stop_token& stop, const std::function<void(HeadId, Image)>& deliver);

/// The same of some heads, in that order, `pixels` wide and high where there are as many tokens.
void drawHeads(const Trace& trace, const EditedRun* run, std::span<const HeadId> heads, int pixels,
               ThreadPool& pool, const std::stop_token& stop,
               const std::function<void(HeadId, Image)>& deliver);

} // namespace ropescope
