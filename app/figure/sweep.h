// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rope/rope_edit.h"

namespace ropescope {

/// An edit that changes from frame to frame.
struct Sweep {
    enum class Kind {
        Base, ///< of the rotation, in equal steps of its logarithm
        Slot, ///< where one pair is relocated to
    };
    Kind kind = Kind::Base;
    double from = 1e6; ///< base or slot of the first frame
    double to = 1e2;   ///< of the last one
    int pair = 0;      ///< of Kind::Slot

    bool operator==(const Sweep&) const = default;
};

/// "base:1e6:1e2", or "pair:14:0:31" for pair 14 in slots 0 to 31; nothing for other texts, and for
/// bases outside [kMinBase, kMaxBase].
[[nodiscard]] std::optional<Sweep> sweepFromText(std::string_view text);
[[nodiscard]] std::string sweepText(const Sweep& sweep);

/// As many frames as suit: every slot once, or 48 bases.
[[nodiscard]] int usualFrames(const Sweep& sweep);

/// The edit of each frame, on top of one that all of them have. frames >= 1; slots are rounded.
[[nodiscard]] std::vector<RopeEdit> sweepEdits(const Sweep& sweep, const RopeEdit& common,
                                               int frames);

} // namespace ropescope
