// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <utility>

#include <hwy/aligned_allocator.h>

namespace ropescope {

/// Memory for vector loads: aligned to a cache line, not initialised, kept while it is large
/// enough.
template <class T> class AlignedBuffer {
public:
    AlignedBuffer() = default;
    AlignedBuffer(AlignedBuffer&& other) noexcept
        : m_data(std::move(other.m_data))
        , m_size(std::exchange(other.m_size, 0))
    {
    }
    AlignedBuffer& operator=(AlignedBuffer&& other) noexcept
    {
        m_data = std::move(other.m_data);
        m_size = std::exchange(other.m_size, 0);
        return *this;
    }

    /// The content is lost when it grows.
    void reserve(std::size_t size)
    {
        if (size > m_size) {
            m_data.reset();
            m_data = hwy::AllocateAligned<T>(size);
            m_size = size;
        }
    }
    [[nodiscard]] T* data() { return m_data.get(); }
    [[nodiscard]] const T* data() const { return m_data.get(); }
    [[nodiscard]] std::size_t bytes() const { return m_size * sizeof(T); }

private:
    hwy::AlignedFreeUniquePtr<T[]> m_data;
    std::size_t m_size = 0;
};

} // namespace ropescope
