// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "app/lessons/lesson_player.h"
#include "app/lessons/yaml_fields.h"

namespace ropescope {

/// Steps through the lesson that the player has open, from its first step on, and checks every
/// claim against the session's heads. Runs an event loop until the last step is done. Problems: the
/// claims that fail and whatever the session could not open or draw.
[[nodiscard]] std::vector<LessonProblem> rehearse(LessonPlayer& player, Session& session);

} // namespace ropescope
