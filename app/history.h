// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <utility>
#include <vector>

namespace ropescope {

/// A value with its past and future. A live change (a drag, a pan) is shown with preview() and
/// becomes one step of the past when it is committed.
template <class T> class History {
public:
    explicit History(T initial)
        : m_present(initial)
        , m_committed(std::move(initial))
    {
    }

    [[nodiscard]] const T& present() const { return m_present; }
    [[nodiscard]] bool canUndo() const { return !m_past.empty() || m_present != m_committed; }
    [[nodiscard]] bool canRedo() const { return !m_future.empty(); }

    void preview(T value) { m_present = std::move(value); }

    void commit(T value)
    {
        m_present = std::move(value);
        if (m_present == m_committed)
            return;
        m_past.push_back(std::exchange(m_committed, m_present));
        m_future.clear();
    }

    /// Changes the present without a step: what could not be shown is taken back. change(T&) is
    /// applied to the committed value as well; steps that would then do nothing are forgotten.
    template <class Change> void amend(Change change)
    {
        change(m_present);
        change(m_committed);
        for (std::vector<T>* const side : { &m_past, &m_future }) {
            while (!side->empty() && side->back() == m_committed)
                side->pop_back();
        }
    }

    /// Drops a preview that was never committed, or else takes one step back.
    void undo()
    {
        if (m_present != m_committed) {
            m_present = m_committed;
        } else if (!m_past.empty()) {
            m_future.push_back(std::exchange(m_committed, std::move(m_past.back())));
            m_past.pop_back();
            m_present = m_committed;
        }
    }

    void redo()
    {
        if (m_future.empty())
            return;
        m_past.push_back(std::exchange(m_committed, std::move(m_future.back())));
        m_future.pop_back();
        m_present = m_committed;
    }

private:
    T m_present;
    T m_committed;
    std::vector<T> m_past;
    std::vector<T> m_future;
};

} // namespace ropescope
