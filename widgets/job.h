// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace ropescope {

/// Work that may be under way, for those who stop it or wait for it without knowing what it is.
/// Lives in the GUI thread.
class Job {
public:
    Job() = default;
    virtual ~Job() = default;
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;

    /// Asks it to stop, and does not wait; nothing of it is delivered any more.
    virtual void cancel() = 0;
    [[nodiscard]] virtual bool isRunning() const = 0;
};

} // namespace ropescope
