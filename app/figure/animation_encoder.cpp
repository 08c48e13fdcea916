// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/animation_encoder.h"

#include <QImage>
#include <QProcess>
#include <QStandardPaths>
#include <fmt/core.h>

#include "app/figure/figure_export.h"

namespace ropescope {
namespace {

constexpr int kPatience = 60'000; ///< ms without a sign of life

/// Encoder and container; yuv420p is what every player shows.
QStringList formatArguments(const std::string& suffix)
{
    if (suffix == ".gif") {
        // A palette for each frame keeps ramps smooth without holding all frames in memory.
        return { "-filter_complex",
                 "[0:v]split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:"
                 "dither=none",
                 "-f", "gif" };
    }
    if (suffix == ".webm") {
        return { "-c:v",      "libvpx-vp9", "-b:v",     "0",       "-crf", "22",
                 "-cpu-used", "4",          "-pix_fmt", "yuv420p", "-f",   "webm" };
    }
    return { "-c:v",     "libx264", "-crf",      "16",         "-preset", "medium",
             "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f",      "mp4" };
}

QStringList arguments(const std::string& suffix, const AnimationEncoder::Options& options,
                      const std::filesystem::path& output)
{
    return QStringList {
        "-hide_banner",
        "-loglevel",
        "error",
        "-xerror", // a disk that is full ends it, which else is a word on the way
        "-y",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgba",
        "-video_size",
        QStringLiteral("%1x%2").arg(options.size.width()).arg(options.size.height()),
        "-framerate",
        QString::number(options.framesPerSecond, 'g', 6),
        "-i",
        "pipe:0"
    }
    + formatArguments(suffix)
        + QStringList { "-fflags",
                        "+bitexact",
                        "-flags:v",
                        "+bitexact",
                        "-metadata",
                        QString::fromStdString("comment=" + options.provenance),
                        QString::fromStdString(output.string()) };
}

} // namespace

bool isAnimationFile(const std::filesystem::path& path)
{
    const std::string suffix = suffixOf(path);
    return suffix == ".gif" || suffix == ".webm" || suffix == ".mp4";
}

Result<AnimationEncoder> AnimationEncoder::start(const std::filesystem::path& path,
                                                 const Options& options)
{
    if (!isAnimationFile(path)) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("Cannot write {}: an animation is .gif, .webm or .mp4.", path.string()));
    }
    const QString program = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
    if (program.isEmpty()) {
        return fail(ErrorCode::Unsupported,
                    "Animations are encoded by the program ffmpeg, which is not installed; on "
                    "Debian it is the package ffmpeg.");
    }
    auto file = AtomicFile::create(path);
    if (!file)
        return tl::unexpected(file.error());
    auto process = std::make_unique<QProcess>();
    process->setStandardOutputFile(QProcess::nullDevice());
    process->start(program, arguments(suffixOf(path), options, file->temporary()));
    if (!process->waitForStarted(kPatience)) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("Cannot start {}: {}.", program.toStdString(),
                                process->errorString().toStdString()));
    }
    return AnimationEncoder(std::move(*file), std::move(process), path.string());
}

AnimationEncoder::AnimationEncoder(AtomicFile file, std::unique_ptr<QProcess> process,
                                   std::string name)
    : m_file(std::move(file))
    , m_process(std::move(process))
    , m_name(std::move(name))
{
}

AnimationEncoder::AnimationEncoder(AnimationEncoder&&) noexcept = default;
AnimationEncoder& AnimationEncoder::operator=(AnimationEncoder&&) noexcept = default;

AnimationEncoder::~AnimationEncoder()
{
    if (m_process && m_process->state() != QProcess::NotRunning) {
        m_process->kill();
        m_process->waitForFinished(kPatience);
    }
}

Result<void> AnimationEncoder::add(const QImage& frame)
{
    const QImage pixels = frame.convertToFormat(QImage::Format_RGBA8888);
    for (int y = 0; y < pixels.height(); ++y) {
        m_process->write(reinterpret_cast<const char*>(pixels.constScanLine(y)),
                         qsizetype { 4 } * pixels.width());
    }
    while (m_process->bytesToWrite() > 0) {
        if (!m_process->waitForBytesWritten(kPatience))
            return failure();
    }
    return {};
}

Result<void> AnimationEncoder::finish()
{
    m_process->closeWriteChannel();
    while (m_process->state() != QProcess::NotRunning) {
        if (!m_process->waitForFinished(kPatience) && m_process->error() != QProcess::Timedout)
            break;
    }
    if (m_process->exitStatus() != QProcess::NormalExit || m_process->exitCode() != 0)
        return failure();
    return m_file.commit();
}

tl::unexpected<Error> AnimationEncoder::failure() const
{
    m_process->waitForReadyRead(0);
    const QString said = QString::fromUtf8(m_process->readAllStandardError()).simplified();
    return fail(ErrorCode::Unwritable,
                fmt::format("Cannot write {}: ffmpeg failed{}{}.", m_name,
                            said.isEmpty() ? "" : ": ", said.toStdString()));
}

} // namespace ropescope
