// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include "app/map_picture.h"

namespace ropescope {

/// An edit in a few words: "pair 14 in slot 2, base 100,000"; empty for no edit.
[[nodiscard]] QString describeEdit(const RopeEdit& edit);

/// The edit that a map shows, with the heads that are masked or scaled and how far it reaches:
/// "base 100,000, L3 H2 masked, whole model". Empty for none, and where the map shows none.
[[nodiscard]] QString describeEdit(const MapValues& values);

/// The options that make the edit on the command line: "--base 100000 --relocate 14:2".
[[nodiscard]] QString editOptions(const RopeEdit& edit);
/// The same for the edit that a map shows: "--whole-model --mask-head 3:2".
[[nodiscard]] QString editOptions(const MapValues& values);

} // namespace ropescope
