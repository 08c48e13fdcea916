// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/view_state.h"
#include "core/io/json_fields.h"

namespace ropescope {

/// What is shown of a source as JSON, for session files and lessons: layer, head, edit, depth, head
/// gains, comparison, quantity, pool, colours.
[[nodiscard]] nlohmann::ordered_json viewJson(const ViewState& view);

/// The other way round; fields that are absent keep what `view` says, so a lesson may name what it
/// changes and no more. Problems go to fields.error().
[[nodiscard]] ViewState viewFromJson(JsonFields& fields, ViewState view);

} // namespace ropescope
