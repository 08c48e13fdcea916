// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "app/view_state.h"

namespace ropescope {

/// A view to come back to: head, edit, part of the map, colours.
struct Bookmark {
    std::string name;
    ViewState view;

    bool operator==(const Bookmark&) const = default;
};

} // namespace ropescope
