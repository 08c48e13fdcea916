// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <utility>

#include <QObject>

namespace ropescope {

/// Has something done in the context's thread, soon, unless the context is gone by then; what one
/// thread posts is done in order. To be called by any thread that the context outlives.
template <class Act> void post(QObject* context, Act act)
{
    // Qt's queue of events orders the two threads, but is compiled without ThreadSanitizer, which
    // so would not know. This tells it, at no cost.
    static std::atomic<unsigned> posted { 0 };
    posted.fetch_add(1, std::memory_order_release);
    QMetaObject::invokeMethod(
        context,
        [act = std::move(act)]() mutable {
            [[maybe_unused]] const unsigned seen = posted.load(std::memory_order_acquire);
            act();
        },
        Qt::QueuedConnection);
}

} // namespace ropescope
