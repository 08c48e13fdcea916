// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <clocale>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <memory>

#include <QApplication>
#include <langinfo.h>
#include <unistd.h>

#include "app/cli/command_line.h"

namespace {

/// Only systems of X11 and Wayland can be without one.
bool hasDisplay()
{
#if !defined(Q_OS_UNIX) || defined(Q_OS_MACOS)
    return true;
#else
    return !qEnvironmentVariableIsEmpty("DISPLAY")
        || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        || !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
#endif
}

/// Qt takes file names and arguments as UTF-8, and says so at length in any other locale.
void ensureUtf8Locale()
{
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        qputenv("LC_ALL", "C.UTF-8");
}

/// Standard error is for the program's own one line, not for Qt's remarks on its surroundings.
void keepErrorsOnly(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::cerr << message.toStdString() << '\n';
}

} // namespace

int main(int argc, char** argv)
{
    ensureUtf8Locale();
    qInstallMessageHandler(keepErrorsOnly);
    QStringList given;
    for (int index = 1; index < argc; ++index)
        given << QString::fromLocal8Bit(argv[index]);
    const bool isCommand = ropescope::isCommandCall(given);
    const ropescope::Surroundings surroundings { .errorsOnTerminal = isatty(STDERR_FILENO) == 1,
                                                 .hasDisplay = hasDisplay() };
    if (isCommand || !surroundings.hasDisplay)
        qputenv("QT_QPA_PLATFORM", "offscreen");

    QCoreApplication::setApplicationName(QStringLiteral("ropescope"));
    QCoreApplication::setOrganizationName(QStringLiteral("ropescope"));
    const std::unique_ptr<QGuiApplication> application = isCommand
        ? std::make_unique<QGuiApplication>(argc, argv)
        : std::make_unique<QApplication>(argc, argv);
    std::setlocale(LC_NUMERIC, "C"); // Qt has set the user's: files are written with a point
    return ropescope::runCommandLine(QCoreApplication::arguments().mid(1), std::cout, std::cerr,
                                     surroundings);
}
