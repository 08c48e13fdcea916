// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/io/json_fields.h"
#include "core/rope/rope_edit.h"

namespace ropescope {

/// An edit as JSON, for session files and lessons; parts that are not edited are left out:
///
///     {"base": 100000, "still": 20, "relocate": [[14, 2]], "gains": {"3": 0},
///      "mean_pairs": [14], "pairing": "half"}
///
/// "truncate" in place of "still" removes the slow slots.
[[nodiscard]] nlohmann::ordered_json ropeEditJson(const RopeEdit& edit);

/// The other way round. Whether a head has those pairs is makeRopeTable's to say. Problems go to
/// fields.error().
[[nodiscard]] RopeEdit ropeEditFromJson(JsonFields& fields);

} // namespace ropescope
