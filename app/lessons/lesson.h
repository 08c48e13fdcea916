// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/lessons/lesson_claim.h"
#include "app/view_state.h"
#include "core/trace/synthesize.h"

namespace ropescope {

/// What a step looks at: a synthetic head, or a model or trace.
struct LessonSource {
    std::optional<SynthesisOptions> synthesis;
    std::filesystem::path path; ///< of a model or trace; empty: the built-in model
    std::string text;           ///< prompt of a model; empty: the usual one
    int randomTokens = 0;       ///< > 0: the model reads random tokens instead

    bool operator==(const LessonSource&) const = default;
};

/// What a step points at. A part of the map goes before a place.
struct LessonHighlight {
    std::string place; ///< a name of kLessonPlaces; empty: none
    std::optional<TokenRange> rows;
    std::optional<TokenRange> columns;
    std::optional<TokenRange> lags; ///< a band along the diagonal

    [[nodiscard]] bool isPartOfMap() const { return rows || columns || lags; }
    [[nodiscard]] bool isEmpty() const { return place.empty() && !isPartOfMap(); }
};

struct LessonStep {
    std::string title;
    LessonSource source; ///< complete, as is `view`: what a step leaves out is the step's before
    ViewState view;
    std::string page; ///< under the map; empty: as it is
    LessonHighlight highlight;
    std::string text;     ///< Markdown with formulas
    std::string question; ///< the same, as answer and notes
    std::string answer;
    std::string notes;
    std::vector<LessonClaim> claims;
    int line = 0; ///< of its front matter in the file, from 1
};

struct Lesson {
    std::filesystem::path path;
    std::string title;
    std::string summary;
    std::vector<LessonStep> steps; ///< at least one
};

/// What a highlight can name, and the objectName of the widget that it is.
struct LessonPlace {
    const char* name;
    const char* objectName;
};

inline constexpr LessonPlace kLessonPlaces[] = {
    { "map", "mapPane" },        { "colour bar", "colourBar" },     { "view bar", "viewBar" },
    { "curves", "curvesPane" },  { "rope", "ropePanel" },           { "channels", "pairBars" },
    { "base", "baseDial" },      { "depth", "depthSwitch" },        { "heads", "headsPane" },
    { "source", "sourcePanel" }, { "next token", "nextTokenCard" }, { "theory", "theoryPane" },
};

} // namespace ropescope
