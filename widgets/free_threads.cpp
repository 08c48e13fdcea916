// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/free_threads.h"

#include <QCoreApplication>
#include <QThreadPool>

namespace ropescope {

QThreadPool* freeThreads()
{
    static QThreadPool pool;
    static const bool waits = [] {
        qAddPostRoutine([] { pool.waitForDone(); }); // fonts and images go with the application
        return true;
    }();
    Q_UNUSED(waits)
    return &pool;
}

} // namespace ropescope
