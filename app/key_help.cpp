// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/key_help.h"

#include <QtGlobal>

namespace ropescope {

namespace {

constexpr KeyHelp kKeys[] = {
    { "Ctrl+O / Ctrl+Shift+O",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp",
                        "open a trace, model file or session / a model folder") },
    { "Ctrl+Return", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "run the prompt (Esc cancels)") },
    { "Ctrl+S / Ctrl+Shift+S",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp", "save the session / under another name") },
    { "Ctrl+E",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp", "export a figure: choose size, panels, font") },
    { "Ctrl+Shift+E / Ctrl+Alt+E",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp", "export the map as PNG / SVG, as last chosen") },
    { "Ctrl+C", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "copy the map as a picture") },
    { "Ctrl+Z / Ctrl+Shift+Z", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "undo / redo") },
    { "Ctrl+Up / Ctrl+Down", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "previous / next head") },
    { "Ctrl+F",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp",
                        "find heads: sink > 0.4 and layer >= 3 (Esc clears)") },
    { "Ctrl+G", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "gallery of the patterns") },
    { "F, +, −, arrows",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp", "in the map: fit, zoom, move the crosshair") },
    { "Ctrl+P / Ctrl+U",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp",
                        "compare with what is shown now / with the original again") },
    { "Ctrl+T / Ctrl+L, Shift",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp",
                        "compare: split / flicker (Esc stops), hold to see the reference") },
    { "Left / Right",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp", "in the channel bars: select a pair") },
    { "Shift+Left / Right",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp",
                        "in the channel bars: move the pair to another slot") },
    { "Up / Down, Delete",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp",
                        "in the channel bars: gain of the pair, on and off") },
    { "M, Menu",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp",
                        "in the heads: mask or unmask the head, its menu with its gain") },
    { "Ctrl+D", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "edit the whole model / this head only") },
    { "Ctrl+R", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "reset the RoPE edit") },
    { "Ctrl+B / Ctrl+1 .. 9",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp", "add a bookmark / go to one") },
    { "Ctrl+N / Ctrl+,", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "another window / settings") },
    { "F1", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "the manual") },
    { "Ctrl+Shift+P", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "search all commands") },
    { "Page Up / Page Down, Home / End",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp", "in a lesson: previous / next step, first / last") },
    { "A, N, S, Backspace, Esc",
      QT_TRANSLATE_NOOP("ropescope::KeyHelp",
                        "in a lesson: answer, notes, spotlight, state of the step, leave") },
    { "?", QT_TRANSLATE_NOOP("ropescope::KeyHelp", "this list") },
};

} // namespace

std::span<const KeyHelp> keyHelp() { return kKeys; }

} // namespace ropescope
