// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include <QTimer>

#include "widgets/job.h"

namespace ropescope {

/// Waits until a hand rests: `rested` is called once nobody has started it again for that long.
class RestTimer final : public Job {
public:
    RestTimer(std::chrono::milliseconds rest, std::function<void()> rested)
    {
        m_timer.setSingleShot(true);
        m_timer.setInterval(rest);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, std::move(rested));
    }

    void start() { m_timer.start(); }
    void cancel() override { m_timer.stop(); }
    [[nodiscard]] bool isRunning() const override { return m_timer.isActive(); }

private:
    QTimer m_timer;
};

} // namespace ropescope
