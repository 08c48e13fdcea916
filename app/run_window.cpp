// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/run_window.h"

#include <cstdio>

#include <QApplication>
#include <QMainWindow>
#include <QPixmap>

namespace ropescope {

int runWindow(const WindowOptions& options)
{
    QMainWindow window;
    window.resize(options.width > 0 ? options.width : 1600,
                  options.height > 0 ? options.height : 1000);
    window.show();
    if (options.screenshot.empty())
        return QApplication::exec();
    if (!window.grab().save(QString::fromStdString(options.screenshot), "PNG")) {
        std::fprintf(stderr, "ropescope: cannot write %s.\n", options.screenshot.c_str());
        return 1;
    }
    return 0;
}

} // namespace ropescope
