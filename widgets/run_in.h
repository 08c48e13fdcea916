// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include <QThreadPool>

namespace ropescope {

/// Has something done in a thread of the pool, as soon as one is free. `act` may be move-only.
template <class Act> void runIn(QThreadPool* pool, Act act)
{
    // As in post.h: the pool orders the two threads, and ThreadSanitizer is told so. What travels
    // through the pool is a bare pointer, for all that is read before the load below would be
    // reported.
    static std::atomic<unsigned> handedOver { 0 };
    auto* const travelling = new Act(std::move(act));
    handedOver.fetch_add(1, std::memory_order_release);
    pool->start([travelling] {
        [[maybe_unused]] const unsigned seen = handedOver.load(std::memory_order_acquire);
        const std::unique_ptr<Act> arrived(travelling);
        (*arrived)();
    });
}

} // namespace ropescope
