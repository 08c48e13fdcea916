// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QThreadPool;

namespace ropescope {

/// Threads for work that may outlive the window that asked for it, AtEnd::LetGo. The application
/// waits for it before it goes. Not Qt's global ones: Qt 6 paints large areas in those, and a
/// window whose painting waits for an export stands still.
[[nodiscard]] QThreadPool* freeThreads();

} // namespace ropescope
