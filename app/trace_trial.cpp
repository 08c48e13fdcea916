// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/trace_trial.h"

#include <QProcess>
#include <fmt/core.h>

namespace ropescope {
namespace {

constexpr int kPollMilliseconds = 20; ///< between looks at the stop token

QString& trialProgram()
{
    static QString program;
    return program;
}

} // namespace

void setTrialProgram(const QString& program) { trialProgram() = program; }

Result<void> tryTrace(const std::filesystem::path& path, const std::stop_token& stop)
{
    if (trialProgram().isEmpty())
        return {};
    QProcess trial;
    trial.setProgram(trialProgram());
    trial.setArguments(
        { QStringLiteral("info"), QStringLiteral("--"), QString::fromStdString(path.string()) });
    trial.setStandardInputFile(QProcess::nullDevice());
    trial.setStandardOutputFile(QProcess::nullDevice());
    trial.setStandardErrorFile(QProcess::nullDevice());
    trial.start();
    while (trial.state() != QProcess::NotRunning && !trial.waitForFinished(kPollMilliseconds)) {
        if (stop.stop_requested()) {
            trial.kill();
            trial.waitForFinished();
            return fail(ErrorCode::Cancelled, "Cancelled.");
        }
    }
    if (trial.error() == QProcess::Crashed) {
        return fail(
            ErrorCode::Malformed,
            fmt::format(
                "{} is damaged, so badly that the HDF5 library crashes on it; nothing was opened.",
                path.string()));
    }
    return {};
}

} // namespace ropescope
