// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include "core/rope/rope_edit.h"

namespace ropescope {

/// An edit in a few words: "pair 14 in slot 2, base 100,000"; empty for no edit.
[[nodiscard]] QString describeEdit(const RopeEdit& edit);

/// The options that make the edit on the command line: "--base 100000 --relocate 14:2".
[[nodiscard]] QString editOptions(const RopeEdit& edit);

} // namespace ropescope
