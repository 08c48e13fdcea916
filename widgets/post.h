// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <utility>

#include <QObject>

namespace ropescope {

/// An act on its way into another thread. Qt's queue of events orders the two threads, but is
/// compiled without ThreadSanitizer, which so would not know: whatever is written here or before it
/// is told to be read there after it, at no cost.
template <class Act> class PostedAct {
public:
    explicit PostedAct(Act act)
        : m_act(std::move(act))
    {
    }
    PostedAct(PostedAct&& other) noexcept // the last one is into Qt's own event
        : m_act(std::move(other.m_act))
    {
        leave();
    }
    PostedAct(const PostedAct&) = delete;
    PostedAct& operator=(const PostedAct&) = delete;
    PostedAct& operator=(PostedAct&&) = delete;
    ~PostedAct() { arrive(); } // in either thread, done or not

    void operator()()
    {
        arrive();
        m_act();
        leave();
    }

private:
    static void leave() { writes.fetch_add(1, std::memory_order_release); }
    static void arrive()
    {
        [[maybe_unused]] const unsigned seen = writes.load(std::memory_order_acquire);
    }

    inline static std::atomic<unsigned> writes { 0 };

    Act m_act;
};

/// Has something done in the context's thread, soon, unless the context is gone by then; what one
/// thread posts is done in order. To be called by any thread that the context outlives.
template <class Act> void post(QObject* context, Act act)
{
    QMetaObject::invokeMethod(context, PostedAct<Act>(std::move(act)), Qt::QueuedConnection);
}

} // namespace ropescope
