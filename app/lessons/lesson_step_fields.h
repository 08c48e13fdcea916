// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/lessons/lesson.h"
#include "app/lessons/yaml_fields.h"

namespace ropescope {

/// A step by its front matter, but for its text. before: the step that it follows; its source and
/// view are kept where this one says nothing, but a new source begins with a view of its own.
/// folder: where relative paths start from.
[[nodiscard]] LessonStep stepFromYaml(YamlFields& fields, const LessonStep* before,
                                      const std::filesystem::path& folder);

/// One entry of a step's list of claims.
[[nodiscard]] LessonClaim claimFromYaml(YamlFields& fields, const YAML::Node& node);

} // namespace ropescope
