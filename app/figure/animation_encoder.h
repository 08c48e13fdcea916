// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <QSize>

#include "core/base/result.h"
#include "core/io/atomic_file.h"

class QImage;
class QProcess;

namespace ropescope {

/// Is it a name of a file that can be encoded: .gif, .webm or .mp4?
[[nodiscard]] bool isAnimationFile(const std::filesystem::path& path);

/// A film that grows by a frame at a time, encoded by the program ffmpeg. The file is there, whole,
/// after finish(); without it an earlier one stays. For worker threads: every call may wait.
class AnimationEncoder {
public:
    struct Options {
        QSize size; ///< of every frame, in pixels; both even
        double framesPerSecond = 12.0;
        std::string provenance; ///< kept in the file
    };

    /// Errors: Unsupported without ffmpeg, InvalidArgument for another suffix, Unwritable.
    [[nodiscard]] static Result<AnimationEncoder> start(const std::filesystem::path& path,
                                                        const Options& options);
    AnimationEncoder(AnimationEncoder&&) noexcept;
    AnimationEncoder& operator=(AnimationEncoder&&) noexcept;
    ~AnimationEncoder(); ///< ends the program

    /// Errors: Unwritable, with what ffmpeg says.
    [[nodiscard]] Result<void> add(const QImage& frame);
    [[nodiscard]] Result<void> finish();

private:
    AnimationEncoder(AtomicFile file, std::unique_ptr<QProcess> process, std::string name);
    [[nodiscard]] tl::unexpected<Error> failure() const;

    AtomicFile m_file;
    std::unique_ptr<QProcess> m_process;
    std::string m_name; ///< of the file, for messages
};

} // namespace ropescope
