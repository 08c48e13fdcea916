// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/base/ids.h"
#include "core/rope/rope_edit.h"
#include "gpu/renderer_factory.h"
#include "widgets/cell_mapping.h"

namespace ropescope {

/// What the command line says about the window.
struct WindowOptions {
    std::string path;       ///< trace, model or session file; empty: the built-in model
    std::string lesson;     ///< file of a lesson to begin with; empty: none
    int lessonStep = 0;     ///< counted from 0
    std::string screenshot; ///< draw the window once into this PNG and exit; empty: stay
    std::optional<int> layer;
    std::optional<int> head;
    std::optional<HeadId> compareWith; ///< the reference, beside the shown head
    RopeEdit edit;
    bool wholeModel = false;            ///< the model runs with the edit
    std::map<HeadId, double> headGains; ///< of the whole model; 0 masks a head
    std::optional<std::string> text;    ///< prompt for a model
    std::string filter;                 ///< of the heads; empty: none
    std::string colouring;              ///< of the heads: "pattern", the name of a number or empty
    std::string order;                  ///< of the heads: the name of a number; empty: by layer
    std::string page;                   ///< under the map, by its name; empty: the lag profile
    std::optional<Cell> cell;           ///< under the crosshair
    std::string theme;                  ///< "dark", "light" or empty: as the user left it
    int width = 0;                      ///< of the window in pixels; 0: as the user left it
    int height = 0;
    std::optional<Backend> backend; ///< nothing: as the user has set it
    std::optional<int> threads;     ///< likewise
    std::string language;           ///< "zh_CN"; empty: as the user has set it
    bool welcome = false;           ///< three things to try, though the user has seen them
};

} // namespace ropescope
