// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "app/lessons/lesson.h"
#include "app/lessons/yaml_fields.h"

namespace ropescope {

using LessonResult = tl::expected<Lesson, std::vector<LessonProblem>>;

/// A lesson is Markdown. It begins with a block of YAML between lines of ---, which names it; each
/// step begins with such a block as well (resources/help/lessons.md lists the fields). `path` is
/// where relative paths start from. Problems come in the order of their lines.
[[nodiscard]] LessonResult parseLesson(std::string_view text, const std::filesystem::path& path);

/// Problem of line 0: the file cannot be read.
[[nodiscard]] LessonResult readLesson(const std::filesystem::path& path);

/// A file of that name, or the lesson of the program whose file's name holds it ("sinks", "03").
/// Errors: NotFound, with the names there are.
[[nodiscard]] Result<std::filesystem::path> findLesson(const std::string& name);

/// "03-sinks.md:14: 'layr' is no field of a step; did you mean layer?"
[[nodiscard]] std::string problemText(const LessonProblem& problem,
                                      const std::filesystem::path& path);

} // namespace ropescope
